"""Lists of conversations that somebody gave a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from conversations.models.base import Row

LONGEST_VIEW = 4000
"""Characters of an address: what servers and proxies surely take."""


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def seen_by(self, user_id: int) -> "SavedViewQuerySet":
        """Their own and those that are shared; their own first, each in its place."""
        mine = Q(owner=user_id)
        shown = self.filter(mine | Q(shared=True)).annotate(
            is_mine=models.ExpressionWrapper(mine, models.BooleanField())
        )
        return shown.order_by("-is_mine", "position", "name", "pk")


class SavedView(Row):
    """A view is its address: `query` holds the GET parameters of the list, presets by name, so that they move on."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=LONGEST_VIEW)
    shared = models.BooleanField(_("shared with the account"), default=False)
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [UniqueConstraint(fields=["account", "owner", "name"], name="savedview_once")]

    def __str__(self) -> str:
        return self.name

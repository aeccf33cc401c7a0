"""Who took what out of an account, and when."""

from django.conf import settings
from django.db import models
from django.db.models import Index
from django.utils.translation import gettext_lazy as _

from conversations.models.base import Row, one_of
from conversations.vocabulary import ExportFormat, ExportOf
from conversations.wording import EXPORT_FORMAT, EXPORT_OF, choices


class Export(Row):
    """A file that was made of a list. `rows` left the house; without `finished_at` the reader went away before its end.

    `by_email` names the person even when they are gone. `query` is the address of the list, which is that of `of`.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    by_email = models.CharField(_("email"), max_length=254)
    of = models.CharField(_("of"), max_length=20, choices=choices(EXPORT_OF), default=str(ExportOf.CONVERSATIONS))
    format = models.CharField(_("format"), max_length=10, choices=choices(EXPORT_FORMAT))
    query = models.TextField(_("filters"), blank=True)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [one_of("format", ExportFormat), one_of("of", ExportOf)]
        indexes = [Index(fields=["account", "started_at"], name="export_by_time")]

    def __str__(self) -> str:
        return f"{self.format} {self.started_at:%Y-%m-%d %H:%M}"

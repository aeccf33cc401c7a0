"""What the team knows of a day: a campaign began, the shop was closed, the agent was taught something."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

from conversations.models.base import Row
from conversations.periods import EARLIEST, LATEST

LONGEST_NOTE = 280


class DayNote(Row):
    """`day` is a local day of the account (T2); an account that moves to another zone keeps its notes on their days."""

    day = models.DateField(_("day"))
    text = models.CharField(_("note"), max_length=LONGEST_NOTE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("day note")
        verbose_name_plural = _("day notes")
        indexes = [Index(fields=["account", "day"], name="daynote_by_day")]
        constraints = [
            CheckConstraint(condition=Q(day__gte=EARLIEST, day__lte=LATEST), name="daynote_day_sane"),
            CheckConstraint(condition=~Q(text=""), name="daynote_says_something"),
        ]

    def __str__(self) -> str:
        return self.text

"""The rollup behind every headline number."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from conversations.models.base import Row, one_of
from conversations.models.querysets import DayCountQuerySet
from conversations.vocabulary import Channel

NO_LABEL = 0
COUNTERS = ("n_open", "n_resolved", "n_not_resolved", "n_closed")


class DayCount(Row):
    """Conversations started on one local day, by channel and label: a counter a status. Tests are not counted (S10).

    `label_id` is 0 where there is none: a null would not be unique.
    """

    day = models.DateField()
    channel = models.CharField(max_length=10)
    label_id = models.BigIntegerField(default=NO_LABEL)
    n_open = models.IntegerField(default=0)
    n_resolved = models.IntegerField(default=0)
    n_not_resolved = models.IntegerField(default=0)
    n_closed = models.IntegerField(default=0)

    objects = DayCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("day count")
        verbose_name_plural = _("day counts")
        constraints = [
            UniqueConstraint(fields=["account", "day", "channel", "label_id"], name="daycount_once"),
            CheckConstraint(
                condition=Q(n_open__gte=0, n_resolved__gte=0, n_not_resolved__gte=0, n_closed__gte=0),
                name="daycount_not_negative",
            ),
            one_of("channel", Channel),
        ]
        # All that is read of it, so that a page reads the index alone.
        indexes = [Index(fields=["account", "day", "channel", "label_id", *COUNTERS], name="daycount_whole")]

    def __str__(self) -> str:
        return f"{self.day} {self.channel}"

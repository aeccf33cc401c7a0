"""The rollups behind every headline number: conversations, orders and credits by local day."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from conversations.models.base import Row, one_of
from conversations.models.querysets import DayRollupQuerySet
from conversations.vocabulary import Channel, Status

NO_LABEL = 0
COUNTERS = ("n_open", "n_resolved", "n_not_resolved", "n_closed")
IN_ALL = F("n_open") + F("n_resolved") + F("n_not_resolved") + F("n_closed")
"""Of a `DayCount`: its conversations, whatever their status."""


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

    objects = DayRollupQuerySet.as_manager()

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


class DayOrder(Row):
    """The orders placed on one local day in one currency: all that the shop sold, and what the agent earned of it (K4).

    But for `tests` (S10) every number leaves tests out. `unknown` are the orders without identity and credit (A5).
    Sums are minor units of the currency (A6): a day holds nine thousand orders of the largest amount there may be.
    """

    day = models.DateField()
    currency = models.CharField(max_length=3)
    placed = models.IntegerField(default=0)
    tests = models.IntegerField(default=0)
    unknown = models.IntegerField(default=0)
    total_minor = models.BigIntegerField(default=0)
    credited = models.IntegerField(default=0)
    gross_minor = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)

    objects = DayRollupQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of orders")
        verbose_name_plural = _("days of orders")
        constraints = [
            UniqueConstraint(fields=["account", "day", "currency"], name="dayorder_once"),
            CheckConstraint(
                condition=Q(placed__gte=0, tests__gte=0, unknown__gte=0, credited__gte=0, gross_minor__gte=0),
                name="dayorder_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.currency}"


class DayCredit(Row):
    """The credited orders placed on one local day, by what their conversations are filtered by (K4); no tests (S10).

    `label_id` is as in `DayCount`, money as in `DayOrder`.
    """

    day = models.DateField()
    currency = models.CharField(max_length=3)
    channel = models.CharField(max_length=10)
    label_id = models.BigIntegerField(default=NO_LABEL)
    status = models.CharField(max_length=12)
    credited = models.IntegerField(default=0)
    gross_minor = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)

    objects = DayRollupQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of credits")
        verbose_name_plural = _("days of credits")
        constraints = [
            UniqueConstraint(
                fields=["account", "day", "currency", "channel", "label_id", "status"], name="daycredit_once"
            ),
            CheckConstraint(condition=Q(credited__gte=0, gross_minor__gte=0), name="daycredit_not_negative"),
            one_of("channel", Channel),
            one_of("status", Status),
        ]
        # All that is read of it, so that a page reads the index alone.
        indexes = [
            Index(
                fields=[
                    *("account", "day", "channel", "label_id", "status", "currency"),
                    *("credited", "gross_minor", "net_minor"),
                ],
                name="daycredit_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.currency} {self.channel}"

"""Touches, orders, and which order is credited to which touch."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from conversations.crediting import DEFAULT_WINDOWS, Settings, TouchPoint, Window
from conversations.ids import new_id
from conversations.models.account import Account
from conversations.models.base import Fact, Row, account_key, one_of, sane_time
from conversations.models.people import Identity, Profile
from conversations.models.thread import Conversation
from conversations.prepared import Prepared
from conversations.vocabulary import Anchor, Channel, TouchKind
from conversations.wording import ANCHOR, CHANNEL, TOUCH_KIND, choices


class ShopperNote(Fact):
    """A `shopper` event: it links a visitor or renames a profile."""

    identity = models.ForeignKey(Identity, models.RESTRICT, related_name="+")

    class Meta(Fact.Meta):
        verbose_name = _("shopper note")
        verbose_name_plural = _("shopper notes")


class Touch(Fact):
    """Something the shopper did, or got, because of the agent. `profile` is derived: its own, else the thread's."""

    account = account_key("touches")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="touches")
    kind = models.CharField(_("kind"), max_length=20, choices=choices(TOUCH_KIND))
    message_key = models.CharField(max_length=200, blank=True)
    product = models.CharField(max_length=500, blank=True)
    bot = models.BooleanField(_("bot"), default=False)
    identity = models.ForeignKey(Identity, models.RESTRICT, null=True, related_name="+")
    profile = models.ForeignKey(Profile, models.RESTRICT, null=True, related_name="touches", db_index=False)

    class Meta(Fact.Meta):
        verbose_name = _("touch")
        verbose_name_plural = _("touches")
        constraints = [*Fact.Meta.constraints, one_of("kind", TouchKind)]
        indexes = [
            Index(fields=["profile", "occurred_at"], name="touch_by_profile"),
            Index(fields=["account", "kind", "occurred_at"], name="touch_by_kind"),
            Index(fields=["account", "message_key"], condition=~Q(message_key=""), name="touch_by_message"),
        ]


class Order(Fact):
    """A6: money in minor units of `currency`; `occurred_at` is when it was placed. Derived: `profile`, `day` (T2)."""

    number = models.CharField(_("number"), max_length=200, blank=True)
    identity = models.ForeignKey(Identity, models.RESTRICT, null=True, related_name="+")
    profile = models.ForeignKey(Profile, models.RESTRICT, null=True, related_name="orders", db_index=False)
    total_minor = models.BigIntegerField(_("total"))
    refunded_minor = models.BigIntegerField(_("refunded"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)
    test = models.BooleanField(_("test"), default=False)
    day = models.DateField()

    class Meta(Fact.Meta):
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            *Fact.Meta.constraints,
            sane_time("cancelled_at"),
            CheckConstraint(condition=Q(total_minor__gte=0, refunded_minor__gte=0), name="order_money_not_negative"),
        ]
        indexes = [
            Index(fields=["account", "occurred_at", "test", "currency", "total_minor"], name="order_by_time"),
            Index(fields=["profile", "occurred_at"], name="order_by_profile"),
        ]

    def __str__(self) -> str:
        return self.number or self.event_id


class Credit(Row):
    """A4: the one touch that earned an order; the database allows one row an order."""

    order = models.OneToOneField(Order, models.CASCADE, related_name="credit")
    touch = models.ForeignKey(Touch, models.CASCADE, related_name="credits")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="credits")
    window_start = models.DateTimeField()
    window_hours = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        constraints = [
            CheckConstraint(condition=Q(window_hours__gte=1, window_hours__lte=2160), name="credit_window_sane")
        ]

    def __str__(self) -> str:
        return f"{self.order} – {self.touch}"


class AttributionSettings(models.Model):
    """A2, A7: what an account set for all touch points; each one's own switch and window is a `TouchWindow`."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    account = models.OneToOneField(Account, models.CASCADE, related_name="attribution")
    anchor = models.CharField(
        _("windows of message channels start"), max_length=10, choices=choices(ANCHOR), default=Anchor.RECEIVED
    )
    ignore_bots = models.BooleanField(_("ignore clicks by bots"), default=True)

    class Meta:
        verbose_name = _("attribution settings")
        verbose_name_plural = _("attribution settings")
        constraints = [one_of("anchor", Anchor)]

    def __str__(self) -> str:
        return str(self.account)


class TouchWindow(Row):
    """A1: the switch and the window (whole hours, 1 hour to 90 days) of one touch point."""

    channel = models.CharField(_("channel"), max_length=10, choices=choices(CHANNEL))
    kind = models.CharField(_("kind"), max_length=20, choices=choices(TOUCH_KIND))
    enabled = models.BooleanField(_("on"))
    hours = models.PositiveSmallIntegerField(
        _("window in hours"), validators=[MinValueValidator(1), MaxValueValidator(2160)]
    )

    class Meta:
        verbose_name = _("touch point")
        verbose_name_plural = _("touch points")
        constraints = [
            UniqueConstraint(fields=["account", "channel", "kind"], name="touchwindow_once"),
            CheckConstraint(condition=Q(hours__gte=1, hours__lte=2160), name="touchwindow_1_hour_to_90_days"),
            one_of("channel", Channel),
            one_of("kind", TouchKind),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_kind_display()}"


class AttributionChange(Row):
    """A8: one change of the settings: who, when, from what, to what, and how many credits came, went or moved by it.

    `before` and `after` are whole, as `conversations.attribution.as_data` writes them.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_email = models.CharField(_("email"), max_length=254, blank=True)
    changed_at = models.DateTimeField(_("changed"))
    before: "models.JSONField[Any, Any]" = models.JSONField(_("before"))
    after: "models.JSONField[Any, Any]" = models.JSONField(_("after"))
    credits = models.PositiveIntegerField(_("credits changed"), default=0)

    class Meta:
        verbose_name = _("change of attribution")
        verbose_name_plural = _("changes of attribution")
        indexes = [Index(fields=["account", "changed_at"], name="attribution_by_time")]

    def __str__(self) -> str:
        return f"{self.changed_at:%Y-%m-%d %H:%M}"


def attribution_of(account: Account) -> Settings:
    """The account's attribution settings; what it never set is as in the defaults of the rules."""
    chosen: AttributionSettings = (*_CHOSEN.objects(None, account.pk), AttributionSettings(account=account))[0]
    own = {
        TouchPoint(Channel(channel), TouchKind(kind)): Window(enabled, timedelta(hours=hours))
        for channel, kind, enabled, hours in _WINDOWS.rows(None, account.pk)
    }
    return Settings(windows={**DEFAULT_WINDOWS, **own}, anchor=Anchor(chosen.anchor), ignore_bots=chosen.ignore_bots)


def _windows(_shape: None, account: int) -> "models.QuerySet[TouchWindow, tuple[str, str, bool, int]]":
    return TouchWindow.objects.filter(account=account).values_list("channel", "kind", "enabled", "hours")


_CHOSEN = Prepared(lambda _shape, account: AttributionSettings.objects.filter(account=account))
_WINDOWS = Prepared(_windows)

"""What guards the door: keys, the agent's live switch, and the events that were refused."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from conversations.models.base import Fact, Row, account_key


class LiveSwitch(Fact):
    """S9: from `occurred_at` on the agent is live, or paused."""

    account = account_key("live_switches")
    live = models.BooleanField(_("live"))

    class Meta(Fact.Meta):
        verbose_name = _("live switch")
        verbose_name_plural = _("live switches")
        indexes = [Index(fields=["account", "occurred_at"], name="liveswitch_by_time")]


class ApiKey(Row):
    """A key for the API: shown once, kept as the SHA-256 of its secret; `prefix` finds it."""

    name = models.CharField(_("name"), max_length=120)
    prefix = models.CharField(_("prefix"), max_length=16, unique=True)
    secret_sha256 = models.BinaryField(max_length=32)
    may_ingest = models.BooleanField(_("may send events"), default=True)
    may_read = models.BooleanField(_("may read numbers"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    # The token bucket of its rate limit: how many requests were left, and when that was so.
    bucket_left = models.FloatField(default=0)
    bucket_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        constraints = [CheckConstraint(condition=Q(may_ingest=True) | Q(may_read=True), name="apikey_may_do_something")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class RejectedEvent(Row):
    """An event that was refused: kept whole, with the reason, until somebody retries or discards it.

    The same bytes refused again for the same reason from the same source are one row, seen `times` times.
    """

    source = models.CharField(_("source"), max_length=200)
    line = models.PositiveIntegerField(_("line"), null=True)
    event_type = models.CharField(_("type"), max_length=40, blank=True)
    event_id = models.CharField(_("event id"), max_length=200, blank=True)
    code = models.CharField(_("reason"), max_length=40)
    detail = models.TextField(_("in words"))
    pointer = models.CharField(_("where"), max_length=500, blank=True)
    payload = models.BinaryField()
    digest = models.BinaryField(max_length=16)
    times = models.PositiveIntegerField(_("times"), default=1)
    first_at = models.DateTimeField(_("first"))
    last_at = models.DateTimeField(_("last"))

    class Meta:
        verbose_name = _("rejected event")
        verbose_name_plural = _("rejected events")
        ordering = ["-last_at", "-id"]
        constraints = [UniqueConstraint(fields=["account", "digest"], name="rejectedevent_once")]
        indexes = [Index(fields=["account", "code", "last_at"], name="rejectedevent_by_code")]

    def __str__(self) -> str:
        return f"{self.code}: {self.detail[:80]}"


class HourIntake(Row):
    """What one source sent in an hour (UTC), by what became of it; counted in the transaction that took it in."""

    hour = models.DateTimeField(_("hour"))
    source = models.CharField(_("source"), max_length=200)
    accepted = models.PositiveIntegerField(_("taken in"), default=0)
    duplicates = models.PositiveIntegerField(_("duplicates"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)

    class Meta:
        verbose_name = _("intake of an hour")
        verbose_name_plural = _("intake by hour")
        constraints = [UniqueConstraint(fields=["account", "hour", "source"], name="hourintake_once")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.source}"

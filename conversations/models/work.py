"""What runs beside the pages: work that waits for the worker, and the worker's signs of life."""

from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conversations.models.base import Row, one_of
from conversations.vocabulary import Check
from conversations.wording import CHECK, choices


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


UNFINISHED = (JobState.WAITING, JobState.RUNNING)

JOB_STATE: dict[JobState, Promise] = {
    JobState.WAITING: _("Waiting"),
    JobState.RUNNING: _("Running"),
    JobState.DONE: _("Done"),
    JobState.FAILED: _("Failed"),
}


class Job(Row):
    """Work of an account that a page asked for and the worker does (`conversations.jobs`).

    `key` names what it is about: of a kind there is one unfinished job a key. A running job is its worker's until
    `leased_until`; `attempts` counts how often it was begun. `done` of `total` is how far it is; a total of 0 says
    that nobody knows. `error` says in words why it failed.
    """

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=200, blank=True)
    data: "models.JSONField[Any, Any]" = models.JSONField(_("data"), default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=[(str(word), name) for word, name in JOB_STATE.items()], default="waiting"
    )
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    leased_until = models.DateTimeField(_("leased until"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    done = models.BigIntegerField(_("done so far"), default=0)
    total = models.BigIntegerField(_("of"), default=0)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            one_of("state", JobState),
            UniqueConstraint(
                fields=["account", "kind", "key"], condition=Q(state__in=["waiting", "running"]), name="job_once"
            ),
            CheckConstraint(
                condition=~Q(state="running") | Q(leased_until__isnull=False), name="job_running_has_a_lease"
            ),
        ]
        indexes = [
            Index(fields=["due_at"], condition=Q(state__in=["waiting", "running"]), name="job_unfinished"),
            Index(fields=["account", "kind", "created_at"], name="job_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}".strip()

    @property
    def is_finished(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def has_failed(self) -> bool:
        return self.state == JobState.FAILED


class Heartbeat(models.Model):
    """When a task of the worker last came to its end, whole; it belongs to the installation, not to an account."""

    job = models.CharField(_("job"), max_length=60, primary_key=True)
    last_at = models.DateTimeField(_("last run"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.job


class NumberCheck(Row):
    """What came out of one check of the account's numbers when it last ran (`metrics.checks`).

    `detail` is for `faults.from_text` to read.
    """

    check_name = models.CharField(_("check"), max_length=20, choices=choices(CHECK))
    at = models.DateTimeField(_("checked"))
    ok = models.BooleanField(_("right"))
    detail = models.TextField(_("what differs"), blank=True)

    class Meta:
        verbose_name = _("check of the numbers")
        verbose_name_plural = _("checks of the numbers")
        constraints = [
            UniqueConstraint(fields=["account", "check_name"], name="numbercheck_once"),
            one_of("check_name", Check),
        ]

    def __str__(self) -> str:
        return str(self.check_name)

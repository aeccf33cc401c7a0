"""What all rows share: an id made here, an account, and for facts the event they came from."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from conversations.ids import new_id
from conversations.wording import values

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def one_of(field: str, words: Iterable[StrEnum]) -> CheckConstraint:
    return CheckConstraint(condition=Q((f"{field}__in", values(words))), name=f"%(class)s_{field}_known")


def sane_time(field: str) -> CheckConstraint:
    """T1: between 2000 and 2100; it also keeps PostgreSQL's 'infinity' out. Absent times pass."""
    between = Q((f"{field}__gte", EARLIEST), (f"{field}__lt", LATEST))
    return CheckConstraint(condition=between | Q((f"{field}__isnull", True)), name=f"%(class)s_{field}_sane")


def account_key(plural: str) -> "models.ForeignKey[Any, Any]":
    """The account of a row; `account.<plural>` are its rows. Every index starts with it, so it needs none alone."""
    return models.ForeignKey("conversations.Account", models.CASCADE, db_index=False, related_name=plural)


class Row(models.Model):
    """A row of one account. The account is the key by which data could be spread over machines."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    account = account_key("%(class)ss")

    class Meta:
        abstract = True


class Fact(Row):
    """What one event said, kept as it came.

    `event_id` is the idempotency key within account and type; `version_at` (the event's `updated_at`, else its
    `occurred_at`) and `digest` (16 bytes over the content) decide what a second event with this id means. `wire` is
    16 bytes over the bytes that brought it: repeated word for word, it is known before it is read.
    """

    event_id = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    version_at = models.DateTimeField()
    received_at = models.DateTimeField()
    digest = models.BinaryField(max_length=16)
    wire = models.BinaryField(max_length=16, null=True)
    meta = models.JSONField(null=True)

    class Meta:
        abstract = True
        constraints = [
            UniqueConstraint(fields=["account", "event_id"], name="%(class)s_once"),
            sane_time("occurred_at"),
        ]

    def __str__(self) -> str:
        return self.event_id

"""Refused events: kept whole, with the reason, until somebody tries them again or throws them away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, QuerySet, Sum
from django.db.models.functions import Length

from conversations.intake.receive import LARGEST_LINE, Line, digest_of, read
from conversations.intake.shopify.retaking import delivery_in, retake
from conversations.models import Account, RejectedEvent
from conversations.payloads import Event, Refusal
from conversations.record import holding_account, record_held

BATCH = 500


@dataclass(slots=True)
class Retried:
    """How many events were taken in (or known by now), and how many were refused again."""

    taken: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """The refused events of one reason: how many there are, how often they came, and when one last did."""

    code: str
    events: int
    times: int
    last_at: datetime


def kinds(account: Account) -> list[Kind]:
    """The most frequent first."""
    by_code = account.rejectedevents.values("code")
    counted = by_code.annotate(events=Count("pk"), seen=Sum("times"), last=Max("last_at")).order_by("-events", "code")
    return [Kind(*row) for row in counted.values_list("code", "events", "seen", "last")]


def retry(account: Account, rows: "QuerySet[RejectedEvent]", *, now: datetime, most: int | None = None) -> Retried:
    """Send what was kept through the door again, the oldest first, in batches, each committed whole.

    What is taken in now is no longer kept; what is refused again stays, with today's reason. Repeating is harmless.
    `most` bounds how many are tried.
    """
    total = Retried()
    for batch in _batches(rows.order_by("first_at", "pk"), most=most):
        done = _retry(account, batch, now=now)
        total.taken += done.taken
        total.refused += done.refused
    return total


def discard(rows: "QuerySet[RejectedEvent]") -> int:
    """Throw refused events away for good; how many."""
    count, _ = rows.delete()
    return count


def _batches(rows: "QuerySet[RejectedEvent]", *, most: int | None) -> Iterator[list[int]]:
    """Of so many events, and of so many bytes that long ones never fill the memory."""
    batch: list[int] = []
    size = 0
    for pk, length in list(rows.values_list("pk", Length("payload"))[:most]):
        if batch and (len(batch) == BATCH or size + length > LARGEST_LINE):
            yield batch
            batch, size = [], 0
        batch.append(pk)
        size += length
    if batch:
        yield batch


@holding_account
def _retry(account: Account, pks: Sequence[int], *, now: datetime) -> Retried:
    rows = list(account.rejectedevents.filter(pk__in=pks).order_by("first_at", "pk"))
    read_again = [_read(account, row, now=now) for row in rows]
    events = [event for event in read_again if not isinstance(event, Refusal | None)]
    answers = iter(record_held(account, events, now=now))
    results = [each if isinstance(each, Refusal | None) else next(answers) for each in read_again]
    refused = [(row, result) for row, result in zip(rows, results, strict=True) if isinstance(result, Refusal)]
    kept = {row.pk for row, _ in refused}
    account.rejectedevents.filter(pk__in=[row.pk for row in rows if row.pk not in kept]).delete()
    _keep(account, refused, now=now)
    return Retried(taken=len(rows) - len(refused), refused=len(refused))


def _read(account: Account, row: RejectedEvent, *, now: datetime) -> Event | Refusal | None:
    """The event to record, or why there is none; None for a delivery that was read and sent on as what it means."""
    delivery = delivery_in(row)
    if delivery is not None:
        return retake(account, row, delivery, now=now)
    return read(Line(bytes(row.payload)), now=now)


def _keep(account: Account, refused: Iterable[tuple[RejectedEvent, Refusal]], *, now: datetime) -> None:
    """With the reason of today. Where that makes two rows alike, they become one."""
    for row, refusal in refused:
        digest = digest_of(bytes(row.payload), refusal, row.source)
        twin = account.rejectedevents.filter(digest=digest).exclude(pk=row.pk)
        if digest != bytes(row.digest) and twin.update(times=F("times") + row.times, last_at=now):
            row.delete()
            continue
        row.digest, row.last_at = digest, now
        row.code, row.detail, row.pointer = refusal.code, refusal.detail, refusal.pointer[:500]
        row.save(update_fields=["digest", "last_at", "code", "detail", "pointer"])

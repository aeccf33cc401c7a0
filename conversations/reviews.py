"""The review queue, the weekly sample, and the verdicts of those who read (K7).

In the queue are the conversations that the agent did not resolve and that nobody has read, the oldest first. The sample
of an ISO week is drawn from its resolved ones by arithmetic on their ids, so that everybody gets the same ones and
nobody chooses. It is drawn once the last of them had time to fall silent, so it stays what it is.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value

from conversations.days import local_day
from conversations.models import Account, Conversation, Review, User
from conversations.models.querysets import ConversationQuerySet
from conversations.models.thread import TO_REVIEW
from conversations.periods import custom_period
from conversations.prepared import Prepared
from conversations.record import holding_account
from conversations.vocabulary import Cause, ReviewKind, Status, Verdict

SAMPLE_SIZE = 50
MOST_COUNTED = 1000
"""Of those that wait: more of them are "1,000+", however many."""
WEEKS_COUNTED = 12
UNREVIEWED = "unreviewed"
_PRIME = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    cause: Cause | None = None
    note: str = ""


def waiting(account: Account) -> ConversationQuerySet:
    """The queue."""
    return account.conversations.filter(TO_REVIEW).order_by("started_at", "pk")


def count_waiting(account: Account) -> int:
    """How many wait, MOST_COUNTED at most: the index is read no further."""
    ((count,),) = _WAITING.rows((), account.pk)
    return int(count)


class _NumberOf(Subquery):
    """How many rows a query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _waiting_now(_shape: object, account: int) -> "QuerySet[Account, tuple[int]]":
    rows = waiting(Account(pk=account)).order_by().values("pk")[:MOST_COUNTED]
    return Account.objects.filter(pk=account).order_by().values_list(_NumberOf(rows))


_WAITING = Prepared(_waiting_now)


def after(rows: ConversationQuerySet, read: Conversation | None) -> Conversation | None:
    """The first in the queue that comes after this one, whether that is still in it or not."""
    if read is not None:
        rows = rows.filter(started_at__gte=read.started_at).exclude(started_at=read.started_at, pk__lte=read.pk)
    return rows.first()


def week_of(day: date) -> str:
    """2026-W23."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def sampled_week(account: Account, *, now: datetime) -> str:
    """The last whole week in which no conversation can fall silent any more (S1, K6)."""
    settled = local_day(now - timedelta(hours=account.silence_hours), account.zone)
    return week_of(settled - timedelta(days=7))


def sample(account: Account, week: str) -> ConversationQuerySet:
    """Fifty resolved conversations that were started in the week; those read in it stay. ValueError: no such week."""
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    period = custom_period(monday, monday + timedelta(days=6), zone=account.zone)
    read = Review.objects.current().filter(account=account, week=week, conversation=OuterRef("pk"))
    found = account.conversations.counted().started_in(period.start, period.end)
    found = found.filter(Q(status=Status.RESOLVED) | Exists(read))
    seed = hashlib.sha256(f"{account.pk} {week}".encode()).digest()
    factor, shift = (int.from_bytes(part) % (_PRIME - 1) + 1 for part in (seed[:8], seed[8:16]))
    line = (F("id") % Value(_PRIME) * Value(factor) + Value(shift)) % Value(_PRIME)
    return found.annotate(line=line, place=F("line") * F("line") % Value(_PRIME)).order_by("place", "pk")[:SAMPLE_SIZE]


def agreement(account: Account, *, now: datetime) -> tuple[int, int]:
    """Of the resolved ones that were read in the samples of the last weeks: the right calls, and all of them."""
    first = week_of(local_day(now, account.zone) - timedelta(weeks=WEEKS_COUNTED))
    read = Review.objects.current().filter(account=account, week__gte=first).values_list("verdict", flat=True)
    verdicts = list(read)
    return verdicts.count(Verdict.RIGHT_CALL), len(verdicts)


def standing(account: Account, conversation: Conversation) -> Review | None:
    """The verdict that stands, if any."""
    if not conversation.reviewed:
        return None
    return (
        Review.objects.current().filter(account=account, conversation=conversation).select_related("reviewer").first()
    )


@holding_account
def judge(account: Account, pk: int, judgement: Judgement, *, reviewer: User, week: str, now: datetime) -> Review:
    """Note a verdict under the status the conversation has now. One that stood before is kept as replaced."""
    found = account.conversations.visible().get(pk=pk)
    _replace(account, found, now=now)
    account.conversations.filter(pk=pk).update(reviewed=True)
    return Review.objects.create(
        account=account,
        conversation=found,
        reviewer=reviewer,
        kind=ReviewKind.SAMPLE if week else ReviewKind.QUEUE,
        week=week,
        status=found.status or "",
        verdict=judgement.verdict,
        cause=judgement.cause or "",
        note=judgement.note,
        at=now,
    )


@holding_account
def take_back(account: Account, pk: int, *, now: datetime) -> None:
    """Nothing stands any more: the conversation waits again, if it is one that waits."""
    found = account.conversations.visible().get(pk=pk)
    _replace(account, found, now=now)
    account.conversations.filter(pk=pk).update(reviewed=False)


def _replace(account: Account, conversation: Conversation, *, now: datetime) -> None:
    Review.objects.current().filter(account=account, conversation=conversation).update(replaced_at=now)


def judged(words: Iterable[str], account: Account, *, prefix: str = "") -> Q:
    """The conversations with one of these verdicts, and with one of these causes; or that nobody has read."""
    asked = set(words)
    verdicts, causes = asked & set(Verdict), asked & set(Cause)
    found = Q()
    if verdicts or causes:
        rows = Review.objects.current().filter(account=account, conversation=OuterRef(f"{prefix}pk"))
        rows = rows.filter(verdict__in=verdicts) if verdicts else rows
        found = Q(Exists(rows.filter(cause__in=causes) if causes else rows))
    return found | Q((f"{prefix}reviewed", False)) if UNREVIEWED in asked else found

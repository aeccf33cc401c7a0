"""Conversations: found or made for a batch, and derived again from their facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import models

from conversations.days import local_day
from conversations.models import Account, Conversation, Ending, Handoff, Identity, Labelling, Message, Rating, Touch
from conversations.payloads import Event, MessageEvent
from conversations.record.rows import insert, update
from conversations.record.shelves import Links
from conversations.status import Facts, closes_at, is_handoff, status_at
from conversations.summary import Line, Summary, fold, order_key
from conversations.thanks import is_thanks
from conversations.vocabulary import Channel, HandoffMethod, HandoffStage, Sender

_FOLDED = tuple(field.name for field in fields(Summary))
_DERIVED = (
    *_FOLDED,
    "day",
    "first_question",
    "profile_id",
    "offered_at",
    "handed_off_at",
    "answered_at",
    "ended_at",
    "label_id",
    "rating",
    "closes_at",
    "status",
)

_NAMING = (Message, Handoff, Ending, Labelling, Rating, Touch)

Cell = tuple[Any, str, int, str]
"""Where a conversation is counted: local day, channel, label (0: none), status."""


def cell_of(conversation: Conversation) -> Cell | None:
    """None while it counts nowhere: before its first message, and for a test (S10)."""
    if conversation.day is None or conversation.test:
        return None
    return (conversation.day, str(conversation.channel), conversation.label_id or 0, str(conversation.status))


@dataclass(slots=True)
class Thread:
    """A conversation of this batch: as it was counted, and the row that is being derived."""

    row: Conversation
    new: bool
    cell_before: Cell | None
    before: tuple[Any, ...]
    judged_before: tuple[Any, ...]

    @property
    def counts_differently_for_credits(self) -> bool:
        """Whether what crediting reads off a conversation (A1, A5, S10) is not what it was."""
        return _judged(self.row) != self.judged_before


class Threads:
    def __init__(self, account: Account) -> None:
        self._account = account
        self._threads: dict[int, Thread] = {}

    def open(self, keys: Iterable[str]) -> dict[str, int]:
        """The ids of the conversations with these keys; new ones get one now and are written by `derive`."""
        wanted = set(keys)
        ids: dict[str, int] = {}
        for row in Conversation.objects.filter(account=self._account, key__in=wanted):
            ids[row.key] = self._take(row, new=False)
        for key in sorted(wanted - ids.keys()):
            ids[key] = self._take(Conversation(account=self._account, key=key), new=True)
        return ids

    def reopen(self, ids: Set[int]) -> None:
        """Take in conversations by id: a fact left them."""
        for row in Conversation.objects.filter(account=self._account, pk__in=ids - self._threads.keys()):
            self._take(row, new=False)

    @property
    def ids(self) -> list[int]:
        return sorted(self._threads)

    def all(self) -> list[Thread]:
        return [self._threads[pk] for pk in self.ids]

    def fold(self, lines: Mapping[int, list[Line]], *, again: Set[int], texts: dict[int, str]) -> None:
        """Add `lines` (by conversation) to the summaries; fold those in `again`, or hit out of order, from the start.

        `texts` holds what the batch's messages say, by message id.
        """
        summaries = {pk: _summary(self._threads[pk].row) for pk in self._threads}
        late = {pk for pk, new in lines.items() if not all(summaries[pk].can_take(line) for line in new)}
        rebuilt = _lines_of(self._account, again | late)
        for pk, thread in self._threads.items():
            if pk in again or pk in late:
                summary = fold(Summary(), rebuilt.get(pk, ()))
            else:
                summary = fold(summaries[pk], lines.get(pk, ()))
            _set_summary(thread.row, summary)
        self._set_first_questions(texts)

    def derive(self, profile_of: Mapping[int, int], *, now: datetime) -> None:
        """Derive everything else from the facts as they are in the database now, and write the rows that changed."""
        ids = self.ids
        handoffs = _of(Handoff, self._account, ids, "stage", "method", "occurred_at")
        endings = _of(Ending, self._account, ids, "occurred_at")
        labellings = _of(Labelling, self._account, ids, "occurred_at", "event_id", "label_id")
        ratings = _of(Rating, self._account, ids, "occurred_at", "event_id", "score")
        profiles = self._profiles(profile_of)
        for pk, thread in self._threads.items():
            row = thread.row
            _set_handoffs(row, handoffs.get(pk, []))
            row.label_id = _latest(labellings.get(pk, []))
            row.rating = _latest(ratings.get(pk, []))
            row.profile_id = profiles[row.identity_id] if row.identity_id is not None else None
            row.day = local_day(row.started_at, self._account.zone) if row.started_at else None
            _set_ending(row, [at for (at,) in endings.get(pk, [])])
            restate(row, self._account, now=now)
        self._write()

    def drop_unnamed(self, ids: Set[int]) -> None:
        """Of these, drop the conversations that no fact names any more."""
        for pk in ids:
            thread = self._threads[pk]
            named = thread.row.messages or any(
                fact._default_manager.filter(account=self._account, conversation=pk).exists() for fact in _NAMING
            )
            if not named:
                thread.row.delete()

    def _profiles(self, known: Mapping[int, int]) -> Mapping[int, int]:
        named = {thread.row.identity_id for thread in self._threads.values()} - {None}
        missing = named - known.keys()
        rows = Identity.objects.filter(pk__in=missing).values_list("id", "profile_id") if missing else ()
        return {**known, **dict(rows)}

    def _write(self) -> None:
        columns = ("id", "account_id", "key", *_DERIVED)
        new = [thread.row for thread in self.all() if thread.new]
        old = [thread.row for thread in self.all() if not thread.new and thread.before != _derived(thread.row)]
        insert(Conversation, columns, [(row.pk, row.account_id, row.key, *_derived(row)) for row in new])
        update(Conversation, _DERIVED, [(*_derived(row), row.pk) for row in old])

    def _take(self, row: Conversation, *, new: bool) -> int:
        if row.pk not in self._threads:
            self._threads[row.pk] = Thread(
                row,
                new=new,
                cell_before=None if new else cell_of(row),
                before=_derived(row),
                judged_before=_judged(row),
            )
        return int(row.pk)

    def _set_first_questions(self, texts: dict[int, str]) -> None:
        wanted = {thread.row.first_question_id for thread in self._threads.values()} - {None}
        missing = {
            thread.row.first_question_id
            for thread in self._threads.values()
            if thread.row.first_question_id in wanted - texts.keys()
            and thread.row.first_question_id != thread.before[_DERIVED.index("first_question_id")]
        }
        kept = Message.objects.filter(account=self._account, pk__in=missing).values_list("id", "text") if missing else ()
        found = {**dict(kept), **texts}
        for thread in self._threads.values():
            question = thread.row.first_question_id
            if question is None:
                thread.row.first_question = ""
            elif question in found:
                thread.row.first_question = found[question]


def line_of(event: MessageEvent, links: Links, *, pk: int) -> Line:
    """The message of an event as the summary needs it."""
    shopper = event.shopper
    return Line(
        id=pk,
        at=event.occurred_at,
        event_id=event.id,
        sender=event.sender,
        channel=event.channel,
        test=event.test,
        thanks=event.sender is Sender.SHOPPER and is_thanks(event.text),
        identity_id=links.identity(shopper),
        identity_rank=_rank(shopper.id, shopper.email_key, shopper.phone, shopper.visitor) if shopper else 0,
    )


def restate(row: Conversation, account: Account, *, now: datetime) -> None:
    """S1–S6b: when the row closes, and its status at `now`."""
    facts = facts_of(row)
    if facts is None:
        row.closes_at, row.status = None, None
        return
    rules = account.status_rules
    row.closes_at, row.status = closes_at(facts, rules), status_at(facts, rules, now)


def facts_of(row: Conversation) -> Facts | None:
    """What the status rules need to know; None before the first message."""
    if row.last_message_at is None:
        return None
    return Facts(
        last_message_at=row.last_message_at,
        last_sender=Sender(str(row.last_sender)),
        last_word_sender=Sender(row.last_word_sender) if row.last_word_sender else None,
        ended_at=(row.ended_at,) if row.ended_at else (),
        handed_off=row.handed_off_at is not None,
    )


def _set_handoffs(row: Conversation, steps: Iterable[tuple[Any, ...]]) -> None:
    times: dict[str, list[datetime]] = defaultdict(list)
    for stage, method, at in steps:
        times[stage].append(at)
        if is_handoff(HandoffStage(stage), HandoffMethod(method)):
            times["handed off"].append(at)
    row.offered_at = min(times[HandoffStage.OFFERED], default=None)
    row.answered_at = min(times[HandoffStage.ANSWERED], default=None)
    row.handed_off_at = min(times["handed off"], default=None)


def _set_ending(row: Conversation, times: Iterable[datetime]) -> None:
    """S1: only an ending at or after the last message counts; of several, the first."""
    last = row.last_message_at
    row.ended_at = min((at for at in times if last is not None and at >= last), default=None)


def _latest(facts: Iterable[tuple[Any, ...]]) -> Any:
    """S8: what the latest of these (time, event id, value) says."""
    return max(facts, key=lambda fact: order_key(fact[0], fact[1]), default=(None, None, None))[2]


def _of(model: type[models.Model], account: Account, ids: list[int], *names: str) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows = model._default_manager.filter(account=account, conversation__in=ids)
    for conversation_id, *values in rows.values_list("conversation_id", *names):
        found[conversation_id].append(tuple(values))
    return found


def _lines_of(account: Account, ids: Set[int]) -> dict[int, list[Line]]:
    """All messages of these conversations, without their texts."""
    found: dict[int, list[Line]] = defaultdict(list)
    if not ids:
        return found
    columns = ("id", "occurred_at", "event_id", "sender", "channel", "test", "thanks", "identity_id")
    named = ("identity__external_id", "identity__email_key", "identity__phone", "identity__visitor")
    rows = Message.objects.filter(account=account, conversation__in=ids)
    for conversation_id, pk, at, event_id, sender, channel, test, thanks, identity_id, *names in rows.values_list(
        "conversation_id", *columns, *named
    ).iterator():
        found[conversation_id].append(
            Line(pk, at, event_id, Sender(sender), Channel(channel), test, thanks, identity_id, _rank(*names))
        )
    return found


def _rank(*names: str | None) -> int:
    """4 for an id, 3 for an email, 2 for a phone, 1 for a visitor, 0 for nobody."""
    return max((len(names) - place for place, name in enumerate(names) if name), default=0)


def _summary(row: Conversation) -> Summary:
    values = {name: getattr(row, name) for name in _FOLDED}
    for name in ("last_sender", "last_word_sender"):
        values[name] = Sender(values[name]) if values[name] else None
    values["channel"] = Channel(row.channel) if row.channel else None
    return Summary(**values)


def _set_summary(row: Conversation, summary: Summary) -> None:
    for name in _FOLDED:
        setattr(row, name, getattr(summary, name))


def _judged(row: Conversation) -> tuple[Any, ...]:
    return (str(row.channel), row.test, row.profile_id)


def _derived(row: Conversation) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _DERIVED)

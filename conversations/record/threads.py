"""Conversations: found or made for a batch, and derived again from their facts."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from conversations.days import local_day
from conversations.ids import new_ids
from conversations.models import Account, Conversation, Ending, Handoff, Identity, Labelling, Message, Rating, Touch
from conversations.models.querysets import owned
from conversations.prepared import Prepared
from conversations.record.restate import Cell, cell_of, restate, set_ending, set_handoffs
from conversations.record.rows import insert, update
from conversations.record.steps import Reading, latest
from conversations.summary import Summary, fold
from conversations.vocabulary import Channel, Sender

_FOLDED = tuple(field.name for field in fields(Summary))
DERIVED = (
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


_NEW = attrgetter(*DERIVED)(Conversation())


class Draft:
    """A conversation's row while it is derived: the attributes of `Conversation`, without what makes a model slow."""

    def __init__(self, pk: int, key: str, derived: Iterable[Any]) -> None:
        self.__dict__ = dict(zip(DERIVED, derived, strict=True))
        self.pk, self.key = pk, key

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


@dataclass(slots=True)
class Thread:
    """A conversation of this batch: the row that is being derived, and what it was like before."""

    row: Any
    new: bool
    cell_before: Cell | None
    before: tuple[Any, ...]
    judged_before: tuple[Any, ...]

    @property
    def is_judged_differently(self) -> bool:
        """Whether what crediting reads off a conversation (A1, A5, S10) is not what it was."""
        return _judged(self.row) != self.judged_before


class Threads:
    def __init__(self, account: Account) -> None:
        self._account = account
        self._threads: dict[int, Thread] = {}

    def open(self, keys: Iterable[str]) -> dict[str, int]:
        """The ids of the conversations with these keys; new ones get one now and are written by `derive`."""
        wanted = set(keys)
        ids = {row.key: self._take(row, new=False) for row in _drafts(self._account, "key", wanted)}
        made = sorted(wanted - ids.keys())
        for pk, key in zip(new_ids(len(made)), made, strict=True):
            ids[key] = self._take(Draft(pk, key, _NEW), new=True)
        return ids

    def reopen(self, ids: Set[int]) -> None:
        """Take in conversations by id: a fact leaves them, or all is derived anew."""
        for row in _drafts(self._account, "pk", ids - self._threads.keys()):
            self._take(row, new=False)

    def all(self) -> list[Thread]:
        return [self._threads[pk] for pk in sorted(self._threads)]

    def stored(self) -> set[int]:
        """The ids of those that were there before the batch."""
        return {pk for pk, thread in self._threads.items() if not thread.new}

    def derive(self, reading: Reading, *, again: Set[int], profile_of: Mapping[int, int], now: datetime) -> None:
        """Derive every column and write the rows that changed; summaries in `again` are folded from the start."""
        self._fold(reading, again)
        stored = self.stored()
        handoffs, endings, labels, ratings = (
            reading.steps(kind, stored) for kind in ("handoff", "conversation_ended", "label", "rating")
        )
        profiles = self._profiles(profile_of)
        for pk, thread in self._threads.items():
            row = thread.row
            set_handoffs(row, handoffs.get(pk, ()))
            set_ending(row, endings.get(pk, ()))
            row.label_id = latest(labels.get(pk, ()))
            row.rating = latest(ratings.get(pk, ()))
            row.profile_id = profiles[row.identity_id] if row.identity_id is not None else None
            row.day = local_day(row.started_at, self._account.zone) if row.started_at else None
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
                Conversation.objects.filter(account=self._account, pk=pk).delete()

    def _fold(self, reading: Reading, again: Set[int]) -> None:
        """A message out of order has its whole conversation folded again."""
        before = {pk: Summary() if thread.new else _summary(thread.row) for pk, thread in self._threads.items()}
        late = {pk for pk, new in reading.new_lines.items() if not all(map(before[pk].can_take, new))}
        lines = reading.all_lines(again | late)
        for pk, thread in self._threads.items():
            new = reading.new_lines.get(pk)
            if pk in lines:
                _set_summary(thread.row, fold(Summary(), lines[pk]))
            elif new:
                _set_summary(thread.row, fold(before[pk], new))
        self._set_first_questions(reading)

    def _set_first_questions(self, reading: Reading) -> None:
        place = DERIVED.index("first_question_id")
        rows = [thread.row for thread in self._threads.values()]
        asked = {
            thread.row.first_question_id
            for thread in self._threads.values()
            if thread.row.first_question_id not in (None, thread.before[place])
        }
        texts = reading.texts_of(asked)
        for row in rows:
            if row.first_question_id is None:
                row.first_question = ""
            else:
                row.first_question = texts.get(row.first_question_id, row.first_question)

    def _profiles(self, known: Mapping[int, int]) -> Mapping[int, int]:
        rows_named = (thread.row.identity_id for thread in self._threads.values())
        named = {pk for pk in rows_named if pk is not None}
        missing = named - known.keys()
        rows = Identity.objects.filter(pk__in=missing).values_list("id", "profile_id") if missing else ()
        return {**known, **dict(rows)}

    def _write(self) -> None:
        columns = ("id", "account_id", "key", *DERIVED)
        new = [thread.row for thread in self.all() if thread.new]
        old = [thread.row for thread in self.all() if not thread.new and thread.before != _derived(thread.row)]
        insert(Conversation, columns, [(row.pk, self._account.pk, row.key, *_derived(row)) for row in new])
        update(Conversation, DERIVED, [(*_derived(row), row.pk) for row in old])

    def _take(self, row: Any, *, new: bool) -> int:
        if row.pk not in self._threads:
            cell = None if new else cell_of(row)
            self._threads[row.pk] = Thread(row, new, cell, before=_derived(row), judged_before=_judged(row))
        return int(row.pk)


def _drafts(account: Account, column: str, values: Set[Any]) -> Iterable[Draft]:
    rows = _ROWS.rows(column, account.pk, frozenset(values)) if values else ()
    return [Draft(pk, key, derived) for pk, key, *derived in rows]


def _rows(column: str, account: int, values: frozenset[Any]) -> "QuerySet[Conversation, tuple[Any, ...]]":
    rows: QuerySet[Conversation] = Conversation.objects.filter((f"{column}__among", values))
    rows = owned(rows, account) if column == "pk" else rows.filter(account=account)
    return rows.values_list("pk", "key", *DERIVED)


_ROWS = Prepared(_rows)


def _summary(row: Any) -> Summary:
    values = dict(zip(_FOLDED, _folded(row), strict=True))
    for name in ("last_sender", "last_word_sender"):
        values[name] = Sender(values[name]) if values[name] else None
    values["channel"] = Channel(row.channel) if row.channel else None
    return Summary(**values)


def _set_summary(row: Any, summary: Summary) -> None:
    row.__dict__.update(zip(_FOLDED, _folded(summary), strict=True))


def _judged(row: Any) -> tuple[Any, ...]:
    return (str(row.channel), row.test, row.profile_id)


_folded = attrgetter(*_FOLDED)
_derived = attrgetter(*DERIVED)

"""The facts of conversations as they will be once a batch is written: the database's, with the batch over them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from conversations.models import Account, Message
from conversations.models.querysets import owned
from conversations.payloads import Event, MessageEvent
from conversations.prepared import Prepared
from conversations.record.shelves import SHELVES, Links, fold_label
from conversations.summary import Line, order_key
from conversations.vocabulary import Channel, Sender

Facts = list[tuple[int, Event]]
"""Facts to be written: the id each will have, and the event that says it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A fact beside the messages. `value` is (stage, method), (by,), (label id,) or (score,)."""

    at: datetime
    event_id: str
    value: tuple[Any, ...]


_VALUES = {
    "handoff": ("stage", "method"),
    "conversation_ended": ("by",),
    "label": ("label_id",),
    "rating": ("score",),
}


class Reading:
    """What conversations are derived from. Of an event that the batch brings again, only the batch's version counts."""

    def __init__(self, account: Account, facts: Facts, links: Links) -> None:
        self._account = account
        self._brought: dict[str, set[str]] = defaultdict(set)
        self._steps: dict[str, dict[int, list[Step]]] = {kind: defaultdict(list) for kind in _VALUES}
        self.texts: dict[int, str] = {}
        self.new_lines: dict[int, list[Line]] = defaultdict(list)
        for pk, event in facts:
            self._brought[event.type].add(event.id)
            if isinstance(event, MessageEvent):
                self.texts[pk] = event.text
                self.new_lines[links.conversations[event.conversation]].append(_line_of(event, links, pk=pk))
            elif event.type in _VALUES:
                self._take_step(event, links)

    def steps(self, kind: str, stored: Set[int]) -> Mapping[int, list[Step]]:
        """By conversation; `stored` are the conversations that the database may hold something of."""
        found = self._steps[kind]
        rows = _STEPS.rows(kind, self._account.pk, frozenset(stored)) if stored else ()
        for conversation_id, at, event_id, *value in rows:
            if event_id not in self._brought[kind]:
                found[conversation_id].append(Step(at, event_id, tuple(value)))
        return found

    def all_lines(self, conversations: Set[int]) -> Mapping[int, list[Line]]:
        """Every message of these conversations, without the texts."""
        found = {pk: list(self.new_lines.get(pk, ())) for pk in conversations}
        for conversation_id, line in _stored_lines(self._account, conversations):
            if line.event_id not in self._brought["message"]:
                found[conversation_id].append(line)
        return found

    def texts_of(self, messages: Set[int]) -> Mapping[int, str]:
        missing = messages - self.texts.keys()
        rows = Message.objects.filter(account=self._account, pk__in=missing)
        return {**dict(rows.values_list("id", "text") if missing else ()), **self.texts}

    def _take_step(self, event: Any, links: Links) -> None:
        if event.type == "label":
            value: tuple[Any, ...] = (links.labels[fold_label(event.label)],)
        else:
            value = tuple(getattr(event, name) for name in _VALUES[event.type])
        conversation_id = links.conversations[event.conversation]
        self._steps[event.type][conversation_id].append(Step(event.occurred_at, event.id, value))


def _stored_steps(kind: str, account: int, conversations: frozenset[int]) -> "QuerySet[Any, tuple[Any, ...]]":
    facts: Any = SHELVES[kind].model._default_manager
    rows: QuerySet[Any] = owned(facts.filter(conversation__among=conversations), account)
    return rows.values_list("conversation_id", "occurred_at", "event_id", *_VALUES[kind])


_STEPS = Prepared(_stored_steps)


def latest(steps: Iterable[Step]) -> Any:
    """S8: the value of the latest of these; None if there is none."""
    last = max(steps, key=lambda step: order_key(step.at, step.event_id), default=None)
    return last.value[0] if last else None


def _line_of(event: MessageEvent, links: Links, *, pk: int) -> Line:
    key, shopper = (event.type, event.id), event.shopper
    rank = _rank(shopper.id, shopper.email, shopper.phone, shopper.visitor) if shopper else 0
    thanks, identity_id = key in links.thanks, links.identities.get(key)
    return Line(pk, event.occurred_at, event.id, event.sender, event.channel, event.test, thanks, identity_id, rank)


def _stored_lines(account: Account, conversations: Set[int]) -> Iterable[tuple[int, Line]]:
    if not conversations:
        return
    columns = ("id", "occurred_at", "event_id", "sender", "channel", "test", "thanks", "identity_id")
    named = ("identity__external_id", "identity__email_key", "identity__phone", "identity__visitor")
    rows = owned(Message.objects.filter(conversation__among=conversations), account.pk)
    for conversation_id, pk, at, event_id, sender, channel, test, thanks, identity_id, *names in rows.values_list(
        "conversation_id", *columns, *named
    ).iterator():
        yield (
            conversation_id,
            Line(pk, at, event_id, Sender(sender), Channel(channel), test, thanks, identity_id, _rank(*names)),
        )


def _rank(*names: str | None) -> int:
    """4 for an id, 3 for an email, 2 for a phone, 1 for a visitor, 0 for nobody."""
    return next((len(names) - place for place, name in enumerate(names) if name), 0)

"""Which events of a batch are new, known, in conflict or out of season. Nothing is written here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from conversations.models import Account, LiveSwitch
from conversations.payloads import AgentEvent, Code, Event, OrderEvent, Refusal, ShopperEvent
from conversations.prepared import Prepared
from conversations.record.shelves import SHELVES, Key
from conversations.summary import order_key


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"


Result = Verdict | Refusal
Wires = Sequence[bytes | None]
"""Of each event, `Fact.wire`; or nothing at all where no event came as bytes."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A fact as it is in the database, as far as a second event with its id needs it."""

    id: int
    version_at: datetime
    digest: bytes
    conversation_id: int | None = None
    identity_id: int | None = None
    label_id: int | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """The facts that a batch replaces, and what they pointed at.

    It is looked at again, for they may have been all it had. `threads` are the conversations that messages leave.
    """

    facts: set[int]
    threads: set[int]
    conversations: set[int]
    identities: set[int]
    labels: set[int]


@dataclass(slots=True)
class Admission:
    """`results` answer the events one by one; `winners` are to be written, `stored` are those they replace."""

    results: list[Result]
    winners: dict[Key, Event] = field(default_factory=dict)
    wires: dict[Key, bytes | None] = field(default_factory=dict)
    stored: dict[Key, Stored] = field(default_factory=dict)

    def left(self) -> Left:
        old = self.stored.values()
        messages = [fact for (kind, _), fact in self.stored.items() if kind == "message"]
        return Left(
            facts={fact.id for fact in old},
            threads={fact.conversation_id for fact in messages if fact.conversation_id},
            conversations={fact.conversation_id for fact in old if fact.conversation_id},
            identities={fact.identity_id for fact in old if fact.identity_id},
            labels={fact.label_id for fact in old if fact.label_id},
        )


def admit(account: Account, events: Sequence[Event], wires: Wires = ()) -> Admission:
    """Decide on each event. Of one id the latest version wins, wherever it stands in the batch.

    Switches of the agent are looked at first: a pause holds for the whole batch that brings it (S9).
    """
    stored = _stored(account, events)
    admission = Admission(results=[Verdict.ACCEPTED] * len(events))
    switches = [index for index, event in enumerate(events) if isinstance(event, AgentEvent)]
    for index in switches:
        admission.results[index] = _decide(events[index], stored, admission, [])
    if len(switches) < len(events):
        pauses = pauses_of(account, admission.winners.values())
        for index, event in enumerate(events):
            if not isinstance(event, AgentEvent):
                admission.results[index] = _decide(event, stored, admission, pauses)
    for event, wire in zip(events, wires, strict=bool(wires)):
        if admission.winners.get((event.type, event.id)) is event:
            admission.wires[event.type, event.id] = wire
    return admission


def _decide(event: Event, stored: dict[Key, Stored], admission: Admission, pauses: "list[Pause]") -> Result:
    key = (event.type, event.id)
    known = admission.winners.get(key) or stored.get(key)
    if known is not None:
        if bytes(known.digest) == event.digest or event.version_at < known.version_at:
            return Verdict.DUPLICATE
        if event.version_at == known.version_at:
            return refuse(event, Code.CONFLICT, "An event with this id and this time says something else.", "/id")
    if pauses and not isinstance(event, (AgentEvent, OrderEvent, ShopperEvent)) and in_pause(event.occurred_at, pauses):
        return refuse(event, Code.AGENT_NOT_LIVE, "The agent was paused at this time.", "/occurred_at")
    admission.winners[key] = event
    if key in stored:
        admission.stored[key] = stored[key]
    return Verdict.ACCEPTED


def refuse(event: Event, code: Code, detail: str, pointer: str) -> Refusal:
    return Refusal(code=code, detail=detail, pointer=pointer, type=event.type, id=event.id)


def _stored(account: Account, events: Iterable[Event]) -> dict[Key, Stored]:
    ids: dict[str, set[str]] = defaultdict(set)
    for event in events:
        ids[event.type].add(event.id)
    found: dict[Key, Stored] = {}
    for kind, event_ids in ids.items():
        links = tuple(name for name in ("conversation_id", "identity_id", "label_id") if name in SHELVES[kind].columns)
        for event_id, pk, version_at, digest, *points_at in _KNOWN.rows(
            (kind, links), account.pk, frozenset(event_ids)
        ):
            pointers: dict[str, Any] = dict(zip(links, points_at, strict=True))
            found[kind, event_id] = Stored(pk, version_at, bytes(digest), **pointers)
    return found


def _known(
    shape: tuple[str, tuple[str, ...]], account: int, event_ids: frozenset[str]
) -> "QuerySet[Any, tuple[Any, ...]]":
    kind, links = shape
    rows: QuerySet[Any] = SHELVES[kind].model._default_manager.filter(account=account, event_id__among=event_ids)
    return rows.values_list("event_id", "id", "version_at", "digest", *links)


_KNOWN = Prepared(_known)


# --- S9 ---------------------------------------------------------------------------------------------------

Pause = tuple[datetime, datetime | None]


def pauses_of(account: Account, events: Iterable[Event] = ()) -> list[Pause]:
    """S9: the agent's pauses, from switching off up to, not including, switching on; None: it still is.

    `events` not stored yet are taken in. Before its first switch the agent counts as live.
    """
    brought = {event.id: event for event in events if isinstance(event, AgentEvent)}
    switches = chain(
        (switch for switch in _SWITCHES.rows(None, account.pk) if switch[1] not in brought),
        ((event.occurred_at, event.id, event.live) for event in brought.values()),
    )
    return pauses_among(switches)


def _switches(_shape: None, account: int) -> "QuerySet[LiveSwitch, tuple[datetime, str, bool]]":
    return LiveSwitch.objects.filter(account=account).values_list("occurred_at", "event_id", "live")


_SWITCHES = Prepared(_switches)


def pauses_among(switches: Iterable[tuple[datetime, str, bool]]) -> list[Pause]:
    """S9: the pauses that these switches make: when, by which event, and whether it is live from then on."""
    pauses: list[Pause] = []
    since: datetime | None = None
    for at, _, live in sorted(switches, key=lambda switch: order_key(switch[0], switch[1])):
        if not live and since is None:
            since = at
        elif live and since is not None:
            pauses.append((since, at))
            since = None
    return pauses + ([(since, None)] if since else [])


def in_pause(at: datetime, pauses: Iterable[Pause]) -> bool:
    return any(start <= at and (end is None or at < end) for start, end in pauses)

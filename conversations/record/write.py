"""`record`: one batch of events, from admission to the rollup."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from conversations.ids import new_id
from conversations.models import Account
from conversations.payloads import Event, MessageEvent
from conversations.record.admit import Admission, Result, admit
from conversations.record.counts import count
from conversations.record.credits import concerned, recredit
from conversations.record.labels import name_labels, rename_labels
from conversations.record.lock import holding_account
from conversations.record.people import Identities, tell_profiles
from conversations.record.rows import insert, update
from conversations.record.shelves import SHELVES, Links, row
from conversations.record.spread import Arrivals, spread
from conversations.record.threads import Threads, cell_of, line_of
from conversations.summary import Line

Facts = list[tuple[int, Event]]


@holding_account
def record(account: Account, events: Sequence[Event], *, now: datetime) -> list[Result]:
    """Store `events` and derive what follows from them, all or nothing; the answers, one an event, in their order.

    Repeating a call changes nothing and answers with duplicates. `now` (UTC) is the clock of S1. A call from within
    a transaction is not retried on its own.
    """
    admission = admit(account, events)
    if admission.winners:
        _store(account, admission, now=now)
    return admission.results


def _store(account: Account, admission: Admission, *, now: datetime) -> None:
    winners = list(admission.winners.values())
    threads, identities = Threads(account), Identities(account)
    links = Links(
        conversations=threads.open(key for event in winners if (key := getattr(event, "conversation", None))),
        identities=identities.meet(winners),
        labels=name_labels(account, winners),
    )
    facts = _write_facts(account, admission, links=links, now=now)
    left = admission.left()
    threads.reopen(left.conversations)
    identities.recount(left.identities)
    moves = identities.settle()
    _fold(threads, facts, admission=admission, links=links)
    threads.derive(moves.profile_of, now=now)
    profiles = spread(account, _arrivals(threads, facts, moved=moves.moved))
    recredit(account, profiles | concerned(account, _message_keys(facts)))
    tell_profiles(account, moves.profiles)
    threads.drop_unnamed(left.conversations)
    rename_labels(account, left.labels)
    count(account, [(thread.cell_before, cell_of(thread.row)) for thread in threads.all()])


def _write_facts(account: Account, admission: Admission, *, links: Links, now: datetime) -> Facts:
    """Insert the new facts, overwrite the replaced ones; the id of each, in the order of their keys."""
    facts: Facts = []
    added: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    replaced: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for key in sorted(admission.winners):
        event, old = admission.winners[key], admission.stored.get(key)
        pk = old.id if old else new_id()
        values = row(event, links, pk=pk, account_id=account.pk, received_at=now)
        facts.append((pk, event))
        if old:
            replaced[event.type].append((*values[1:], pk))
        else:
            added[event.type].append(values)
    for kind, rows in added.items():
        insert(SHELVES[kind].model, SHELVES[kind].all_columns, rows)
    for kind, rows in replaced.items():
        update(SHELVES[kind].model, SHELVES[kind].all_columns[1:], rows)
    return facts


def _fold(threads: Threads, facts: Facts, *, admission: Admission, links: Links) -> None:
    lines: dict[int, list[Line]] = defaultdict(list)
    texts: dict[int, str] = {}
    again = {old.conversation_id for (kind, _), old in admission.stored.items() if kind == "message"}
    for pk, event in facts:
        if isinstance(event, MessageEvent):
            texts[pk] = event.text
            conversation_id = links.conversations[event.conversation]
            lines[conversation_id].append(line_of(event, links, pk=pk))
            if ("message", event.id) in admission.stored:
                again.add(conversation_id)
    threads.fold(lines, again={pk for pk in again if pk}, texts=texts)


def _arrivals(threads: Threads, facts: Facts, *, moved: set[int]) -> Arrivals:
    return Arrivals(
        touches={pk for pk, event in facts if event.type == "touch"},
        orders={pk for pk, event in facts if event.type == "order"},
        identities=moved,
        conversations={int(thread.row.pk) for thread in threads.all() if thread.counts_differently_for_credits},
    )


def _message_keys(facts: Facts) -> set[str]:
    """Event ids of messages whose receipt this batch may have changed: they came, or their delivery did."""
    keys = {event.id for _, event in facts if event.type == "message"}
    return keys | {event.message for _, event in facts if event.type == "touch" and event.message}

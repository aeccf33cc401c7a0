"""`record`: one batch of events, from admission to the rollup."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from conversations.ids import new_ids
from conversations.models import Account, Touch
from conversations.models.querysets import owned
from conversations.payloads import Event, MessageEvent
from conversations.record.admit import Admission, Result, Wires, admit
from conversations.record.counts import count
from conversations.record.credits import recredit
from conversations.record.labels import name_labels, rename_labels
from conversations.record.lock import holding_account
from conversations.record.people import Identities, tell_profiles
from conversations.record.restate import cell_of
from conversations.record.rows import insert, update
from conversations.record.sales import SalesBook
from conversations.record.shelves import SHELVES, Links, row, thanks_among
from conversations.record.spread import Arrivals, spread
from conversations.record.stale import drop_documents
from conversations.record.steps import Facts, Reading
from conversations.record.takings import refuse_too_much
from conversations.record.threads import Threads
from conversations.record.version import data_changed


@holding_account
def record(account: Account, events: Sequence[Event], *, now: datetime, wires: Wires = ()) -> list[Result]:
    """Store `events` and derive what follows from them, all or nothing; the answers, one an event, in their order.

    Repeating a call changes nothing and answers with duplicates. `now` (UTC) is the clock of S1. A call from within
    a transaction is not retried on its own. `wires` are what `Fact.wire` says of each event, or nothing at all.
    """
    return record_held(account, events, now=now, wires=wires)


def record_held(account: Account, events: Sequence[Event], *, now: datetime, wires: Wires = ()) -> list[Result]:
    """`record` for a caller that holds the account already (`holding_account`) and writes more in the transaction."""
    admission = admit(account, events, wires)
    refuse_too_much(account, events, admission)
    if admission.winners:
        _store(account, admission, now=now)
    return admission.results


def _store(account: Account, admission: Admission, *, now: datetime) -> None:
    """Parents are written before what points at them: SQLite scans for orphans otherwise."""
    facts, left = _numbered(admission), admission.left()
    events = [event for _, event in facts]
    threads, identities = Threads(account), Identities(account)
    links = Links(
        conversations=threads.open(key for event in events if (key := getattr(event, "conversation", None))),
        identities=identities.meet(events),
        labels=name_labels(account, events),
        zone=account.zone,
        thanks=thanks_among(events),
    )
    threads.reopen(left.conversations)
    book = SalesBook(account)
    book.open({pk for pk, event in facts if event.type == "order"}, of=threads.stored())
    identities.recount(left.identities, leaving=left.facts)
    moves = identities.settle()
    again = left.threads | _corrected(admission, links)
    threads.derive(Reading(account, facts, links), again=again, profile_of=moves.profile_of, now=now)
    message_keys = _message_keys(account, facts, admission=admission)
    _write_facts(account, facts, admission=admission, links=links, now=now)
    touches, orders = spread(account, _arrivals(threads, facts, moved=moves.moved))
    recredit(account, touches=touches, orders=orders, message_keys=message_keys, book=book)
    identities.forget()
    renamed = tell_profiles(account, moves.profiles)
    threads.drop_unnamed(left.conversations)
    said = {links.conversations[event.conversation] for event in events if isinstance(event, MessageEvent)}
    drop_documents(account, said | left.conversations, profiles=renamed, identities=moves.moved)
    rename_labels(account, left.labels)
    count(account, [(thread.cell_before, cell_of(thread.row)) for thread in threads.all()])
    book.close()
    data_changed(account)


def _numbered(admission: Admission) -> Facts:
    """The facts to be written, in the order of their keys: a replaced one keeps its id."""
    winners, stored = admission.winners, admission.stored
    fresh = iter(new_ids(len(winners) - len(stored)))
    return [(stored[key].id if key in stored else next(fresh), winners[key]) for key in sorted(winners)]


def _corrected(admission: Admission, links: Links) -> set[int]:
    """The conversations of which a message is said otherwise."""
    said_again = (admission.winners[key] for key in admission.stored)
    return {links.conversations[event.conversation] for event in said_again if isinstance(event, MessageEvent)}


def _write_facts(account: Account, facts: Facts, *, admission: Admission, links: Links, now: datetime) -> None:
    added: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    replaced: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for pk, event in facts:
        key = (event.type, event.id)
        wire = admission.wires.get(key)
        values = row(event, links, pk=pk, account_id=account.pk, received_at=now, wire=wire)
        if key in admission.stored:
            replaced[event.type].append((*values[1:], pk))
        else:
            added[event.type].append(values)
    for kind, rows in added.items():
        insert(SHELVES[kind].model, SHELVES[kind].all_columns, rows)
    for kind, rows in replaced.items():
        update(SHELVES[kind].model, SHELVES[kind].all_columns[1:], rows)


def _arrivals(threads: Threads, facts: Facts, *, moved: set[int]) -> Arrivals:
    return Arrivals(
        touches={pk for pk, event in facts if event.type == "touch"},
        orders={pk for pk, event in facts if event.type == "order"},
        identities=moved,
        conversations={
            int(thread.row.pk) for thread in threads.all() if thread.is_judged_differently and not thread.new
        },
    )


def _message_keys(account: Account, facts: Facts, *, admission: Admission) -> set[str]:
    """Event ids of messages whose receipt this batch changes: they come, or their delivery does, or it leaves them."""
    keys = {event.id for _, event in facts if event.type == "message"}
    keys |= {event.message for _, event in facts if event.type == "touch" and event.message}
    replaced = [fact.id for (kind, _), fact in admission.stored.items() if kind == "touch"]
    if replaced:
        left = owned(Touch.objects.filter(pk__among=replaced), account.pk).exclude(message_key="")
        keys |= set(left.values_list("message_key", flat=True))
    return keys

"""Promise 4: arrival order, repetition and batches make no difference to what is stored, nor to any number."""

import itertools
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.models import Account
from conversations.payloads import Refusal, read_event
from conversations.record import close_due, rebuild, record
from tests.make_account import make_account
from tests.state import state_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
STREAM = Path(__file__).parents[1] / "data" / "agent_dialogues.events.jsonl"


def recorded(events: Iterable[dict[str, Any]], *, batches: Sequence[int] = (1000,)) -> Account:
    """A new account that got `events` in batches of these sizes, over and over."""
    account = make_account()
    queue = [read_event(event, now=NOW) for event in events]
    assert not [event for event in queue if isinstance(event, Refusal)]
    for size in itertools.cycle(batches):
        if not queue:
            break
        results = record(account, queue[:size], now=NOW)  # type: ignore[arg-type]
        assert not [result for result in results if isinstance(result, Refusal)]
        del queue[:size]
    close_due(account, now=NOW)
    return account


@cache
def real_stream(conversations: int) -> list[dict[str, Any]]:
    """The first conversations of the real dialogues, and what names them or their shoppers."""
    events = [json.loads(line) for line in STREAM.read_text().splitlines()]
    keys = list(dict.fromkeys(event["conversation"] for event in events if "conversation" in event))[:conversations]
    return [event for event in events if event.get("conversation", event["id"].removesuffix("-s")) in keys]


@st.composite
def shuffled_doubled_and_split(draw: st.DrawFn, events: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[int]]:
    again = draw(st.lists(st.sampled_from(events), max_size=len(events) // 4))
    sizes = draw(st.lists(st.integers(1, 60), min_size=1, max_size=8))
    return draw(st.permutations([*events, *again])), sizes


@given(data=st.data())
def test_promise_4_the_real_stream_shuffled_doubled_and_split_gives_the_same(data: st.DataObject) -> None:
    arrived, sizes = data.draw(shuffled_doubled_and_split(real_stream(8)))

    assert state_of(recorded(arrived, batches=sizes)) == state_in_order()


@cache
def state_in_order() -> dict[str, Any]:
    return state_of(recorded(real_stream(8)))


# --- Small invented worlds, where everything collides ----------------------------------------------------

START = datetime(2026, 3, 10, 9, tzinfo=UTC)
SHOPPERS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from(["c1", "c2"]),
        "visitor": st.sampled_from(["v1", "v2"]),
        "email": st.sampled_from(["ann@example.com", "Ann@Example.com", "bo@example.com"]),
        "phone": st.sampled_from(["+46701740605", "+46701740606"]),
        "name": st.sampled_from(["Ann", "Bo"]),
    },
)
NAMED = SHOPPERS.filter(lambda shopper: bool(shopper.keys() - {"name"}))
THREADS = st.sampled_from(["t1", "t2", "t3"])
TEXTS = st.sampled_from(["Where is it?", "Here you go", "Thanks!", ""])


def optional(name: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(st.just({}), values.map(lambda value: {name: value}))


def event(kind_: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"type": st.just(kind_), **fields})


EVENTS = st.one_of(
    event(
        "message",
        conversation=THREADS,
        channel=st.sampled_from(["web_chat", "sms"]),
        sender=st.sampled_from(["shopper", "shopper", "agent", "team", "system"]),
        text=TEXTS,
        shopper=st.one_of(st.none(), NAMED),
        test=st.sampled_from([False, False, False, True]),
    ),
    event(
        "handoff",
        conversation=THREADS,
        stage=st.sampled_from(["offered", "accepted", "message_shown", "answered"]),
        method=st.just("help_desk_ticket"),
    ),
    event("conversation_ended", conversation=THREADS, by=st.sampled_from(["shopper", "team"])),
    event("label", conversation=THREADS, label=st.sampled_from(["Returns", "returns", "Sizes"])),
    event("rating", conversation=THREADS, score=st.integers(1, 5)),
    event("shopper", shopper=NAMED.map(lambda shopper: {"id": "c1", **shopper})),
    event(
        "touch",
        conversation=THREADS,
        kind=st.sampled_from(["product_card_clicked", "link_clicked", "message_delivered", "message_opened"]),
        message=st.one_of(st.none(), st.sampled_from(["message-0", "message-1", "message-2"])),
        shopper=st.one_of(st.none(), NAMED),
        bot=st.booleans(),
    ),
    event(
        "order",
        shopper=st.one_of(st.none(), NAMED, NAMED),
        refunded=st.sampled_from(["0.00", "50.00"]),
        cancelled_at=st.sampled_from([None, None, (START + timedelta(days=2)).isoformat()]),
        total=st.sampled_from(["100.00", "250.50"]),
        currency=st.sampled_from(["SEK", "EUR"]),
        test=st.sampled_from([False, False, True]),
    ),
)


@st.composite
def worlds(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Events of which some are later versions of others: the same id, another content, another time of change."""
    events = draw(st.lists(EVENTS, min_size=1, max_size=14))
    numbers = {kind: itertools.count() for kind in ("message", "other")}
    for version, each in enumerate(events):
        number = next(numbers["message" if each["type"] == "message" else "other"])
        each["id"] = f"{each['type']}-{draw(st.integers(0, number))}"
        each["occurred_at"] = (START + timedelta(hours=draw(st.integers(0, 30)))).isoformat()
        each["updated_at"] = (START + timedelta(days=3, minutes=version)).isoformat()
    return events


@given(world=worlds(), data=st.data())
def test_promise_4_corrections_and_crossing_identities_in_any_order_give_the_same(
    world: list[dict[str, Any]], data: st.DataObject
) -> None:
    arrived, sizes = data.draw(shuffled_doubled_and_split(world))

    assert state_of(recorded(arrived, batches=sizes)) == state_of(recorded(world, batches=[1]))


@given(world=worlds())
def test_everything_derived_can_be_rebuilt_from_the_facts(world: list[dict[str, Any]]) -> None:
    account = recorded(world, batches=[3])
    before = state_of(account)

    rebuild(account, now=NOW)

    assert state_of(account) == before

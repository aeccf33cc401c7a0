import json
from typing import Any

import pytest

from conversations.payloads import Code, Refusal, read_event, read_line
from tests.hostile import naughty_strings
from tests.make import MAKERS, NOW, make_full


@pytest.mark.parametrize(
    ("event_type", "path"),
    [
        ("message", ("text",)),
        ("message", ("id",)),
        ("message", ("conversation",)),
        ("message", ("shopper", "name")),
        ("message", ("shopper", "visitor")),
        ("message", ("product_cards", 0, "title")),
        ("message", ("product_cards", 0, "url")),
        ("message", ("meta", "source")),
        ("handoff", ("reason",)),
        ("handoff", ("ticket",)),
        ("label", ("label",)),
        ("rating", ("comment",)),
        ("touch", ("product",)),
        ("order", ("number",)),
    ],
)
def test_naughty_strings_are_kept_as_they_came_in_every_text_field(
    event_type: str, path: tuple[str | int, ...]
) -> None:
    for naughty in naughty_strings():
        wire = make_full(event_type)
        put(wire, path, naughty)
        answer = read_line(json.dumps(wire).encode(), now=NOW)
        assert answer == read_event(wire, now=NOW)
        if isinstance(answer, Refusal):
            assert answer.code in {Code.EMPTY, Code.TOO_LONG}
        else:
            assert get(answer, path) in {naughty, naughty.strip(), None if not naughty.strip() else naughty}


FIELDS: list[tuple[str, tuple[str | int, ...]]] = [
    *((event_type, (name,)) for event_type in MAKERS for name in make_full(event_type)),
    *(("message", ("shopper", name)) for name in make_full("message")["shopper"]),
    *(("message", ("product_cards", 0, name)) for name in make_full("message")["product_cards"][0]),
]


@pytest.mark.parametrize("number", range(len(FIELDS)))
def test_naughty_strings_never_raise_in_any_field(number: int) -> None:
    """Half of them in each field, the other half in the next: most fields are read like their neighbours."""
    event_type, path = FIELDS[number]
    wire = make_full(event_type)
    for naughty in naughty_strings()[number % 2 :: 2]:
        put(wire, path, naughty)
        answer = read_event(wire, now=NOW)
        assert isinstance(answer, Refusal) or get(answer, ("id",))


def put(wire: Any, path: tuple[str | int, ...], value: object) -> None:
    *way, last = path
    for step in way:
        wire = wire[step]
    wire[last] = value


def get(event: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        event = getattr(event, step) if isinstance(step, str) and hasattr(event, step) else event[step]
    return event

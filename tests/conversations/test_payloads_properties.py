"""Whatever comes in, there is an answer: an event, or a refusal that points to the spot."""

import json
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.payloads import Code, PayloadError, Refusal, parse_json, read_event, read_line
from tests.make import MAKERS, NOW, make_full

Path = tuple[str | int, ...]

# Lone surrogates, NUL, NaN and huge numbers too: all that Python's own reader lets through.
texts = st.text(st.characters(codec=None, categories=None), max_size=20)
scalars = st.none() | st.booleans() | st.integers() | st.integers(-(10**4299), 10**4299) | st.floats() | texts
json_values = st.recursive(
    scalars, lambda part: st.lists(part, max_size=4) | st.dictionaries(texts, part, max_size=4), max_leaves=12
)
names = st.sampled_from(sorted({name for event_type in MAKERS for name in make_full(event_type)}))
nearly_events = st.builds(
    lambda fields, event_type: fields | {"type": event_type},
    st.dictionaries(names | texts, json_values, max_size=8),
    st.sampled_from(sorted(MAKERS)),
)


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """To every part of the value, the free ones within `meta` aside."""
    members: Any = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
    for step, part in members:
        yield (*path, step)
        if step != "meta":
            yield from paths(part, (*path, step))


KIND_OF_FREE_FIELDS: dict[str | int, type] = {"meta": dict, "test": bool, "bot": bool, "live": bool}
PLACES = [(event_type, path) for event_type in MAKERS for path in paths(make_full(event_type))]


def replaced(event_type: str, path: Path, value: object) -> dict[str, Any]:
    wire = deepcopy(make_full(event_type))
    part: Any = wire
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return wire


@given(json_values | nearly_events)
def test_any_value_is_answered(value: object) -> None:
    answer = read_event(value, now=NOW)
    if isinstance(answer, Refusal):
        assert answer.code in set(Code)
        assert answer.detail
        assert len(answer.pointer) <= 500
        words = answer.detail + answer.pointer + answer.type + answer.id
        assert words == words.encode().decode().replace("\0", "")
    else:
        assert answer.occurred_at.tzinfo is UTC
        assert len(answer.digest) == 16


@given(st.binary(max_size=200) | texts.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_answered(raw: bytes) -> None:
    assert isinstance(read_line(raw, now=NOW), Refusal)
    with suppress(PayloadError):
        parse_json(raw)


@given(json_values | nearly_events)
def test_a_value_is_answered_alike_as_bytes_and_parsed(value: object) -> None:
    try:
        raw = json.dumps(value, allow_nan=False).encode()
    except ValueError:
        return
    assert read_line(raw, now=NOW) == read_event(value, now=NOW)


@pytest.mark.parametrize(("event_type", "path"), PLACES, ids=str)
@given(wrong=json_values)
def test_a_mutated_event_is_refused_at_the_mutated_place_or_taken(event_type: str, path: Path, wrong: object) -> None:
    answer = read_event(replaced(event_type, path, wrong), now=NOW)
    if isinstance(answer, Refusal):
        place = "".join(f"/{step}" for step in path)
        assert answer.pointer == place or answer.pointer.startswith(place + "/")


@pytest.mark.parametrize(("event_type", "path"), PLACES, ids=str)
def test_every_wrong_kind_of_value_at_every_place_is_refused_there(event_type: str, path: Path) -> None:
    wrongs: tuple[object, ...] = ("\0", -7, 7.5, True, [[]], {"": 1})
    for wrong in wrongs:
        if isinstance(wrong, KIND_OF_FREE_FIELDS.get(path[-1], ())):
            continue
        answer = read_event(replaced(event_type, path, wrong), now=NOW)
        assert isinstance(answer, Refusal), wrong
        assert answer.pointer.startswith("".join(f"/{step}" for step in path))

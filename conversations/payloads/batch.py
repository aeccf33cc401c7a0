"""Many events in one JSON text, `{"events": [...]}`. What is wrong with one of them harms no other.

Each event keeps its own bytes, so that a refused one can be kept as it came.
"""

import re
from collections.abc import Iterator

from conversations.payloads.refusals import Code, PayloadError, can_be_shown, kind_of, pointer_to
from conversations.payloads.strict_json import Piece, decode_utf8, parse_json, parse_piece

EVENTS = "events"


class NotABatch(PayloadError):
    """The bytes are JSON, but no object with a list of events in it, and nothing else."""


class _Otherwise(Exception):
    """The text does not go on as a batch does."""


def split_batch(raw: bytes, *, most: int) -> list[Piece]:
    """The events of a batch, in their order: at most `most` of them, and what comes after those is not looked at.

    Raises `NotABatch` for JSON of another shape, another PayloadError for what is no JSON.
    """
    text = decode_utf8(raw)
    try:
        return list(_pieces(text, _open(text), most=most))
    except _Otherwise:
        raise _why_not(raw) from None


def _open(text: str) -> int:
    """The place after `{"events": [`, however it is written."""
    at = _after(text, 0, "{")
    if not text.startswith('"', at):
        raise _Otherwise
    name, at = parse_piece(text, at)
    if name.value != EVENTS:
        raise _Otherwise
    return _after(text, _after(text, at, ":"), "[")


def _pieces(text: str, at: int, *, most: int) -> Iterator[Piece]:
    if text.startswith("]", at):
        return _close(text, at)
    for _ in range(most):
        piece, at = parse_piece(text, at)
        yield piece
        at = _skip_space(text, at)
        if not text.startswith(",", at):
            return _close(text, at)
        at = _skip_space(text, at + 1)
    return None


def _close(text: str, at: int) -> None:
    if _after(text, _after(text, at, "]"), "}") != len(text):
        raise _Otherwise


def _after(text: str, at: int, sign: str) -> int:
    """The place after this sign and the white space around it."""
    at = _skip_space(text, at)
    if not text.startswith(sign, at):
        raise _Otherwise
    return _skip_space(text, at + 1)


def _skip_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _why_not(raw: bytes) -> PayloadError:
    """What to say of a text that is no batch."""
    value = parse_json(raw)
    if not isinstance(value, dict):
        return NotABatch(Code.NOT_AN_OBJECT, f'the body must be an object, {{"events": [...]}}, not {kind_of(value)}')
    if EVENTS not in value:
        return NotABatch(Code.MISSING_FIELD, "events is missing", pointer=pointer_to([EVENTS]))
    if not isinstance(value[EVENTS], list):
        detail = f"events must be a list, not {kind_of(value[EVENTS])}"
        return NotABatch(Code.WRONG_TYPE, detail, pointer=pointer_to([EVENTS]))
    unknown = next(name for name in value if name != EVENTS)
    shown = unknown if can_be_shown(unknown) and unknown.isprintable() else "with such a name"
    return NotABatch(Code.UNKNOWN_FIELD, f"the body has no field {shown} beside events", pointer=pointer_to([unknown]))


_SPACE = re.compile(r"[ \t\n\r]+")

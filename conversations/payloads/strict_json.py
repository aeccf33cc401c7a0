"""Strict JSON: RFC 8259 in UTF-8, without what databases, other parsers or we would trip over.

Python's own parser takes NaN and Infinity, turns 1e400 into infinity, keeps the last of two equal keys, lets lone
surrogates and NUL through and gives up on deep input with a RecursionError. Each of those is a named reason here.
Other control characters, bidirectional marks and zero-width characters are kept as they came.
"""

import json
import math
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, NoReturn

from conversations.payloads.refusals import Code, PayloadError, pointer_to

DEEPEST = 20
"""Objects and lists within each other, the outermost one counted."""
MOST_DIGITS = 4300
"""Of an integer. Python refuses to read or write longer ones, because that takes quadratic time."""

Path = tuple[str | int, ...]


class _Pairs(list[tuple[str, object]]):
    """An object as it was written, equal keys included."""


class _LookCloser(Exception):
    """Something is wrong for certain; where, only a second and slower look can tell."""


class Piece(NamedTuple):
    """One JSON value out of a longer text: its own bytes, and the value, or what is wrong with it alone."""

    raw: bytes
    value: object
    error: PayloadError | None = None


def parse_json(raw: bytes) -> object:
    """The one JSON value in `raw`. PayloadError says what is wrong, and where, with all that is not strict JSON."""
    text = decode_utf8(raw)
    try:
        value, end = _SCAN(text, 0)
        if end != len(text):
            value = _decoded(_QUICK, text)
    except (StopIteration, ValueError, RecursionError, _LookCloser):
        value = _decoded(_PATIENT, text)
        check(value)
    else:
        if _looks_odd(raw):
            check(value)
    return value


def parse_piece(text: str, start: int) -> tuple[Piece, int]:
    """The JSON value that begins at `start`, and the place after it. PayloadError only where the text is no JSON.

    What strict JSON forbids beyond the grammar is told of the piece alone, and the text after it can still be read.
    """
    try:
        value, end, is_odd = _scanned(text, start)
    except json.JSONDecodeError as error:
        raise _syntax_error(error) from None
    except RecursionError:
        end = _end_of_container(text, start)
        return Piece(text[start:end].encode(), None, _too_deep()), end
    raw = text[start:end].encode()
    return Piece(raw, value, _fault(value) if is_odd or _looks_odd(raw) else None), end


def sketch(raw: bytes) -> object:
    """What can be read of refused bytes, to say which event they were; None if nothing can."""
    try:
        return _SKETCHY.decode(raw.decode())
    except (ValueError, RecursionError):
        return None


def check(value: object, path: Path = ()) -> None:
    """PayloadError for the first thing, in the order of the text, that no value of ours may hold.

    `path` leads to the value. Repeated keys can be seen only in bytes: `parse_json` finds them.
    """
    if isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, dict | list):
        _check_container(value, path)
    elif isinstance(value, int | float):
        if not -_TOO_MUCH < value < _TOO_MUCH:  # nor is NaN between them
            _refuse(Code.NUMBER_OUT_OF_RANGE, "this number is too large to be kept", path)
    elif value is not None:
        _refuse(Code.WRONG_TYPE, "this is no JSON value", path)


def _check_container(value: dict[Any, Any] | list[Any], path: Path) -> None:
    if len(path) >= DEEPEST:
        _refuse(Code.TOO_DEEP, f"more than {DEEPEST} objects and lists within each other", path)
    if isinstance(value, dict):
        _check_members(value.items(), path)
    elif isinstance(value, _Pairs):
        _check_members(value, path)
    else:
        for index, item in enumerate(value):
            check(item, (*path, index))


def _check_members(members: Iterable[tuple[object, object]], path: Path) -> None:
    seen: set[str] = set()
    for key, item in members:
        name = _checked_name(key, path, seen=seen)
        seen.add(name)
        check(item, (*path, name))


def _checked_name(key: object, path: Path, *, seen: set[str]) -> str:
    if not isinstance(key, str):
        _refuse(Code.WRONG_TYPE, "the names in an object must be strings", path)
    _check_text(key, (*path, key))
    if key in seen:
        _refuse(Code.DUPLICATE_KEY, "this name is given twice in one object", (*path, key))
    return key


def _check_text(text: str, path: Path) -> None:
    if "\0" in text:
        _refuse(Code.NUL_CHARACTER, "the character NUL (\\u0000) cannot be kept", path)
    if not text.isascii() and _SURROGATE.search(text):
        _refuse(Code.LONE_SURROGATE, "half a surrogate pair (\\ud800 to \\udfff alone) is no character", path)


def _refuse(code: Code, detail: str, path: Path) -> NoReturn:
    raise PayloadError(code, detail, pointer=pointer_to(path))


def decode_utf8(raw: bytes) -> str:
    """The text, or PayloadError."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise PayloadError(Code.NOT_UTF8, f"not UTF-8: the byte at {error.start} cannot be read") from None


def _scanned(text: str, start: int) -> tuple[object, int, bool]:
    """The value, the place after it, and whether something is wrong with it for certain."""
    try:
        return *_QUICK.raw_decode(text, start), False
    except _LookCloser:
        return *_PATIENT.raw_decode(text, start), True


def _fault(value: object) -> PayloadError | None:
    try:
        check(value)
    except PayloadError as error:
        return error
    return None


def _looks_odd(raw: bytes) -> bool:
    """Whether a value that was read may hold something that only a second look finds."""
    return raw.count(b"{") + raw.count(b"[") > DEEPEST or (b"\\u" in raw and _SUSPECT.search(raw) is not None)


def _end_of_container(text: str, start: int) -> int:
    """Where the object or list ends that begins at `start`, however deep it goes."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        depth += _STEP.get(token[0], 0)
        if depth == 0:
            return token.end()
    raise _too_deep()


def _too_deep() -> PayloadError:
    return PayloadError(Code.TOO_DEEP, f"more than {DEEPEST} objects and lists within each other")


def _decoded(decoder: json.JSONDecoder, text: str) -> object:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        raise _syntax_error(error) from None
    except RecursionError:
        raise _too_deep() from None


def _syntax_error(error: json.JSONDecodeError) -> PayloadError:
    if "\0" in error.doc:
        return PayloadError(Code.NUL_CHARACTER, "not JSON: NUL bytes within it")
    if error.doc.startswith("\ufeff"):
        return PayloadError(Code.NOT_JSON, "not JSON: a byte order mark before it")
    return PayloadError(Code.NOT_JSON, f"not JSON: {error.msg} at character {error.pos}")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _LookCloser
    return members


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _LookCloser
    return number


def _readable(digits: str) -> int:
    if len(digits.lstrip("-")) > MOST_DIGITS:
        raise _LookCloser
    return int(digits)


def _readable_or_infinite(digits: str) -> float:
    return math.inf if len(digits.lstrip("-")) > MOST_DIGITS else int(digits)


def _no_number(name: str) -> NoReturn:
    raise PayloadError(Code.NOT_JSON, f"not JSON: {name} is no number there")


_TOO_MUCH = 10**MOST_DIGITS
_SURROGATE = re.compile("[\ud800-\udfff]")
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
"""The only spelling, in UTF-8 that could be decoded, of a NUL or of half a surrogate pair."""

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.?)*+"?|[\[\]{}]', re.DOTALL)
"""A string, whole, or a bracket. It takes a string without an end too, so that nothing is ever looked at twice."""
_STEP = {"{": 1, "[": 1, "}": -1, "]": -1}

_QUICK = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_finite, parse_int=_readable, parse_constant=_no_number
)
_SCAN: Callable[[str, int], tuple[object, int]] = _QUICK.scan_once  # type: ignore[attr-defined]  # not in its stubs
"""Without looking for white space around it: most events have none."""
_PATIENT = json.JSONDecoder(object_pairs_hook=_Pairs, parse_int=_readable_or_infinite, parse_constant=_no_number)
_SKETCHY = json.JSONDecoder(parse_int=_readable_or_infinite)

"""From bytes, or a JSON value, to an event or the reason why not."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from conversations.payloads.events import Event
from conversations.payloads.explaining import abridged, explain
from conversations.payloads.refusals import PayloadError, Refusal, refusal
from conversations.payloads.strict_json import Piece, check, parse_json, sketch

MOST_PROBLEMS = 1000
"""That are listed to find the first of them. An abridged event has far fewer, whatever is wrong with it."""

_EVENTS: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])
_VALIDATE = _EVENTS.validator.validate_python


def read_line(raw: bytes, *, now: datetime) -> Event | Refusal:
    """One JSON text. `now` is aware, and bounds the times of the event. Raises nothing."""
    try:
        value = parse_json(raw)
    except PayloadError as error:
        return refusal(error.code, error.detail, pointer=error.pointer, value=sketch(raw))
    return _typed(value, now)


def read_piece(piece: Piece, *, now: datetime) -> Event | Refusal:
    """One event of a batch. Otherwise as `read_line`."""
    if piece.error is None:
        return _typed(piece.value, now)
    error = piece.error
    return refusal(error.code, error.detail, pointer=error.pointer, value=sketch(piece.raw))


def read_event(value: object, *, now: datetime) -> Event | Refusal:
    """One JSON value that was parsed already, by whatever parser. Otherwise as `read_line`."""
    try:
        check(value)
    except PayloadError as error:
        return refusal(error.code, error.detail, pointer=error.pointer, value=value)
    return _typed(value, now)


def _typed(value: object, now: datetime) -> Event | Refusal:
    try:
        event: Event = _VALIDATE(value, context=now)
    except ValidationError as error:
        if error.error_count() <= MOST_PROBLEMS:
            return explain(error, value)
    else:
        return event
    return _typed(abridged(value), now)

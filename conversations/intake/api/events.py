"""`POST /api/v1/events`: up to a thousand events, each answered for; what is answered as accepted is committed."""

import json
from http import HTTPStatus
from io import BytesIO
from itertools import islice
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, Field

from conversations.intake.api.bearer import BearerKey, key_of
from conversations.intake.api.body import JSON, NDJSON, media_type, read_body
from conversations.intake.api.problems import Fault, Problem, problem_responses
from conversations.intake.receive import Line, Receipt, receive
from conversations.payloads import NotABatch, PayloadError, Piece, Refusal, split_batch

T = TypeVar("T")

MOST_EVENTS = 1000

router = Router(tags=["Events"])


class Rejection(BaseModel):
    """An event that was not taken. It is kept whole, with this reason, on the data-health page."""

    index: int = Field(ge=0, description="Its place in the request, from 0.")
    id: str = Field(description="As it was sent, as far as it could be read.")
    code: str = Field(description="The reason, as a word that programs can rely on.")
    detail: str = Field(description="The reason in a sentence.")
    pointer: str = Field(description="RFC 6901: to the spot in the body; the events of NDJSON are counted alike.")


class Answer(BaseModel):
    """What became of the events of a request."""

    accepted: int = Field(ge=0, description="New, or newer than what was known; stored and committed.")
    duplicates: int = Field(ge=0, description="Known already: nothing was to be done.")
    rejected: list[Rejection]


_CONTENT = {
    JSON: {"schema": {"$ref": "#/components/schemas/Events"}},
    NDJSON: {"schema": {"type": "string", "description": "One event of `Events` a line."}},
}
_PROBLEMS = problem_responses(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.LENGTH_REQUIRED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


@router.post(
    "/events",
    auth=BearerKey("ingest"),
    response={200: Answer, 422: Answer},
    operation_id="send_events",
    summary="Send events",
    openapi_extra={"requestBody": {"required": True, "content": _CONTENT}, "responses": _PROBLEMS},
)
def events(request: HttpRequest) -> HttpResponse:
    """At most 1000 events and 5 MiB, unzipped; `Content-Encoding: gzip` is welcome.

    Each event is taken or refused for itself. Sending one again changes nothing, so a request that got no answer is
    simply sent again. 422 if nothing was accepted or known.
    """
    now = timezone.now()
    key = key_of(request)
    receipt = receive(key.account, _lines_of(request), source=f"API: {key}", now=now)
    return _answer(receipt)


def _lines_of(request: HttpRequest) -> list[Line]:
    if media_type(request) == NDJSON:
        return _few(_lines(read_body(request)))
    pieces = _few(_pieces(read_body(request)))
    return [Line(piece.raw, place, piece) for place, piece in enumerate(pieces, start=1)]


def _lines(body: bytes) -> list[Line]:
    """The lines that hold anything, counted without the others."""
    full = (raw.rstrip(b"\r\n") for raw in BytesIO(body) if not raw.isspace())
    return [Line(raw, place) for place, raw in enumerate(islice(full, MOST_EVENTS + 1), start=1)]


def _pieces(body: bytes) -> list[Piece]:
    try:
        return split_batch(body, most=MOST_EVENTS + 1)
    except PayloadError as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if isinstance(error, NotABatch) else HTTPStatus.BAD_REQUEST
        fault = Fault(code=error.code, detail=error.detail, pointer=error.pointer)
        raise Problem(status, "The body is no batch of events.", faults=[fault]) from error


def _few(found: list[T]) -> list[T]:
    if len(found) > MOST_EVENTS:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A request has at most {MOST_EVENTS:,} events.")
    return found


def _answer(receipt: Receipt) -> HttpResponse:
    rejected = [_rejection((place or 1) - 1, refusal) for place, refusal in receipt.refusals]
    answer = {"accepted": receipt.accepted, "duplicates": receipt.duplicates, "rejected": rejected}
    status = HTTPStatus.OK if receipt.accepted or receipt.duplicates else HTTPStatus.UNPROCESSABLE_ENTITY
    return HttpResponse(json.dumps(answer), status=status, content_type=JSON)


def _rejection(index: int, refusal: Refusal) -> dict[str, object]:
    pointer = f"/events/{index}{refusal.pointer}"
    return {"index": index, "id": refusal.id, "code": refusal.code, "detail": refusal.detail, "pointer": pointer}

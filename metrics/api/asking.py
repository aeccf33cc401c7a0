"""What a reader asks: the filters of the pages, pages of rows, JSON or CSV. A bad parameter is told of."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.http.request import MediaType

from conversations.filters import ScopeFilter
from conversations.intake.api.problems import Fault, Problem, problem_responses
from conversations.periods import Bucket, Preset
from conversations.scope import Scope
from conversations.vocabulary import Channel, Status
from metrics.queries import Group

MOST_ROWS, USUAL_ROWS = 200, 50
PAGING = ("cursor", "limit")
CSV, JSON = "text/csv", "application/json"


def scope_of(request: HttpRequest, filters: ScopeFilter, *, beside: Iterable[str] = ()) -> Scope:
    """What the filters ask for; `beside` names the parameters that are none of theirs. 422 says which one is bad."""
    faults = _unknown(request, {*filters.filters, *beside} - {"per_page"})
    scope = filters.scope
    for name, problems in filters.form.errors.get_json_data().items():
        faults += [_fault(name, problem["code"] or "invalid", problem["message"]) for problem in problems]
    if faults or scope is None:
        raise _unreadable(faults)
    return scope


def only_known(request: HttpRequest, names: Iterable[str]) -> None:
    """For an address without filters."""
    if faults := _unknown(request, names):
        raise _unreadable(faults)


def limit_of(request: HttpRequest, *, usual: int = USUAL_ROWS) -> int:
    """From 1 to MOST_ROWS."""
    given = request.GET.get("limit") or str(usual)
    if not (given.isascii() and given.isdecimal() and 1 <= int(given[:9]) <= MOST_ROWS):
        raise _unreadable([_fault("limit", "invalid", f"The limit must be a number from 1 to {MOST_ROWS}.")])
    return int(given)


def bad_cursor() -> Problem:
    detail = "This cursor is none of this list, or was made for another order: begin again without one."
    return _unreadable([_fault("cursor", "invalid", detail)])


def own_id(given: str) -> int:
    """An id of ours from the text that we made of it; 0, which is nobody's, for any other text."""
    if not (given.isascii() and given.isdecimal() and len(given) < 20):
        return 0
    number = int(given)
    return number if str(number) == given and number < 2**63 else 0


def wants_csv(request: HttpRequest) -> bool:
    """By `format`, else by the Accept header; JSON for whoever accepts anything."""
    given = request.GET.get("format", "")
    if given not in ("", "csv", "json"):
        raise _unreadable([_fault("format", "invalid_choice", "The format must be csv or json.")])
    return given == "csv" or (not given and _preferred(request.accepted_types) == CSV)


def _preferred(accepted: Iterable[MediaType]) -> str:
    """The first that is acceptable of both. What a type says of itself (`;charset=utf-8`) does not make it another."""
    for kind in accepted:
        found = next((ours for ours in (JSON, CSV) if MediaType(f"{kind.main_type}/{kind.sub_type}").match(ours)), None)
        if found:
            return found
    return JSON


def _unknown(request: HttpRequest, names: Iterable[str]) -> list[Fault]:
    """A typo must not turn a question into another one."""
    known = {*names, "format"}
    detail = "There is no such parameter here."
    return [_fault(name, "unknown_parameter", detail) for name in request.GET if name not in known]


def _fault(name: str, code: str, detail: str) -> Fault:
    pointer = "/query/" + name[:100].replace("~", "~0").replace("/", "~1")
    return Fault(code=code, detail=detail, pointer=pointer)


def _unreadable(faults: list[Fault]) -> Problem:
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The parameters cannot be read.", faults=faults)


# --- As OpenAPI describes it ------------------------------------------------------------------------------


def parameter(name: str, words: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"in": "query", "name": name, "description": words, "required": False, "schema": dict(schema)}


def words_of(words: Iterable[str]) -> dict[str, Any]:
    """One of these."""
    return {"type": "string", "enum": [str(word) for word in words]}


_DAY = {"type": "string", "format": "date"}
_FORMAT = parameter("format", "`csv` for the same as CSV; so does `Accept: text/csv`.", words_of(["json", "csv"]))
FILTERS = [
    parameter("from", "The first local day, with `to`.", _DAY),
    parameter("to", "The last local day, included.", _DAY),
    parameter("preset", "Instead of two days. Without either: the last 30 days.", words_of(Preset)),
    parameter("channel", "Repeatable.", {"type": "array", "items": words_of(Channel)}),
    parameter("status", "Repeatable.", {"type": "array", "items": words_of([*Status, "routed_to_team"])}),
    parameter("label", "Repeatable, by name; empty for none.", {"type": "array", "items": {"type": "string"}}),
    parameter("test", "Lists show test conversations, too. They count in no number.", words_of(["include"])),
]
CHART = [
    parameter("group", "What the bars are divided by.", words_of(Group)),
    parameter("bucket", "How long a bar is.", words_of(["auto", *Bucket])),
]
PAGES = [
    parameter("cursor", "The `next_cursor` of the answer before.", {"type": "string"}),
    parameter("limit", "Rows of an answer.", {"type": "integer", "minimum": 1, "maximum": MOST_ROWS}),
]


def described(*parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What OpenAPI is told of an operation that reads."""
    statuses = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
    csv = {"description": "OK", "content": {CSV: {"schema": {"type": "string"}}}}
    return {"parameters": [*parameters, _FORMAT], "responses": {200: csv, **problem_responses(*statuses)}}

"""RFC 9457: every error of the API is `application/problem+json`, and none repeats a key or a stack trace."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from pydantic import BaseModel, Field

CONTENT_TYPE = "application/problem+json"


class Fault(BaseModel):
    """One thing that is wrong, and where."""

    code: str = Field(description="A word that programs can rely on.")
    detail: str = Field(description="The same in a sentence.")
    pointer: str = Field(
        description="RFC 6901: to the spot in the body, or `/query/<name>` for a query parameter; empty for the whole."
    )


class ProblemDetails(BaseModel):
    """Why a request was refused (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[Fault] = Field(default=[], description="What exactly, where it can be said.")


class Problem(Exception):
    """Raised anywhere below a view of the API; the view answers with it."""

    def __init__(
        self, status: HTTPStatus, detail: str, *, headers: Mapping[str, str] | None = None, faults: Sequence[Fault] = ()
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}
        self.faults = faults

    def response(self) -> HttpResponse:
        body = ProblemDetails(
            title=self.status.phrase, status=self.status, detail=self.detail, errors=list(self.faults)
        ).model_dump(exclude={"errors"} if not self.faults else None)
        return HttpResponse(json.dumps(body), status=self.status, content_type=CONTENT_TYPE, headers=self.headers)


_ANYWHERE = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_HEADERS = {
    HTTPStatus.UNAUTHORIZED: ("WWW-Authenticate", "How to sign in: with a bearer token.", "string"),
    HTTPStatus.FORBIDDEN: ("WWW-Authenticate", "Which scope is missing.", "string"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("Allow", "The methods there are.", "string"),
    HTTPStatus.TOO_MANY_REQUESTS: ("Retry-After", "Seconds.", "integer"),
    HTTPStatus.SERVICE_UNAVAILABLE: ("Retry-After", "Seconds.", "integer"),
}


def problem_responses(*statuses: HTTPStatus) -> dict[int, dict[str, Any]]:
    """How OpenAPI describes these problems, and those that any operation may answer with."""
    return {int(status): _described(status) for status in sorted({*statuses, *_ANYWHERE})}


def _described(status: HTTPStatus) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{ProblemDetails.__name__}"}
    described: dict[str, Any] = {"description": status.phrase, "content": {CONTENT_TYPE: {"schema": schema}}}
    if status in _HEADERS:
        name, words, kind = _HEADERS[status]
        described["headers"] = {name: {"description": words, "required": True, "schema": {"type": kind}}}
    return described

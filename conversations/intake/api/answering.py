"""How a view of the API answers what is not its own business: wrong methods, lost databases, odd requests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from conversations.intake.api.problems import Problem

View = Callable[..., HttpResponseBase]

DATABASE_BACK_IN = "5"
"""Seconds: how soon to try again when the database is away."""


def answering(view: View) -> View:
    """Make `view` one of the API: no session, no CSRF token, never cached, and every error a problem."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            with translation.override("en"), _as_get(request):  # for programs; people read the pages
                response = _allowed(view(request, *args, **kwargs))
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                raise
            response = problem.response()
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answered


@contextmanager
def _as_get(request: HttpRequest) -> Iterator[None]:
    """HEAD asks for the head of what GET would answer; the server leaves the body out."""
    method = request.method
    request.method = "GET" if method == "HEAD" else method
    try:
        yield
    finally:
        request.method = method


def unknown_address(_: HttpRequest) -> HttpResponseBase:
    raise Problem(HTTPStatus.NOT_FOUND, "There is nothing at this address; /api/v1/docs says what there is.")


def problem_of(error: Exception) -> Problem | None:
    """What to answer when a view gave up with `error`; None where the fault is ours."""
    match error:
        case Problem():
            return error
        case OperationalError() | InterfaceError():
            detail = "The database cannot be reached just now. Send the same again: nothing is stored twice."
            return Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": DATABASE_BACK_IN})
        case Http404():
            return Problem(HTTPStatus.NOT_FOUND, "There is no such thing in this account.")
        case SuspiciousOperation():
            return Problem(HTTPStatus.BAD_REQUEST, "The request cannot be read.")
        case _:
            return None


def _allowed(response: HttpResponseBase) -> HttpResponseBase:
    """Django's own answer to a wrong method has no body to speak of."""
    if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
        return response
    methods = {method.strip() for method in response.headers["Allow"].split(",")}
    allow = ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
    raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, f"This address takes {allow}.", headers={"Allow": allow})

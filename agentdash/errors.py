"""What is answered when nothing else could be: pages that ask for no database, and problems where programs call.

A database that is away is nobody's fault here: 503, with the time to try again (promise 12), wherever it was missed.
"""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from agentdash.logs import request_id
from conversations.intake.api.answering import DATABASE_BACK_IN, problem_of
from conversations.intake.api.problems import Problem

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001  (its words may be anybody's)
    if request.path_info.startswith(API):
        return Problem(HTTPStatus.BAD_REQUEST, "The request cannot be read.").response()
    return _page(400)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Called by Django with the exception still at hand."""
    error = sys.exc_info()[1]
    if request.path_info.startswith(API):
        known = problem_of(error) if isinstance(error, Exception) else None
        return (
            known
            or Problem(
                HTTPStatus.INTERNAL_SERVER_ERROR, "Something broke here, and it is noted. Sending again is safe."
            )
        ).response()
    if not isinstance(error, OperationalError | InterfaceError):
        return _page(500)
    page = _page(503)
    page.headers["Retry-After"] = DATABASE_BACK_IN
    return page


def _page(status: int) -> HttpResponse:
    """Without the request: its person and its messages would be looked up."""
    page = render_to_string(f"{status}.html", {"request_id": request_id.get()})
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})

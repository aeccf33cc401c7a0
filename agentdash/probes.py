"""`/healthz/live` and `/healthz/ready`, for whoever starts and stops servers.

Answered before a page could be looked for: a probe comes under any name, without https, and has no session.
"""

from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

LIVE, READY = "/healthz/live", "/healthz/ready"


def probes(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info not in (LIVE, READY):
            return get_response(request)
        ready = request.path_info == LIVE or _database_answers()
        words = "ok\n" if ready else "the database does not answer\n"
        headers = {"Cache-Control": "no-store"}
        return HttpResponse(words, content_type="text/plain", status=200 if ready else 503, headers=headers)

    return middleware


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        connection.close()
        return False
    return True

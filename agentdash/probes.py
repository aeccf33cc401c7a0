"""`/healthz/live` and `/healthz/ready`, for whoever starts and stops servers.

Answered before a page could be looked for: a probe comes under any name, without https, and has no session.
"""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse

from agentdash.logs import OURS

Handler = Callable[[HttpRequest], HttpResponse]

LIVE, READY = f"/{settings.PROBES}live", f"/{settings.PROBES}ready"
TOLD_EVERY = 60.0
"""Seconds between two lines that say the same: probes come every few."""

LOG = logging.getLogger(f"{OURS}.probes")


def probes(get_response: Handler) -> Handler:
    told_at: float | None = None  # that the database is away; of this process

    def tell(*, ready: bool) -> None:
        nonlocal told_at
        now = time.monotonic()
        if ready and told_at is not None:
            told_at = None
            LOG.warning("ready again")
        elif not ready and (told_at is None or now - told_at >= TOLD_EVERY):
            told_at = now
            LOG.warning("not ready: the database does not answer")

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info not in (LIVE, READY):
            return get_response(request)
        ready = True
        if request.path_info == READY:
            ready = database_answers()
            tell(ready=ready)
        words = "ok\n" if ready else "the database does not answer\n"
        headers = {"Cache-Control": "no-store"}
        return HttpResponse(words, content_type="text/plain", status=200 if ready else 503, headers=headers)

    return middleware


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        connection.close()
        return False
    return True

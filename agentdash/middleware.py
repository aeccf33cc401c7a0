"""What every request and every response gets, whatever page answers."""

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from agentdash.logs import OURS, request_id

Handler = Callable[[HttpRequest], HttpResponse]

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
REQUESTS = logging.getLogger(f"{OURS}.requests")


def identified(get_response: Handler) -> Handler:
    """An id for every request: in its log lines, in its response, on error pages. Then a line on how it went."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = request_id.set(secrets.token_hex(8))
        request.request_id = request_id.get()  # type: ignore[attr-defined]  # for templates
        started = time.perf_counter()
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = request_id.get()
            _tell(request, response, ms=round((time.perf_counter() - started) * 1000))
        finally:
            request_id.reset(token)
        return response

    return middleware


def _tell(request: HttpRequest, response: HttpResponse, *, ms: int) -> None:
    route = request.resolver_match.route if request.resolver_match else ""
    method = request.method if request.method in METHODS else "other"
    figures = {"method": method, "route": route, "status": response.status_code, "ms": ms}
    level = logging.ERROR if response.status_code >= 500 else logging.INFO
    if request.path_info.startswith(f"/{settings.PROBES}"):
        level = logging.DEBUG  # one every few seconds, which says nothing while it goes well; `probes` tells the rest
    REQUESTS.log(level, "request", extra={"figures": figures})


def content_security_policy(get_response: Handler) -> Handler:
    """Send `settings.SECURE_CSP`, Django 6's name and shape, with every response that has no policy of its own."""
    policy = "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in settings.SECURE_CSP.items())

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


def user_language(get_response: Handler) -> Handler:
    """The language a signed-in person chose goes before the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", "")
        if not language:
            return get_response(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    return middleware

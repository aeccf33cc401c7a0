"""Who calls: `Authorization: Bearer <key>` (RFC 6750), within the scope and the rate of that key."""

from http import HTTPStatus
from math import ceil
from typing import Literal, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security.http import HttpAuthBase

from conversations.intake.api.problems import Problem
from conversations.intake.keys import find_key
from conversations.intake.rate_limit import take
from conversations.models import Account, ApiKey

Scope = Literal["ingest", "read"]

_MAY = {"ingest": "send events", "read": "read numbers"}


class BearerKey(HttpAuthBase):
    """Lets a request in whose key has the scope. OpenAPI knows it by the name of this class."""

    openapi_scheme = "bearer"
    openapi_description = "A key of one account: Settings, API keys."

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiKey:
        """The key; 401, 403 or 429 otherwise. Which of missing, wrong, expired and revoked it was is not told apart."""
        now = timezone.now()
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise _unknown("Send a key: Authorization: Bearer <key>.", 'Bearer realm="Agentdash"')
        key = find_key(text.strip(), now)
        if key is None:
            raise _unknown("This key opens nothing (any more).", 'Bearer realm="Agentdash", error="invalid_token"')
        if not getattr(key, f"may_{self.scope}"):
            challenge = f'Bearer realm="Agentdash", error="insufficient_scope", scope="{self.scope}"'
            detail = f"This key may not {_MAY[self.scope]}: it lacks the scope {self.scope}."
            raise Problem(HTTPStatus.FORBIDDEN, detail, headers={"WWW-Authenticate": challenge})
        wait = take(key, now=now)
        if wait:
            detail = "This key has sent too many requests; its rate is in docs/api.md."
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(ceil(wait))})
        return key


def key_of(request: HttpRequest) -> ApiKey:
    """The key that let this request in."""
    return cast(ApiKey, request.auth)  # type: ignore[attr-defined]  # where ninja puts it


def account_of(request: HttpRequest) -> Account:
    account: Account = key_of(request).account
    return account


def _unknown(detail: str, challenge: str) -> Problem:
    return Problem(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": challenge})

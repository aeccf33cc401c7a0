"""Who may call the API, how often, and what they are told."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.urls import URLPattern

from agentdash.api import api
from conversations.intake import rate_limit
from conversations.intake.keys import revoke
from conversations.models import ApiKey
from tests.calling import Caller, make_caller
from tests.make import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SECOND = timedelta(seconds=1)
EMPTY = b'{"events": []}'
ADDRESSES = {"ingest": [("POST", "events")], "read": [("GET", "overview")]}


def call(caller: Caller, scope: str) -> Any:
    return caller.post(EMPTY) if scope == "ingest" else caller.get("overview")


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer nonsense",
        "Bearer ad_00000000.0000000000000000000000000000000000000000000",
        "Basic {secret}",
        "{secret}",
        "Bearer {prefix}",
        "Bearer {prefix}.0000000000000000000000000000000000000000000",
        "Bearer {secret}x",
        "Bearer x{secret}",
        "Bearer {secret} {secret}",
        "Bearer \x00\xff",
    ],
)
def test_without_a_key_that_is_known_it_is_401_and_says_how_to_sign_in(authorization: str | None) -> None:
    caller = make_caller()
    given = {} if authorization is None else {"Authorization": authorization}
    headers = {name: text.format(secret=caller.secret, prefix=caller.key.prefix) for name, text in given.items()}

    answer = Client().post("/api/v1/events", EMPTY, "application/json", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="Agentdash"')
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert caller.secret.partition(".")[2] not in answer.content.decode() + str(answer.headers)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_compared_without_case(scheme: str) -> None:
    caller = make_caller()
    headers = {"Authorization": f"{scheme}  {caller.secret} "}
    assert Client().post("/api/v1/events", EMPTY, "application/json", headers=headers).status_code == 422


@pytest.mark.parametrize("scope", ["ingest", "read"])
def test_a_key_does_what_its_scopes_say_and_no_more(scope: str) -> None:
    may = make_caller(may_ingest=scope == "ingest", may_read=scope == "read")
    may_not = make_caller(may_ingest=scope != "ingest", may_read=scope != "read")

    refused = call(may_not, scope)

    assert call(may, scope).status_code in (200, 422)
    assert refused.status_code == 403
    assert f'scope="{scope}"' in refused.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("expires_in", "opens"), [(SECOND, True), (timedelta(0), False), (-SECOND, False), (timedelta(days=-900), False)]
)
def test_a_key_opens_until_the_instant_it_expires(expires_in: timedelta, *, opens: bool) -> None:
    answer = make_caller(expires_at=NOW + expires_in).post(EMPTY)
    assert answer.status_code == (422 if opens else 401)


def test_a_revoked_key_is_refused_at_once_and_like_any_other_wrong_one() -> None:
    caller = make_caller()
    assert caller.post(EMPTY).status_code == 422
    revoke(caller.key, NOW)
    revoked = caller.post(EMPTY)
    wrong = Client().post("/api/v1/events", EMPTY, "application/json", headers={"Authorization": "Bearer wrong"})
    assert (revoked.status_code, revoked.content) == (401, wrong.content)


def test_the_last_use_is_noted_once_a_minute_at_most(clock: Any) -> None:
    caller = make_caller()

    def last_use_after(seconds: int) -> timedelta:
        clock.move_to(NOW + seconds * SECOND)
        caller.post(EMPTY)
        last = ApiKey.objects.get(pk=caller.key.pk).last_used_at
        assert last is not None
        return last - NOW

    assert [last_use_after(seconds) for seconds in (0, 59, 61)] == [0 * SECOND, 0 * SECOND, 61 * SECOND]


# --- The rate ---------------------------------------------------------------------------------------------


@pytest.fixture
def _slow(settings: Any) -> None:
    settings.API_BURST, settings.API_REQUESTS_PER_SECOND = 3, 0.5


@pytest.mark.usefixtures("_slow")
def test_a_key_may_call_in_a_burst_then_at_its_rate(clock: Any) -> None:
    caller = make_caller()

    def statuses(count: int) -> list[int]:
        return [caller.post(EMPTY).status_code for _ in range(count)]

    assert statuses(4) == [422, 422, 422, 429]
    clock.shift(2 * SECOND)
    assert statuses(2) == [422, 429]
    clock.shift(timedelta(hours=1))
    assert statuses(4) == [422, 422, 422, 429]


@pytest.mark.usefixtures("_slow")
def test_whoever_calls_too_often_is_told_when_to_come_back_and_may_then(clock: Any) -> None:
    caller = make_caller()
    for _ in range(3):
        caller.post(EMPTY)

    answer = caller.post(EMPTY)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")
    assert answer.headers["Content-Type"] == "application/problem+json"
    clock.shift(2 * SECOND)
    assert caller.post(EMPTY).status_code == 422


@pytest.mark.usefixtures("_slow")
def test_keys_have_buckets_of_their_own() -> None:
    busy = make_caller()
    for _ in range(4):
        busy.post(EMPTY)
    assert busy.post(EMPTY).status_code == 429
    assert make_caller(busy.account).post(EMPTY).status_code == 422


@pytest.mark.usefixtures("_slow")
def test_two_servers_take_from_one_bucket() -> None:
    key = make_caller().key
    copies = [ApiKey.objects.get(pk=key.pk) for _ in range(5)]
    waits = [rate_limit.take(copy, now=NOW) for copy in copies]
    assert waits == [0, 0, 0, 2, 2]


@pytest.mark.usefixtures("_slow")
def test_a_clock_that_runs_behind_gains_no_requests() -> None:
    key = make_caller().key
    for _ in range(3):
        rate_limit.take(key, now=NOW)
    assert rate_limit.take(key, now=NOW - timedelta(hours=1)) == 2
    assert rate_limit.take(key, now=NOW + 1 * SECOND) == 1


# --- The database is away ---------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [OperationalError("server closed the connection"), InterfaceError("closed")])
@pytest.mark.parametrize(
    "place",
    [
        "conversations.intake.api.bearer.find_key",
        "conversations.intake.api.bearer.take",
        "conversations.intake.api.events.receive",
    ],
)
def test_promise_12_without_its_database_the_door_says_503_and_when_to_come_back(
    place: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    caller = make_caller()
    monkeypatch.setattr(place, fail)
    answer = caller.post(EMPTY)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert str(error) not in answer.content.decode()


def test_a_fault_of_ours_is_not_dressed_up_as_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    caller = make_caller()
    monkeypatch.setattr("conversations.intake.api.events.receive", fail)
    with pytest.raises(ZeroDivisionError):
        caller.post(EMPTY)


# --- All addresses ----------------------------------------------------------------------------------------

OPEN = {"openapi-json", "openapi-view", "api-root"}


def test_every_address_but_the_description_wants_a_key() -> None:
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    wanted = {pattern.name for pattern in patterns} - OPEN
    operations = [
        operation
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    ]
    assert {operation.view_func.__name__ for operation in operations} == wanted
    assert all(operation.auth_callbacks for operation in operations)


def test_promise_18_neither_keys_nor_texts_reach_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caller = make_caller()
    with caplog.at_level("DEBUG"):
        caller.post(b'{"events": [{"type": "message", "text": "canary-of-a-shopper"}]}')
        caller.post(b"canary-of-a-shopper")
        Client().post("/api/v1/events", headers={"Authorization": f"Basic {caller.secret}"})
    assert caplog.records
    assert caller.secret.partition(".")[2] not in caplog.text
    assert "canary" not in caplog.text

"""Promise 18: secrets, e-mail addresses, phone numbers and message texts never reach a log."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import DataError, OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from agentdash.logs import Lines
from agentdash.probes import probes
from conversations.models import Account
from conversations.models.shopify import Topic
from conversations.vocabulary import Role
from conversations.worker import Task, Worker
from tests.calling import Caller, make_caller
from tests.make import make_full, make_message
from tests.make_account import make_account, make_user
from tests.make_shopify import connect, deliver, make_shopify_order

pytestmark = pytest.mark.django_db

TEXT = "kanariefagel"
CANARIES = (TEXT, "+46701740605", "46701740605")


class Log(io.StringIO):
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    """All that our formatter writes, down to the last detail of every library."""
    stream, root = Log(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    handler.setFormatter(Lines())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def breaking(error: Exception) -> Any:
    def view(*_: object, **__: object) -> None:
        raise error

    return view


def broken(monkeypatch: pytest.MonkeyPatch, client: Client, account: Account, error: Exception) -> Any:
    """The answer of a page that gives up with this error."""
    monkeypatch.setattr("conversations.views.access.snapshot", breaking(error))
    client.raise_request_exception = False
    return client.get(f"/{account.slug}/?q={TEXT}")


def knock_at_every_door(caller: Caller, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Good, bad and odd, each with a canary wherever a sender can put one."""
    shopper = {"id": f"id-{TEXT}", "email": f"{TEXT}@example.com", "phone": "+46701740605", "name": TEXT}
    good = make_message(text=TEXT, shopper=shopper)
    bad = make_message(text=None, shopper={"email": f"{TEXT}@@", "phone": f"{TEXT}"}, **{TEXT: TEXT})
    lines = [json.dumps(event) for event in (good, bad, {**make_full("order"), "total": TEXT}, {"type": TEXT})]
    caller.post(json.dumps({"events": [json.loads(line) for line in lines]}).encode())
    caller.post(f'{{"events": [{TEXT}'.encode())
    caller.get(f"conversations/{TEXT}", {"q": TEXT})
    caller.get("overview", {"from": TEXT, TEXT: TEXT}, headers={"Authorization": f"Bearer ad_{TEXT}"})
    caller.client.generic(TEXT.upper(), f"/api/v1/{TEXT}", headers={TEXT: TEXT})
    connection = connect(caller.account)
    customer = {"id": 1, "email": f"{TEXT}@example.com", "phone": "+46701740605", "first_name": TEXT}
    for order in (make_shopify_order(customer=customer), make_shopify_order(total_price_set=TEXT, note=TEXT)):
        deliver(caller.client, connection, Topic.ORDERS_CREATE, order)
        deliver(caller.client, connection, Topic.ORDERS_CREATE, order, secret=TEXT)
    caller.client.post(f"/hooks/shopify/{TEXT}/", data=TEXT, content_type="application/json")
    knock_at_pages(caller.account)
    file = tmp_path / "events.jsonl"
    file.write_text("\n".join(lines))
    with pytest.raises(SystemExit):
        call_command("import_events", str(file), account=caller.account.slug)
    shown = capfd.readouterr()
    assert not any(canary in shown.err for canary in CANARIES)


def knock_at_pages(account: Account) -> None:
    client = Client()
    client.post("/account/login/", {"login": f"{TEXT}@example.com", "password": TEXT})
    client.post("/account/password/reset/", {"email": f"{TEXT}@example.com"})
    client.get(f"/account/password/reset/key/1-{TEXT}/")
    client.get("/", headers={"Host": f"{TEXT}.example.com"})
    Client(enforce_csrf_checks=True).post("/account/login/", {"login": TEXT}, headers={"Referer": TEXT})
    client.force_login(make_user(account, role=Role.ADMIN))
    client.get(f"/{account.slug}/conversations/", {"q": f"{TEXT} +46701740605", TEXT: TEXT})
    client.get(f"/{TEXT}/conversations/")
    client.post(f"/{account.slug}/health/retry/", {"code": TEXT})


def test_promise_18_no_canary_reaches_a_log(
    log: Log, caplog: pytest.LogCaptureFixture, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    caller = make_caller()

    knock_at_every_door(caller, tmp_path, capfd)

    assert any(canary in caplog.text for canary in CANARIES)  # Django's own words do say them
    found = [line for line in log.getvalue().splitlines() if any(canary in line for canary in CANARIES)]
    assert found == []
    assert caller.secret.partition(".")[2] not in log.getvalue()


def test_promise_18_a_page_that_breaks_says_where_and_never_what(
    monkeypatch: pytest.MonkeyPatch, log: Log, settings: Any
) -> None:
    settings.ADMINS = [("Admin", "admin@example.com")]
    account, client = make_account(), Client()
    client.force_login(make_user(account))

    answer = broken(monkeypatch, client, account, DataError(f"invalid input: {TEXT}"))

    assert answer.status_code == 500
    assert TEXT not in log.getvalue() + answer.content.decode()
    (failed,) = [line for line in log.lines() if line.get("error") == "DataError"]
    assert any("views/access.py" in place for place in failed["trace"])
    assert mail.outbox == []  # Django would send the whole request
    assert failed["request_id"] == answer.headers["X-Request-ID"]
    assert f"<code>{failed['request_id']}</code>" in answer.content.decode()


def test_promise_12_a_page_without_a_database_is_503_with_its_request_id(
    monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    account, client = make_account(), Client()
    client.force_login(make_user(account))

    answer = broken(monkeypatch, client, account, OperationalError(TEXT))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert b"Back in a moment" in answer.content
    assert answer.headers["X-Request-ID"].encode() in answer.content
    assert TEXT not in log.getvalue()


def test_promise_18_a_task_that_fails_is_told_by_its_place() -> None:
    told: list[str] = []

    Worker(told.append, (Task("odd", timedelta(minutes=1), breaking(ValueError(TEXT))),), {}).round(now=timezone.now())

    assert len(told) == 1
    assert TEXT not in told[0]


def test_every_request_has_a_line_and_an_id_of_its_own(log: Log) -> None:
    client = Client()
    answers = [client.get("/account/login/"), client.get(f"/nowhere/{TEXT}/at/all"), client.get("/healthz/live")]

    lines = [line for line in log.lines() if line["event"] == "request"]

    assert [(line["method"], line["route"], line["status"], line["level"]) for line in lines] == [
        ("GET", "account/login/", 200, "info"),
        ("GET", "", 404, "info"),
        ("GET", "", 200, "debug"),  # not told, unless one wants to know everything
    ]
    assert [line["request_id"] for line in lines] == [answer.headers["X-Request-ID"] for answer in answers]
    assert len({line["request_id"] for line in lines}) == 3


def test_a_database_that_is_away_is_told_once_a_minute_and_when_it_is_back(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 5.0, 59.0, 60.0, 65.0, 70.0])
    answers = iter([False, False, False, False, True, True])
    monkeypatch.setattr("agentdash.probes.time.monotonic", lambda: next(clock))
    monkeypatch.setattr("agentdash.probes.database_answers", lambda: next(answers))
    probe = probes(lambda _: HttpResponse())

    found = [probe(RequestFactory().get("/healthz/ready")).status_code for _ in range(6)]

    assert found == [503, 503, 503, 503, 200, 200]
    told = [(line["level"], line["event"]) for line in log.lines() if line["logger"] == "agentdash.probes"]
    assert told == [("warning", "not ready: the database does not answer")] * 2 + [("warning", "ready again")]


@pytest.mark.parametrize("logger", ["", "django", "django.request", "django.server", "django.security"])
def test_nothing_writes_beside_our_lines(logger: str) -> None:
    handlers = [each for each in logging.getLogger(logger).handlers if "pytest" not in type(each).__module__]
    assert all(isinstance(handler.formatter, Lines) for handler in handlers)

"""What the API says of itself, and that it does as it says."""

import re
from functools import cache
from typing import Any

import hypothesis
import pytest
import schemathesis
import time_machine
from django.contrib.staticfiles.finders import get_finders
from django.test import Client
from hypothesis import strategies as st
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from agentdash.wsgi import application
from conversations.models import Account, Conversation
from conversations.vocabulary import Status
from tests.calling import make_caller
from tests.make import MAKERS, NOW
from tests.make_rows import DAY, HOUR, make_conversation, make_sale, make_touched

DOCUMENT = "/api/v1/openapi.json"
# A batch is answered 200 if any of its events was taken, so that neither "valid data is accepted" nor "invalid data is
# refused" can be asked of a whole request: those are asked event by event, in test_api_events.
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@cache
def document() -> Any:
    return schemathesis.openapi.from_wsgi(DOCUMENT, application)


def operations() -> list[Any]:
    return [result.ok() for result in document().get_all_operations()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def test_promise_2_the_api_answers_as_its_document_says(
    operation: Any, settings: Any, pytestconfig: pytest.Config
) -> None:
    settings.API_BURST = 1_000_000
    caller = make_caller()
    there = {"id": str(fill(caller.account).pk)}

    @hypothesis.settings(
        max_examples=10_000 if pytestconfig.getoption("--thorough") else 20,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=cases(operation, there))
    def calls(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {caller.secret}"}, checks=CHECKS)

    with time_machine.travel(NOW):
        calls()


def fill(account: Account) -> Conversation:
    """One conversation with something of everything."""
    found = make_conversation(account, at=NOW - DAY, status=Status.NOT_RESOLVED, label="Delivery", shopper={"id": "s"})
    make_touched(account, found, "link_clicked")
    make_sale(account, found, at=NOW - HOUR)
    make_conversation(account, at=NOW - HOUR, status=Status.OPEN, channel="sms")
    return found


def cases(operation: Any, there: dict[str, str]) -> st.SearchStrategy[Any]:
    """Requests as the document describes them, requests that break it, and requests for what is there."""
    modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]
    known = [operation.as_strategy(path_parameters=there)] if operation.path_parameters else []
    return st.one_of(*known, *modes)


def test_the_document_is_openapi_3_1_and_names_every_answer() -> None:
    described = Client().get(DOCUMENT)
    assert described.json()["openapi"].startswith("3.1")
    for path, methods in described.json()["paths"].items():
        for method, operation in methods.items():
            answers = set(operation["responses"])
            assert {"200", "401", "403", "405", "429", "503"} <= answers, (method, path)
            assert operation["security"] == [{"BearerKey": []}]


def test_the_events_of_the_document_are_those_of_the_contract() -> None:
    schemas = Client().get(DOCUMENT).json()["components"]["schemas"]
    assert set(schemas["Events"]["properties"]["events"]["items"]["discriminator"]["mapping"]) == set(MAKERS)


def test_the_page_of_the_document_is_served_by_us_alone_and_has_no_inline_script() -> None:
    page = Client().get("/api/v1/docs")
    assert page.status_code == 200
    html = page.content.decode()
    sources = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert sources
    assert all(source.startswith("/") for source in sources)
    assert not re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html)


def test_swaggers_files_are_found_and_what_no_page_asks_for_is_not_collected() -> None:
    collected = {path for finder in get_finders() for path, _ in finder.list(None)}
    assert {"ninja/swagger-ui-bundle.js", "ninja/swagger-ui.css"} <= collected
    assert not any("redoc" in path or path.endswith(".js.map") for path in collected)


def test_the_page_of_the_document_runs_under_our_policy(page: Page, live_server: LiveServer) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{live_server.url}/api/v1/docs")
    page.get_by_text("Send events").wait_for()

    assert said == []
    assert all(url.startswith((live_server.url, "data:")) for url in asked)

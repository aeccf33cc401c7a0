"""docs/api.md: its examples run as they stand, and its tables name what there is."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import time_machine
from pytest_django.live_server_helper import LiveServer

from conversations.payloads import Code, Event
from tests.calling import Caller, make_caller
from tests.make import NOW
from tests.project_files import ROOT

DOCS = Path(ROOT, "docs/api.md").read_text()
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```\n(?:\n```json\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE)
EXAMPLES = [(language, code, answer) for language, code, answer in BLOCK.findall(DOCS)]
STARTED_BY = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}


@pytest.fixture
def caller(transactional_db: None) -> Iterator[Caller]:
    """In June, for the examples tell of then; with what they read already there."""
    with time_machine.travel(NOW, tick=False):
        caller = make_caller()
        yield caller


def run(language: str, code: str, *, caller: Caller, url: str) -> str:
    """What the example prints."""
    found = subprocess.run(
        [*STARTED_BY[language], code],
        env={**os.environ, "AGENTDASH_URL": url, "AGENTDASH_KEY": caller.secret, "NO_PROXY": "*", "PYTHONUTF8": "1"},
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (found.returncode, found.stderr) == (0, "")
    return found.stdout


def sending() -> list[tuple[str, str, str]]:
    return [example for example in EXAMPLES if example[2]]


def test_there_are_examples_in_both_languages() -> None:
    assert [language for language, _, _ in EXAMPLES] == ["sh", "sh", "python", "sh", "python"]
    assert len(sending()) == 3


@pytest.mark.parametrize(("language", "code", "answer"), sending(), ids=["curl", "curl of lines", "python"])
def test_an_example_that_sends_is_answered_as_the_page_says(
    caller: Caller, live_server: LiveServer, language: str, code: str, answer: str
) -> None:
    skip_without_curl(language)
    assert json.loads(run(language, code, caller=caller, url=live_server.url)) == json.loads(answer)


def test_examples_that_read_give_what_was_sent(caller: Caller, live_server: LiveServer) -> None:
    skip_without_curl("sh")
    first, *_ = sending()
    run(*first[:2], caller=caller, url=live_server.url)

    as_csv, as_rows = (run(*each[:2], caller=caller, url=live_server.url) for each in EXAMPLES if not each[2])

    header, row = as_csv.splitlines()
    assert header.startswith("id,conversation,first_question,")
    assert ",c-1,Where is my parcel?,Åsa,web_chat,resolved,,2," in row
    assert as_rows.splitlines() == [
        "1 conversations; resolved: 1.0",
        "2026-06-01T12:30:05Z resolved Where is my parcel?",
    ]


def skip_without_curl(language: str) -> None:
    missing = [program for program in ("bash", "curl", "gzip") if not shutil.which(program)]
    if language == "sh" and missing:
        pytest.skip(f"this machine has no {' and no '.join(missing)}")


def test_every_type_of_event_and_every_field_is_named() -> None:
    section = DOCS.partition("### Events")[2].partition("### Why")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE))
    del rows["type"]  # the head of the table
    common = {"type", "id", "occurred_at", "updated_at", "meta"}
    for model in get_args(Event):
        kind = get_args(model.model_fields["type"].annotation)[0]
        names = {field.alias or name for name, field in model.model_fields.items()} - common
        assert names <= set(re.findall(r"`(\w+)`", rows.pop(kind))), kind
    assert rows == {}


def test_every_reason_is_named_and_no_other() -> None:
    section = DOCS.partition("### Why an event is refused")[2].partition("## Reading")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    assert sorted(code for row in rows for code in re.findall(r"`(\w+)`", row)) == sorted(Code)

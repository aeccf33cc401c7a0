"""What a few events cost, taken in or found, does not grow with the account: no question reads all that it has.

SQLite says of each question which index it takes and by how many of its columns. PostgreSQL would decide by statistics.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from conversations.models import Account
from conversations.search import index_account
from tests.make import (
    NOW,
    make_agent,
    make_ended,
    make_handoff,
    make_label,
    make_message,
    make_order,
    make_rating,
    make_shopper,
    make_touch,
)
from tests.pages import opened, questions
from tests.recording import codes, recorded

pytestmark = pytest.mark.django_db

SEARCHED = "conversations_search"
LATER = NOW.isoformat()
SMALL = {
    "conversations_liveswitch",
    "conversations_label",
    "conversations_touchwindow",
    "conversations_attributionsettings",
    "conversations_savedview",
}
"""Of these an account has a handful."""


def test_no_question_of_intake_reads_all_of_an_account(account: Account) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL decides by statistics")
    shopper = {"id": "s-1", "email": "one@example.com", "phone": "+46701234567", "visitor": "v-1"}
    batches = [
        [make_message(id="m-1", shopper={"visitor": "v-1"}), make_touch(id="t-1", message="m-1"), make_agent()],
        [make_handoff(), make_ended(), make_label(label="Sizes"), make_rating(), make_shopper(shopper=shopper)],
        [make_order(id="o-1", shopper=shopper), make_touch(id="t-2", kind="message_delivered", message="m-1")],
        [make_message(id="m-1", updated_at=LATER, conversation="c-2", shopper=shopper)],
        [make_order(id="o-1", shopper={"email": "two@example.com"}, total="9.00", updated_at=LATER)],
        [make_label(label="Returns", updated_at=LATER)],
    ]
    with _wide_questions() as wide:
        for batch in batches:
            assert codes(recorded(account, *batch)) == ["accepted"] * len(batch)

    assert wide == set()


def test_no_question_of_search_reads_all_of_an_account(account: Account, reader: Client) -> None:
    """But for its dictionary, and what waits to be indexed."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL decides by statistics")
    recorded(account, make_message(id="m-1", text="Hello"), make_message(id="m-2", text="Where is it?"))
    listed = f"/{account.slug}/conversations/?from=2026-06-01&to=2026-06-07&q=where"

    with _wide_questions() as wide:
        waiting = questions(opened(reader, listed))
        assert index_account(account, now=NOW + timedelta(days=1)) == 1
        assert waiting == questions(opened(reader, listed)) != []

    meant = (f"SEARCH {SEARCHED}token", f"SEARCH {SEARCHED}pending")
    assert {step for step in wide if not step.startswith(meant)} == set()


@contextmanager
def _wide_questions() -> Iterator[set[str]]:
    """The questions asked within that read too much, each with the step of its plan that does."""
    wide: set[str] = set()

    def looked_at(execute: Any, sql: str, parameters: Any, many: Any, context: Any) -> Any:
        if sql.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")) and not many:
            wide.update(f"{step}: {sql}" for step in _plan(sql, parameters) if _is_wide(step))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(looked_at):
        yield wide


def _plan(sql: str, parameters: Any) -> list[str]:
    cursor = connection.connection.cursor()
    return [step[3] for step in cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%s", "?"), parameters or ())]


def _is_wide(step: str) -> bool:
    """A table that is read whole, or all that one account has in it."""
    verb, table, *_ = step.split()
    if not table.startswith("conversations_") or table in SMALL:
        return False
    return verb == "SCAN" or step.endswith("(account_id=?)")

"""One search, each way to its rows: list, count, rows beside a thread, files and API agree on what a role may find."""

import re
from typing import Any

import pytest
from django.test import Client

from conversations.models import Account
from conversations.vocabulary import Role
from tests.calling import make_caller, read
from tests.make import NOW
from tests.make_account import make_account, make_user
from tests.make_rows import DAY, MINUTE, make_conversation
from tests.pages import opened, questions, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TEXTS = ["Where is it?", "quentin was here", "Mail quentin@example.com", "As said QUENTIN"]
LIST = "/shop/conversations/"


@pytest.fixture
def account() -> Account:
    """The first two are of a shopper with such an address, the third says one."""
    account, who = make_account(slug="shop"), {"email": "quentin@example.com"}
    for number, text in enumerate(TEXTS):
        shopper: dict[str, Any] = {"shopper": who} if number < 2 else {}
        make_conversation(account, at=NOW - DAY + number * MINUTE, text=text, **shopper)
    return account


def reader_of(account: Account, role: Role) -> Client:
    client = Client()
    client.force_login(make_user(account, role=role))
    return client


def test_what_is_hidden_is_not_searched_and_every_way_to_the_rows_agrees(account: Account) -> None:
    latest = account.conversations.get(first_question=TEXTS[3])
    for role in Role:
        found = [TEXTS[3], TEXTS[1]] if role is Role.VIEWER else TEXTS[::-1]
        reader = reader_of(account, role)

        listed = opened(reader, f"{LIST}?q=quentin")
        beside = re.findall(r"data-row>(.*?)</a>", opened(reader, f"{LIST}{latest.pk}/?q=quentin"))
        written = reader.post("/shop/exports/file/?q=quentin", {"format": "csv"})

        assert [text.replace(" @", "@") for text in questions(listed)] == found, role
        assert f"{len(found)} conversations ·" in text_of(listed)
        assert beside == found
        if role in (Role.ANALYST, Role.ADMIN):
            lines = b"".join(written.streaming_content).decode()  # type: ignore[attr-defined]
            assert [text for text in found if text in lines] == found
        else:
            assert written.status_code == 403


def test_a_key_reads_what_those_who_see_all_do(account: Account) -> None:
    rows = read(make_caller(account), q="quentin")["conversations"]

    assert [row["first_question"] for row in rows] == TEXTS[::-1]

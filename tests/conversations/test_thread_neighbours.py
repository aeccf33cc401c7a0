"""The way from a thread to the rows beside it in the list, and what of the list stands beside it."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from conversations.filters import SORTS, ListFilter
from conversations.masking import FULL
from conversations.models import Account, Conversation, Message
from conversations.neighbours import neighbours
from conversations.sorting import ordered
from conversations.vocabulary import Role, Status
from tests.make import (
    NOW,
    make_message,
)
from tests.make_account import make_user
from tests.make_rows import DAY, HOUR, MINUTE, iso, make_conversation, make_conversations
from tests.pages import links, opened
from tests.recording import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NOON = datetime(2026, 6, 3, 10, tzinfo=UTC)  # in Stockholm


@pytest.fixture
def reader(account: Account, client: Client) -> Client:
    client.force_login(make_user(account, role=Role.SUPPORT))
    return client


def shown(reader: Client, conversation: Conversation, query: str = "") -> str:
    return opened(reader, f"/shop/conversations/{conversation.pk}/{query}")


def test_from_a_list_the_way_leads_to_its_neighbours_and_back(account: Account, reader: Client) -> None:
    rows = [make_conversation(account, at=NOON + n * MINUTE, text=f"row {n}", channel="sms") for n in range(3)]
    make_conversation(account, at=NOON + MINUTE, text="not in the list", channel="email")
    listed = "?preset=last_30_days&channel=sms"
    for sort, before, later in (("", rows[2], rows[0]), ("&sort=last_updated", rows[0], rows[2])):
        html = shown(reader, rows[1], listed + sort)
        assert links(html)["Previous K"] == f"/shop/conversations/{before.pk}/{listed}{sort}"
        assert links(html)["Next J"] == f"/shop/conversations/{later.pk}/{listed}{sort}"
        said = Message.objects.filter(conversation=rows[1]).earliest("pk").pk
        place = f"at={said}#m-{said}"
        assert unescape(html).count(f'href="{listed}{sort}&{place}"') == 1  # the time of the message keeps the list
        assert f'data-copy="?{place}"' in html  # what is sent to others does not
    assert links(shown(reader, rows[2], listed)).keys() >= {"Next J", "Conversations"}
    assert "Previous K" not in links(shown(reader, rows[2], listed))


@pytest.mark.parametrize("query", ["", "?channel=fax", "?q=%00", "?from=x"])
def test_without_a_list_to_come_from_the_thread_stands_alone(account: Account, reader: Client, query: str) -> None:
    make_conversation(account, at=NOON)

    html = shown(reader, make_conversation(account, at=NOON), query)

    assert not {"Previous K", "Next J"} & links(html).keys()


def test_in_every_order_the_way_goes_through_all_rows_of_the_list_as_they_stand_there(
    account: Account,
) -> None:
    told: list[dict[str, Any]] = []
    for n in range(14):
        who = {"shopper": {"id": f"s-{n % 3}", "name": f"Name {n % 3}"}} if n % 4 else {}
        status, label = list(Status)[n % 4], f"Label {n % 2}" if n % 5 else ""
        at = NOW - 5 * HOUR - (n % 3) * MINUTE
        told.append({"at": at, "status": status, "label": label, "text": f"row {n % 6}", "channel": "sms", **who})
    make_conversations(account, *told)
    threads = account.conversations.select_related("profile", "label").in_bulk()
    for sort in (f"{sign}{name}" for name in SORTS for sign in ("", "-")):
        listed = f"preset=last_7_days&channel=sms&sort={sort}"
        filters = ListFilter(QueryDict(listed), account=account, now=NOW, sight=FULL)
        assert filters.scope
        expected = [*ordered(filters.rows(), sort).values_list("pk", flat=True)]
        assert len(expected) == 14

        for place, pk in enumerate(expected):
            above, below = neighbours(filters.scope, filters.rows(), threads[pk], sort=sort, most=20, now=NOW)
            assert [*reversed(above), pk, *below] == expected, (sort, place)


def test_a_past_list_reaches_those_of_its_rows_that_went_on_for_long(account: Account, reader: Client) -> None:
    rows = [make_conversation(account, at=NOON - 60 * DAY + n * MINUTE, text=f"row {n}") for n in range(3)]
    late = make_message(conversation=rows[0].key, occurred_at=iso(NOON - DAY), text="Still here?")
    recorded(account, late)
    listed = f"?from={(NOON - 60 * DAY).date()}&to={(NOON - 60 * DAY).date()}"

    html = shown(reader, rows[2], listed)

    assert links(html)["Previous K"] == f"/shop/conversations/{rows[0].pk}/{listed}"
    assert links(html)["Next J"] == f"/shop/conversations/{rows[1].pk}/{listed}"
    assert links(shown(reader, rows[0], listed))["Next J"] == f"/shop/conversations/{rows[2].pk}/{listed}"


def test_beside_the_thread_stand_the_rows_around_it_and_no_others(account: Account, reader: Client) -> None:
    rows = [make_conversation(account, at=NOON + n * MINUTE, text=f"row {n}") for n in range(30)]

    html = shown(reader, rows[15], "?preset=last_30_days")
    beside = re.search(r'<nav class="card beside".*?</nav>', html, re.DOTALL)

    assert beside
    assert re.findall(r"data-row>(row \d+)<", beside[0]) == [f"row {n}" for n in range(27, 2, -1)]
    assert 'aria-current="true"' in beside[0]
    assert 'class="card beside"' not in shown(reader, rows[15])
    assert 'class="card beside"' not in shown(
        reader, rows[15], f"?at={account.messages.filter(conversation=rows[15])[0].pk}"
    )

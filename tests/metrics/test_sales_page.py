"""The Sales page and that of an order: these n orders are the n of the card, each with its evidence (A1–A7, K4, K5)."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conversations.models import Account, Export, Order, attribution_of
from conversations.vocabulary import Role
from metrics.queries import what_if
from metrics.queries.earned import earned
from tests.make import ABSENT, NOW, make_order, make_touch
from tests.make_account import make_account, make_user
from tests.make_rows import DAY, HOUR, iso, make_conversation, make_sale
from tests.pages import big, links, opened, text_of
from tests.recording import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)


def reader(client: Client, account: Account, role: Role = Role.VIEWER) -> Client:
    client.force_login(make_user(account, role=role))
    return client


def shop() -> Account:
    """Three orders that count, of 350 kr; and one each: in euro, test, without a shopper, without a touch."""
    account = make_account()
    chat = make_conversation(account, at=NOON - DAY, text="Which boots?")
    sms = make_conversation(account, at=NOON - DAY, text="Any size?", channel="sms")
    make_sale(account, chat, at=NOON, total="100.00", number="#1")
    make_sale(account, chat, at=NOON + HOUR, total="200.00", number="#2", refunded="50.00")
    make_sale(account, chat, at=NOON + 2 * HOUR, total="50.00", number="#3", cancelled_at=iso(NOON + DAY))
    make_sale(account, chat, at=NOON, total="9.00", number="#4", currency="EUR")
    make_sale(account, chat, at=NOON, total="70.00", number="#5", test=True)
    lonely = {"total": "500.00", "occurred_at": iso(NOON)}
    recorded(account, make_order(number="#6", shopper=ABSENT, **lonely), make_order(shopper={"id": "x"}, **lonely))
    assert sms.channel == "sms"
    return account


def test_k5_the_card_leads_to_the_page_whose_orders_are_the_ones_it_counts(client: Client) -> None:
    account = shop()
    value, address = big(opened(reader(client, account), f"/{account.slug}/"), "AI-generated sales")

    page = opened(client, address)

    assert address.startswith(f"/{account.slug}/sales/?")
    assert "350" in value
    assert "These 3 orders are the 3 that the card on the Overview counts." in text_of(page)
    assert "3 credited orders · placed" in text_of(page)
    assert "SEK 350" in text_of(page)
    assert "SEK 250" in text_of(page)  # net: without the refund and the cancelled order
    assert "25.9 %" in text_of(page)  # 350 of the 1,350 kr that the shop sold


def test_a6_what_is_left_out_is_said_and_all_orders_are_accounted_for(client: Client) -> None:
    account = shop()

    words = text_of(opened(reader(client, account), f"/{account.slug}/sales/"))

    assert "1 order in another currency: €9.00, net €9.00. It is listed below and never added (A6)." in words
    assert "of all 7 orders placed in the period" in words
    for why in (
        "1 credited, in another currency",
        "1 no touch before them",
        "1 nobody can be told",
        "1 marked as test",
    ):
        assert why in words
    assert "4 credited" not in words


def test_k5_filters_sorts_and_pages_are_those_of_the_address(client: Client) -> None:
    account = shop()
    reader(client, account)

    def numbers(query: str) -> list[str]:
        return re.findall(r"<bdi>(#\d)</bdi>", opened(client, f"/{account.slug}/sales/?{query}"))

    assert numbers("") == ["#3", "#2", "#4", "#1"]
    assert numbers("sort=total") == ["#4", "#3", "#1", "#2"]
    assert len(numbers("sort=-between")) == 4
    assert numbers("channel=sms") == []
    assert numbers("from=2026-06-04&to=2026-06-05") == []
    filtered = text_of(opened(client, f"/{account.slug}/sales/?channel=sms"))
    assert "4 credited to conversations that the filters above leave out" in filtered
    assert "No number is shown" in text_of(opened(client, f"/{account.slug}/sales/?channel=fax"))


def test_a3_the_page_of_an_order_says_what_won_and_why_the_others_lost(client: Client) -> None:
    account = make_account()
    found = make_conversation(account, at=NOON - DAY, text="Which boots?")
    buyer = {"id": "ann"}
    touches = {"-1": 1, "-2": 2, "-30": 30}
    recorded(
        account,
        *(
            make_touch(id=key, conversation=found.key, shopper=buyer, occurred_at=iso(NOON - hours * HOUR))
            for key, hours in touches.items()
        ),
        make_touch(conversation=found.key, shopper=buyer, bot=True, occurred_at=iso(NOON - HOUR / 2)),
        make_order(number="#77", shopper=buyer, occurred_at=iso(NOON)),
    )
    order = Order.objects.get(account=account)

    page = opened(reader(client, account), f"/{account.slug}/orders/{order.pk}/")

    assert (
        "Product card clicked, 1 h before the order: within the window of 24 hours for Web chat (rule A1)."
        in text_of(page)
    )
    assert "The latest of several touches that qualified (rule A3)." in text_of(page)
    for why in ("It earned the order.", "A later touch goes before it (A3).", "after its window (A1)", "a bot (A7)"):
        assert why in text_of(page)
    thread = f"/{account.slug}/conversations/{found.pk}/"
    assert links(page)["Which boots?"] == thread
    assert links(opened(client, thread))["Why?"] == f"/{account.slug}/orders/{order.pk}/"


def test_a3_each_row_says_why_it_is_credited_and_what_lost_however_many_rows_there_are(client: Client) -> None:
    account = make_account()
    found = make_conversation(account, at=NOON - DAY, text="Which boots?")

    def sell(number: int) -> None:
        buyer = {"id": f"ann {number}"}
        clicks = [(f"{number}-{hours}", hours) for hours in (1, *range(30, 30 + number))]
        recorded(
            account,
            *(
                make_touch(id=key, conversation=found.key, shopper=buyer, occurred_at=iso(NOON - hours * HOUR))
                for key, hours in clicks
            ),
            make_order(number=f"#{number}", shopper=buyer, occurred_at=iso(NOON)),
        )

    sell(0)
    reader(client, account)
    opened(client, f"/{account.slug}/sales/")
    with CaptureQueriesContext(connection) as few:
        alone = text_of(opened(client, f"/{account.slug}/sales/"))
    for number in range(1, 8):
        sell(number)
    with CaptureQueriesContext(connection) as many:
        words = text_of(opened(client, f"/{account.slug}/sales/"))

    sentence = "Product card clicked, 1 h before the order: within the window of 24 hours for Web chat (rule A1)."
    assert f"Why? {sentence}" in alone
    assert words.count(sentence) == 8
    assert "Why? One more touch" in words
    lost = "Web chat: Product card clicked 2 Jun 08:00 – The order came after its window (A1)."
    assert f"Why? 7 more touches {sentence}" in words
    assert lost in words
    assert "and 2 more" in words
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("shopper", "why"),
    [(ABSENT, "it cannot be matched (A5)"), ({"id": "x"}, "touched nothing of the agent’s in the 90 days before")],
)
def test_a5_an_order_that_is_not_credited_says_why(client: Client, shopper: Any, why: str) -> None:
    account = make_account()
    recorded(account, make_order(shopper=shopper))
    order = Order.objects.get(account=account)

    assert why in text_of(opened(reader(client, account), f"/{account.slug}/orders/{order.pk}/"))


def test_the_file_has_the_rows_of_the_page_and_no_formula(client: Client) -> None:
    account = shop()
    make_sale(account, account.conversations.get(channel="web_chat"), at=NOON, number="=1+1", total="1.00")

    refused = reader(client, account).post(f"/{account.slug}/sales/file/")
    client.force_login(make_user(account, role=Role.ANALYST))
    answer = client.post(f"/{account.slug}/sales/file/?channel=web_chat")
    everything = client.post(f"/{account.slug}/sales/file/")

    def read(response: Any) -> list[list[str]]:
        return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))

    assert refused.status_code == 403
    block, table = read(answer), read(everything)
    assert ["Channel", "Web chat"] in block
    assert ["Orders", "5"] in block
    assert [row[1] for row in block[block.index([]) + 2 :]] == ["#3", "#2", "'=1+1", "#4", "#1"]
    assert "'=1+1" in [row[1] for row in table if len(row) > 1]
    header, first = table[table.index([]) + 1 : table.index([]) + 3]
    assert header[-2:] == ["Why", "Also touched, and why it lost"]
    assert first[-2].startswith("Product card clicked, ")
    assert client.get(f"/{account.slug}/sales/file/").status_code == 405
    noted = Export.objects.order_by("started_at", "pk")
    assert [(export.of, export.rows, export.finished_at) for export in noted] == [("sales", 5, NOW)] * 2
    log = opened(client, f"/{account.slug}/exports/")
    assert "Sales, CSV" in text_of(log)
    assert f'href="/{account.slug}/sales/?preset=last_30_days&amp;channel=web_chat"' in log


def test_a1_what_if_shows_other_windows_beside_each_other_and_changes_nothing(client: Client) -> None:
    """A click two days before an order: nothing within 24 hours, all of it within 7 days."""
    account = make_account()
    found = make_conversation(account, at=NOON - 3 * DAY)
    buyer = {"id": "ann"}
    click = make_touch(conversation=found.key, shopper=buyer, occurred_at=iso(NOON - 2 * DAY))
    recorded(account, click, make_order(shopper=buyer, total="40.00", occurred_at=iso(NOON)))
    page = opened(reader(client, account), f"/{account.slug}/sales/")

    compared = opened(
        client, links(page)["Compare 1 hour, 24 hours and 7 days"].replace("?", f"/{account.slug}/sales/?")
    )

    rows = re.findall(r'<tr><th scope="row" class="wide">(.*?)</th>(.*?)</tr>', compared, re.DOTALL)
    assert {text_of(name): text_of(cells) for name, cells in rows} == {
        "1 hour": "SEK 0.00 0 orders SEK 0.00 0 orders",
        "24 hours": "SEK 0.00 0 orders SEK 0.00 0 orders",
        "7 days": "SEK 40.00 1 order SEK 40.00 1 order",
    }
    assert "0 credited orders" in text_of(compared)


def test_a1_what_if_says_that_a_period_has_too_many_orders(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    account = shop()
    monkeypatch.setattr(what_if, "MOST_ORDERS", {"postgresql": 6, "sqlite": 6})

    page = opened(reader(client, account), f"/{account.slug}/sales/?windows=compare")

    assert "In this period 7 orders were placed." in text_of(page)
    assert "choose a period with at most 6" in text_of(page)
    assert "Window of clicks" not in text_of(page)


def test_k5_what_the_settings_give_is_what_is_stored() -> None:
    """The preview's arithmetic is that of the numbers: the same rows by either way, under any filter."""
    account = shop()
    now, then = earned(account, None), earned(account, attribution_of(account))
    assert now == then
    assert (then.total.orders, then.total.gross_minor, then.total.net_minor) == (3, 35000, 25000)
    ends = [NOON, NOON + HOUR, NOON + timedelta(days=30)]
    assert {cell.bar: sum_.orders for cell, sum_ in earned(account, None, ends=ends).cells.items()} == {1: 1, 2: 2}


def test_a_viewer_sees_contact_data_masked_on_the_pages_of_sales_too(client: Client) -> None:
    account = make_account()
    chat = make_conversation(account, at=NOON - DAY, text="Write to asa@example.com")
    make_sale(account, chat, at=NOON)
    pages = [f"/{account.slug}/sales/", f"/{account.slug}/orders/{Order.objects.get().pk}/"]

    for role, seen in ((Role.SUPPORT, True), (Role.VIEWER, False)):
        person = reader(Client(), account, role)
        assert [("asa@example.com" in opened(person, page)) for page in pages] == [seen, seen]

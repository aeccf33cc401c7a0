"""The Overview, as a reader sees it: the four numbers, how they came about, and the way to what they count."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conversations.models import Account
from conversations.vocabulary import Role, Status
from tests.make import NOW, make_agent
from tests.make_account import make_account, make_user
from tests.make_rows import (
    DAY,
    HOUR,
    MINUTE,
    iso,
    make_conversation,
    make_conversations,
    make_sale,
    make_story,
    make_touched,
)
from tests.pages import big, card, links, opened, questions, rows_behind, text_of
from tests.recording import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NOON = datetime(2026, 6, 3, 10, tzinfo=UTC)  # in Stockholm
MOST_HTML = 100_000


def overview(reader: Client, query: str = "") -> str:
    return opened(reader, f"/shop/{query}")


def test_k1_to_k3_the_cards_show_the_numbers_with_n_of_n(account: Account, reader: Client) -> None:
    make_story(account)

    html = overview(reader)

    assert big(html, "Total volume")[0] == "12"
    assert big(html, "Resolved by AI")[0] == "6 of 12"
    assert "50.0 %" in text_of(card(html, "Resolved by AI"))
    assert big(html, "Not resolved by AI")[0] == "3 of 12"


def test_k7_with_30_conversations_a_rate_comes_first(account: Account, reader: Client) -> None:
    for number in range(29):
        status = Status.RESOLVED if number < 20 else Status.CLOSED
        make_conversation(account, at=NOON + number * MINUTE, status=status)
    assert big(overview(reader), "Resolved by AI")[0] == "20 of 29"
    make_conversation(account, at=NOON + 30 * MINUTE, status=Status.CLOSED)

    html = overview(reader)

    assert big(html, "Resolved by AI")[0] == "66.7 %"
    assert "20 of 30" in text_of(card(html, "Resolved by AI"))


def test_k5_every_card_leads_to_exactly_the_rows_that_it_counts(account: Account, reader: Client) -> None:
    make_story(account)
    html = overview(reader, "?preset=this_week&channel=web_chat&channel=sms")

    total, address = big(html, "Total volume")
    assert rows_behind(reader, address) == int(total) == 9
    for title in ("Resolved by AI", "Not resolved by AI"):
        fraction, address = big(html, title)
        assert f"{rows_behind(reader, address)} of 9" == fraction


def test_k5_the_first_rows_are_those_counted_above(account: Account, reader: Client) -> None:
    make_story(account)

    html = overview(reader)

    assert len(questions(html)) == 10
    assert "these 12 are the 12 above" in text_of(html)


def test_t3_the_period_and_its_zone_and_comparison_are_printed(account: Account, reader: Client) -> None:
    words = text_of(overview(reader, "?preset=last_7_days"))

    assert "Last 7 days" in words
    assert "1–7 Jun 2026, Europe/Stockholm · compared with 25–31 May 2026 until 14:00" in words
    assert "until" not in text_of(overview(reader, "?preset=last_week"))


def test_t4_a_change_is_told_against_the_period_before(account: Account, reader: Client) -> None:
    make_conversations(account, *({"at": at} for at in [NOON] * 3 + [NOON - 7 * DAY] * 2))

    words = text_of(card(overview(reader, "?preset=last_7_days"), "Total volume"))

    assert "up 50 %" in words
    assert "from 2" in words


def test_k7_an_arrow_is_coloured_only_by_a_clear_change(account: Account, reader: Client) -> None:
    before = [Status.CLOSED] * 20 + [Status.RESOLVED] * 20
    make_conversations(account, *({"at": NOON - 7 * DAY, "status": status} for status in before))
    make_conversations(account, *({"at": NOON} for _ in before))
    html = overview(reader, "?preset=last_7_days")

    assert '<span class="delta good">' in card(html, "Resolved by AI")
    assert '<span class="delta flat">unchanged</span>' in card(html, "Not resolved by AI")

    make_conversation(account, at=NOON, status=Status.NOT_RESOLVED)
    html = overview(reader, "?preset=last_7_days")
    assert '<span class="delta flat">no clear change</span>' in card(html, "Not resolved by AI")


def test_k6_no_arrow_is_coloured_that_open_conversations_may_still_turn(account: Account, reader: Client) -> None:
    statuses = [Status.RESOLVED] * 10 + [Status.OPEN] * 30
    make_conversations(account, *({"at": NOW - 2 * HOUR, "status": status} for status in statuses))
    make_conversations(account, *({"at": NOW - 2 * HOUR - DAY} for _ in statuses))

    html = overview(reader, "?preset=today")

    assert '<span class="delta flat">no clear change</span>' in card(html, "Resolved by AI")


def test_k4_sales_come_with_orders_average_net_and_what_is_left_out(account: Account, reader: Client) -> None:
    found = make_conversation(account, at=NOON)
    make_sale(account, found, at=NOON + 2 * HOUR, total="1500.00", refunded="500.00")
    make_sale(account, found, at=NOON + 2 * HOUR, total="500.00")
    make_sale(account, found, at=NOON + 2 * HOUR, total="99.00", currency="EUR")

    html = overview(reader)
    sales, words = text_of(card(html, "AI-generated sales")), text_of(html)

    assert big(html, "AI-generated sales")[0] == "SEK 2,000"
    assert "2 orders · avg SEK 1,000 · left out: 1 for €99" in sales
    assert "Net sales" in words
    assert "SEK 1,500" in words
    assert "2 credited orders · placed" in text_of(reader.get(big(html, "AI-generated sales")[1]).content.decode())


def test_rates_without_conversations_are_absent_and_never_zero(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOON - 90 * DAY)

    html = overview(reader, "?preset=last_7_days")

    for title in ("Resolved by AI", "Not resolved by AI"):
        assert big(html, title) == ("–", "")
        assert "delta" not in card(html, title)
    assert big(html, "Total volume")[0] == "0"


def test_clicks_lead_to_the_conversations_they_were_made_in(account: Account, reader: Client) -> None:
    found = make_conversation(account, at=NOON, text="clicked")
    make_conversation(account, at=NOON, text="did not click")
    make_touched(account, found, "link_clicked")
    make_touched(account, found, "link_clicked")

    html = overview(reader)
    address = re.search(r'<dt>Link clicks.*?<dd><a href="([^"]*)">2</a>', html, re.DOTALL)

    assert address
    assert questions(opened(reader, address[1].replace("&amp;", "&"))) == ["clicked"]


def test_s6b_it_says_how_many_ended_with_thanks_and_what_the_other_setting_would_give(
    account: Account, reader: Client
) -> None:
    make_conversation(account, at=NOON)
    make_conversation(account, at=NOON, status=Status.CLOSED)
    make_conversation(account, at=NOON, status=Status.CLOSED, closing="Thanks a lot!")

    words = text_of(overview(reader))

    assert "1 of the 2 that ended without resolution ended with the shopper’s thank-you." in words
    assert "66.7 % would be resolved by AI" in words


def test_without_data_it_says_how_the_first_event_comes_in(account: Account, reader: Client) -> None:
    words = text_of(overview(reader))

    assert "No conversations yet" in words
    assert "An admin of the account connects it." in words
    reader.force_login(make_user(account, role=Role.ADMIN))
    assert "POST /api/v1/events" in text_of(overview(reader))
    assert "Total volume" not in words


def test_a_period_without_conversations_leads_to_the_last_day_with_data(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOON - 200 * DAY)

    html = overview(reader)

    assert big(overview(reader, links(html)["Go to the last day with data"]), "Total volume")[0] == "1"


def test_filters_that_leave_nothing_can_be_cleared(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOON)

    html = overview(reader, "?channel=whatsapp&preset=last_7_days")

    assert "Nothing matches" in text_of(html)
    assert links(html)["Clear all filters"] == "?preset=last_7_days"


@pytest.mark.parametrize("query", ["?preset=never", "?from=2026-06-07&to=2026-06-01", "?group=shape", "?bucket=minute"])
def test_a_bad_filter_is_told_and_no_number_is_shown(account: Account, reader: Client, query: str) -> None:
    make_story(account)

    html = overview(reader, query)

    assert 'role="alert"' in html
    assert "Total volume" not in html
    assert not questions(html)


def test_s10_tests_count_in_no_number_whatever_is_asked(account: Account, reader: Client) -> None:
    make_story(account)

    assert big(overview(reader, "?test=include"), "Total volume")[0] == "12"


def test_numbers_are_of_one_account_alone(account: Account, reader: Client) -> None:
    make_story(account)
    make_story(make_account())

    assert big(overview(reader), "Total volume")[0] == "12"


def test_p14_the_page_is_light(account: Account, reader: Client) -> None:
    make_story(account)

    html = opened(reader, "/shop/?preset=last_90_days&group=label")

    assert len(html.encode()) < MOST_HTML


def test_p8_the_number_of_queries_is_small_and_does_not_grow_with_rows(account: Account, reader: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            overview(reader)
        return len(found)

    make_conversation(account, at=NOON)
    recorded(
        account, make_agent(live=False, occurred_at=iso(NOON - 9 * DAY)), make_agent(occurred_at=iso(NOON - 8 * DAY))
    )
    overview(reader)  # the first visit remembers the account
    few = queries()
    make_story(account)
    for number in range(8):
        found = make_conversation(account, at=NOON + number * timedelta(hours=1), shopper={"id": f"s-{number}"})
        make_sale(account, found, at=NOON + 30 * HOUR)

    assert queries() == few <= 12  # P8


def test_the_definitions_say_every_number_status_and_window(reader: Client) -> None:
    words = text_of(opened(reader, "/shop/definitions/"))

    for said in (
        "Total volume (K1)",
        "AI-generated sales (K4)",
        "Share of shop sales",
        "It is closed, no handoff took place, and the shopper had the last word. S5",
        "by 2 days of silence (S1)",
        "SMS Link clicked 5 days yes",
        "WhatsApp Message opened 12 hours no",
    ):
        assert said in words


def test_the_small_numbers_stand_below_the_chart(account: Account, reader: Client) -> None:
    make_story(account)
    html = overview(reader)
    assert 'id="beside"' in html
    assert "First reply" in text_of(html)
    assert "Share of shop sales" in text_of(html)

"""The chart of the Overview: bars, their table, what they are divided by, and what is marked on them."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from conversations.models import Account
from tests.make import make_agent
from tests.make_rows import DAY, HOUR, iso, make_conversation, make_conversations, make_story
from tests.pages import bars, big, links, opened, rows_behind, text_of
from tests.recording import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NOON = datetime(2026, 6, 3, 10, tzinfo=UTC)  # in Stockholm
MOST_HTML = 100_000


def overview(reader: Client, query: str = "") -> str:
    return opened(reader, f"/shop/{query}")


@pytest.mark.parametrize("query", ["", "?preset=last_7_days&group=status", "?group=label&bucket=week", "?preset=today"])
def test_k5_card_strip_bars_parts_and_rows_agree(account: Account, reader: Client, query: str) -> None:
    make_story(account)
    html = overview(reader, query)
    total = int(big(html, "Total volume")[0])

    legend = r"Resolved by AI (\d+) Not resolved by AI (\d+) Open (\d+) Ended without resolution (\d+) = (\d+)"
    strip = re.search(legend, text_of(html))
    assert strip
    *parts, whole = map(int, strip.groups())
    assert sum(parts) == whole == total
    assert sum(height for _, _, height in bars(html)) == total
    for _, address, height in bars(html):
        assert rows_behind(reader, address) == height
    assert rows_behind(reader, links(html)["Open all"]) == total


def test_the_chart_gives_its_numbers_to_the_script_and_to_the_table_alike(account: Account, reader: Client) -> None:
    make_story(account)

    html = overview(reader, "?preset=last_7_days&group=status")
    found = re.search(r'<script id="bars" type="application/json">(.*?)</script>', html)
    assert found
    chart = json.loads(found[1])

    assert [len(chart[name]) for name in ("labels", "hrefs", "unsettled")] == [7, 7, 7]
    assert chart["labels"][0] == "Mon 1"
    assert [series["token"] for series in chart["series"]] == ["resolved", "not_resolved", "open", "closed"]
    assert [sum(column) for column in zip(*(s["values"] for s in chart["series"]), strict=True)] == [
        height for _, _, height in bars(html)
    ]
    assert {series["name"]: rows_behind(reader, series["href"]) for series in chart["series"]} == {
        series["name"]: sum(series["values"]) for series in chart["series"]
    }


def test_k6_bars_younger_than_the_silence_are_marked_and_it_says_until_when(account: Account, reader: Client) -> None:
    make_story(account)
    html = overview(reader, "?preset=last_7_days")

    assert [label for label, _, _ in bars(html)][3:] == ["Thu 4", "Fri 5", "Sat 6", "Sun 7"]
    assert [("can still change" in row) for row in re.findall(r'<th scope="row">.*?</th>', html)[:7]] == [
        *[False] * 4,
        *[True] * 3,
    ]
    assert "can still change until 9 Jun 14:00" in text_of(html)
    settled = overview(reader, "?from=2026-06-03&to=2026-06-04")  # its sales are not yet, as their card says
    assert "can still change until" not in text_of(settled[settled.index('<figure class="chart"') :])


def test_s9_pauses_are_named_where_they_were(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOON)
    recorded(account, make_agent(live=False, occurred_at=iso(NOON + HOUR)), make_agent(occurred_at=iso(NOON + DAY)))

    html = overview(reader, "?preset=last_7_days")
    paused = ["agent paused" in row for row in re.findall(r'<th scope="row">.*?</th>', html)[:7]]

    assert paused == [False, False, True, True, False, False, False]
    assert "Live since 4 Jun 2026 · last event 3 Jun 12:01" in text_of(html)


def test_the_chart_is_divided_as_asked_and_the_choice_survives_a_filter(account: Account, reader: Client) -> None:
    make_story(account)

    html = overview(reader, "?group=label&bucket=week&channel=sms")

    assert re.search(r'<a href="[^"]*group=label[^"]*" aria-current="true">Label</a>', html)
    assert re.search(r'<a href="[^"]*bucket=week[^"]*" aria-current="true">Week</a>', html)
    assert 'name="group" value="label"' in html
    assert "Channel: SMS" in text_of(html)


def test_s8_more_labels_than_colours_share_one_bar_that_leads_to_all_of_them(account: Account, reader: Client) -> None:
    labels = [*range(12), *range(8)]
    make_conversations(account, *({"at": NOON, "label": f"Label {number}"} for number in labels))

    html = overview(reader, "?group=label")
    rest = links(html)["4 Other labels"]

    assert rows_behind(reader, rest) == 4
    assert sum(height for _, _, height in bars(html)) == 20

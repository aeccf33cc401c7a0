"""What the parts of a page promise, whatever page uses them."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django_tables2 import Column, Table

from conversations.templatetags.messages import message, product_card
from metrics.templatetags.parts import change, definition

NOW = datetime(2026, 6, 7, 13, 58, tzinfo=UTC)
CARD = {"title": "Resolved by AI", "kind": "percent", "value": 0.7134, "part": 916, "whole": 1284, "href": "?rows"}
CHANGE = {"amount": 0.021, "kind": "points", "tone": "good"}


def shown(name: str, **context: Any) -> str:
    """The component as one line of HTML."""
    request = RequestFactory().get("/", context.pop("query", {}))
    return re.sub(r"[ \n]+", " ", render_to_string(f"components/{name}.html", context, request))


def words(html: str) -> str:
    """What a sighted reader sees."""
    heard_only = re.sub(r'<span class="visually-hidden">.*?</span>', "", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", heard_only)).strip()


def test_k2_a_rate_is_a_link_to_its_rows_and_prints_n_of_n() -> None:
    card = shown("kpi_card", card={**CARD, "change": CHANGE})
    assert '<a href="?rows">71.3\xa0%</a>' in card
    assert words(card) == "Resolved by AI 71.3 % 916 of 1,284 ▲ 2.1 pp"
    assert '<span class="visually-hidden">up </span>' in card


def test_k2_without_conversations_there_is_a_dash_no_link_and_no_arrow() -> None:
    card = shown("kpi_card", card={**CARD, "value": None, "part": 0, "whole": 0, "change": CHANGE})
    assert words(card) == "Resolved by AI –"
    assert "<a " not in card


def test_k7_of_few_conversations_the_fraction_comes_first() -> None:
    card = shown("kpi_card", card={**CARD, "value": 5 / 12, "part": 5, "whole": 12, "few": True})
    assert words(card) == "Resolved by AI 5 of 12 41.7 %"


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        ({"amount": None, "kind": "percent", "tone": "flat"}, ""),
        ({"amount": 0, "kind": "percent", "tone": "flat"}, "unchanged"),
        ({"amount": 0.002, "kind": "points", "tone": "flat"}, "no clear change"),
        ({"amount": -0.03, "kind": "percent", "tone": "flat"}, "▼ 3.0 %"),
        ({"amount": -0.12, "kind": "percent", "tone": "bad"}, "▼ 12 %"),
    ],
)
def test_k7_a_change_is_coloured_only_when_it_is_clear(moved: dict[str, Any], expected: str) -> None:
    html = change(moved)
    assert words(html) == expected
    assert ("delta good" in html or "delta bad" in html) == (moved["tone"] != "flat")


def test_a_number_explains_itself_behind_a_real_button() -> None:
    about = {"id": "volume", "name": "Total volume", "sentence": "Conversations started.", "formula": "= 12"}
    html = definition(about)
    assert '<button class="definition-open" type="button" popovertarget="about-volume"' in html
    assert 'aria-label="What is “Total volume”?"' in html
    assert 'id="about-volume" popover' in html
    assert "Conversations started." in html


def test_s5_the_status_strip_shows_all_parts_and_that_they_add_up() -> None:
    parts = [
        {"token": "resolved", "name": "Resolved", "count": 3, "href": "?r"},
        {"token": "open", "name": "Open", "count": 1, "href": "?o"},
        {"token": "closed", "name": "Ended", "count": 0, "href": "?c"},
    ]
    html = shown("status_strip", parts=parts, whole=4, whole_href="?all", label="By status")
    assert words(re.sub(r"<svg.*?</svg>", "", html)) == "Resolved 3 Open 1 Ended 0 = 4"
    assert re.findall(r'width="([\d.]+%)" height="12"', html) == ["100%", "75.000%", "25.000%"]
    assert html.count('tabindex="-1"') == 2  # the drawing is for the mouse; the legend holds the links


CHART = {
    "title": "Conversations per day",
    "labels": ["Mon", "Tue"],
    "hrefs": ["?d=1", "?d=2"],
    "unsettled": [False, True],
    "paused": [True, False],
    "series": [
        {"name": "SMS", "token": "cat-2", "values": [1, 0], "href": "?sms"},
        {"name": "</script>", "token": "open", "values": [2, 5], "href": ""},
    ],
}


def test_t5_beside_a_chart_stands_a_table_whose_rows_link_where_the_bars_do() -> None:
    html = shown("chart", chart=CHART, chart_id="bars", whole=8, bucket_name="Day", settles="until then")
    table = html[html.index("<table") : html.index("</table>")]
    assert re.findall(r'href="([^"]+)"', table) == ["?d=1", "?d=2"]
    assert words(table).endswith("Mon (agent paused) 1 2 3 Tue (can still change) 0 5 5 Total 1 7 8")
    assert '<td>0</td><td data-label="&lt;/script&gt;">5</td>' in table  # in a small window 0 is left out
    assert html.count("</script>") == 1


def test_an_entry_of_a_legend_narrows_the_page_and_its_number_leads_to_the_rows() -> None:
    entry = {"name": "SMS", "token": "cat-2", "total": 7, "href": "/rows?sms", "filter_href": "?sms", "chosen": False}
    html = shown("chart", chart=CHART, chart_id="bars", whole=8, bucket_name="Day", legend=[entry])
    assert re.search(r'<a href="\?sms" hx-boost="true"><i class="swatch" data-token="cat-2"></i>.*?SMS</a>', html)
    assert '<a href="/rows?sms"><b>7</b>' in html


def test_a_filter_keeps_the_other_filters_and_starts_at_the_first_page() -> None:
    options = [
        {"value": "sms", "label": "SMS", "checked": True},
        {"value": "email", "label": "Email", "checked": False},
    ]
    menu = {"name": "channel", "label": "Channel", "value": "SMS", "options": options, "clear_href": "?status=open"}
    html = shown("filter_menu", filter=menu, query={"channel": "sms", "status": "open", "page": "3"})
    assert re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', html) == [("status", "open")]
    assert re.findall(r'value="(\w+)"( checked)?>', html)[1:] == [("sms", " checked"), ("email", "")]
    assert 'href="?status=open"' in html


def test_t3_the_period_picker_offers_links_and_two_dates_that_keep_the_filters() -> None:
    presets = [{"label": "Last 7 days", "href": "?preset=7", "current": True}]
    period = {"label": "Last 7 days", "presets": presets, "first": "2026-06-01", "last": "2026-06-07"}
    html = shown("period_picker", period=period, query={"preset": "7", "channel": "sms"})
    assert re.findall(r'type="date" id="[\w-]+" name="(\w+)" value="([\d-]+)"', html) == [
        ("from", "2026-06-01"),
        ("to", "2026-06-07"),
    ]
    assert re.findall(r'type="hidden" name="(\w+)"', html) == ["channel"]
    assert '<a href="?preset=7" aria-current="true">' in html


def test_a_chip_is_removed_by_a_link_that_says_which() -> None:
    chip = {"label": "Status", "value": "Open", "remove_href": "?"}
    html = shown("chips", chips=[chip], clear_href="?", summary="3 conversations")
    assert 'aria-label="Remove Status: Open"' in html
    assert words(html) == "Status: Open 3 conversations"


def test_pages_are_links_that_keep_the_address_and_say_which_rows_these_are() -> None:
    html = shown("pagination", page=Paginator(range(1284), 50).page(5), query={"q": "boots", "page": "5"})
    assert words(html) == "201–250 of 1,284 1 … 4 5 6 … 26"
    assert '<a href="?q=boots&amp;page=6" rel="next" aria-label="Next page">' in html
    assert '<a href="?q=boots&amp;page=5" aria-current="page">5</a>' in html


class Rows(Table):
    name = Column(attrs={"td": {"class": "wide"}})
    messages = Column(attrs={"td": {"class": "num"}})
    secret = Column(orderable=False)


def table(**options: Any) -> str:
    rows = Rows([{"name": "<b>", "messages": 2, "secret": "x"}], template_name="tables/table.html", **options)
    return re.sub(r"\s+", " ", rows.as_html(RequestFactory().get("/", {"q": "a b", "page": "4", "sort": "name"})))


def test_a_table_says_how_it_is_sorted_and_sorting_anew_starts_at_its_first_page() -> None:
    html = table(order_by="-messages")
    assert '<th scope="col" class="num" aria-sort="descending"><a href="?q=a+b&amp;sort=messages">' in html
    assert '<th scope="col" class="wide"><a href="?q=a+b&amp;sort=name">' in html
    assert '<th scope="col">Secret</th>' in html


def test_a_table_escapes_its_cells_and_names_numbers_for_small_screens() -> None:
    html = table(attrs={"aria-label": "Rows"}, row_attrs={"aria-current": lambda record: "true"})
    assert '<table class="table rows" aria-label="Rows">' in html
    assert '<tr aria-current="true"' in html
    assert '<td class="wide">&lt;b&gt;</td><td class="num" data-label="Messages">2</td><td>x</td>' in html


def test_shopper_text_is_shown_as_it_was_written_and_nothing_in_it_lives() -> None:
    said = {
        "id": 7,
        "sender": "shopper",
        "by": "Shopper",
        "text": "<img src=x onerror=alert(1)>\nhttps://x.example",
        "occurred_at": NOW,
    }
    html = message(said)
    assert "&lt;img src=x onerror=alert(1)&gt;\nhttps://x.example</p>" in html
    assert re.findall(r'href="([^"]*)"', html) == ["?at=7#m-7"]


def test_a_hit_in_a_message_is_marked() -> None:
    pieces = [("my ", False), ("<boots>", True)]
    html = message({"id": 7, "sender": "agent", "by": "Agent", "pieces": pieces, "occurred_at": NOW})
    assert '<p class="bubble" dir="auto">my <mark>&lt;boots&gt;</mark></p>' in html


def test_a_product_is_a_link_only_if_its_address_is_one_of_the_web() -> None:
    html = product_card({"title": "Boot", "url": "https://shop.example"})
    assert '<a href="https://shop.example" rel="noopener noreferrer"' in html
    html = product_card({"title": "Boot", "url": "javascript:alert(1)", "clicked_at": NOW})
    assert "javascript" not in html
    assert "<a " not in html
    assert words(html) == "Boot clicked 13:58"


class Sample(forms.Form):
    name = forms.CharField(help_text="As your customers know it.")
    note = forms.CharField(required=False)
    how = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A")])

    def clean(self) -> None:
        raise forms.ValidationError("These two do not go together.")


def test_a_form_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed() -> None:
    html = shown("fields", form=Sample({"note": "typed"}))
    control = re.search(r'<input type="text" name="name"[^>]*>', html)
    assert control
    assert 'aria-invalid="true"' in control[0]
    assert 'aria-describedby="id_name_helptext id_name_error"' in control[0]
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'value="typed"' in html
    assert words(html).startswith("These two do not go together. Name")
    assert "Note (optional)" in words(html)
    assert "<legend>How</legend>" in html


@pytest.mark.parametrize(
    ("live", "expected"), [(True, "Live since 3 May 2026"), (False, "Paused since 3 May 2026"), (None, "Not live yet")]
)
def test_s9_the_pill_says_whether_the_agent_is_live(*, live: bool | None, expected: str) -> None:
    since = None if live is None else datetime(2026, 5, 3, 12, tzinfo=UTC)
    assert words(shown("live_pill", live=live, since=since)) == expected


def test_an_empty_place_says_why_and_offers_one_next_step() -> None:
    html = shown("empty_state", title="Nothing matches", why="No such rows.", action_label="Clear", action_href="?")
    assert words(html) == "Nothing matches No such rows. Clear"
    assert html.count("<a ") == 1


def test_one_account_alone_needs_no_switch() -> None:
    account = {"name": "Nordic", "timezone": "Europe/Stockholm", "currency": "SEK"}
    mine = [{"name": "Nordic", "href": "/nordic/", "current": True}]
    assert "<button" not in shown("account_switcher", account=account, accounts=mine)
    html = shown("account_switcher", account=account, accounts=[*mine, {"name": "Fjord", "href": "/fjord/"}])
    assert '<a href="/nordic/" aria-current="true">' in html
    assert '<a href="/fjord/">Fjord</a>' in html


def test_signing_out_is_a_post() -> None:
    html = shown(
        "side", shell={"pages": [{"name": "Overview", "href": "/", "icon": "chart-bar", "count": 0}]}, user="Maja"
    )
    assert re.search(r'<form method="post" action="/account/logout/">', html)
    assert '<span class="count">0</span>' in html

"""The Overview in Chromium in every dress: themes, languages, widths, forced colours, paper, no motion, no scripts."""

from typing import Any

import pytest

from conversations.accounts import open_account
from conversations.models import Account, User
from tests.browser import Site
from tests.make_overview_shop import drawn, make_overview_shop

DRESSES: list[dict[str, Any]] = [
    {"color_scheme": "light", "locale": "en-US"},
    {"color_scheme": "dark", "locale": "sv-SE"},
    {"color_scheme": "light", "locale": "sv-SE", "width": 320},
    {"color_scheme": "dark", "locale": "en-US", "width": 2560},
    {"forced_colors": "active", "locale": "en-US", "width": 800},
]


@pytest.fixture(scope="module")
def reader(site: Site) -> User:
    visitor = make_overview_shop()
    open_account(Account(slug="new", name="Not live yet", timezone="Europe/Stockholm", currency="SEK"), admin=visitor)
    return visitor


@pytest.mark.parametrize("dress", DRESSES, ids=str)
def test_nothing_is_wrong_with_the_page_in_any_dress(site: Site, reader: User, dress: dict[str, Any]) -> None:
    page = site.open(reader, "/harbour-coffee/?group=label", **dress)
    drawn(page)
    page.click(".chart-table summary")
    page.watch.check(axe=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= dress.get("width", 1280)
    assert page.locator(".chart-table .scroll").evaluate("(it) => it.scrollWidth <= it.clientWidth")
    site.picture(page, f"overview {' '.join(str(value) for value in dress.values())}")
    page.context.close()


def test_empty_and_refused_pages_are_whole_too(site: Site, reader: User) -> None:
    page = site.open(reader, "/harbour-coffee/?preset=never", width=320)
    for name, address in {
        "refused": "harbour-coffee/?preset=never",
        "no data": "harbour-coffee/?from=2020-01-01&to=2020-01-02",
        "nothing matches": "harbour-coffee/?channel=whatsapp&status=open&label=&preset=yesterday",
        "no hit": "harbour-coffee/conversations/?q=nowhere&preset=today",
        "not live yet": "new/",
        "no conversation": "new/conversations/",
        "no view": "new/conversations/views/",
        "nothing to read": "new/review/",
        "nothing read": "new/review/history/",
        "no key": "new/settings/keys/",
    }.items():
        page.goto(f"/{address}")
        page.watch.check(axe=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        site.picture(page, f"overview {name}")
    page.context.close()


def test_on_paper_are_the_numbers_and_no_controls(site: Site, reader: User) -> None:
    overview = site.open(reader, "/harbour-coffee/?preset=last_7_days")
    overview.emulate_media(media="print")
    for part in (".kpi .big", ".strip", ".window", "td.wide a"):
        assert overview.locator(part).first.is_visible(), part
    for part in (".side", ".controls .button", ".definition-open", "text=Add a note"):
        assert not overview.locator(part).first.is_visible(), part
    site.picture(overview, "overview on paper")
    overview.emulate_media(media="screen")
    overview.watch.check()


def test_who_wants_no_motion_has_none(site: Site, reader: User) -> None:
    page = site.open(reader, "/harbour-coffee/", reduced_motion="reduce")
    drawn(page)
    assert page.evaluate("Object.values(Chart.instances)[0].options.animation") is False
    assert page.evaluate("document.getAnimations().length") == 0
    page.context.close()


def test_of_a_long_period_the_small_numbers_come_after_the_page(
    site: Site, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("metrics.views.overview.MOST_ROWS_READ", 5)
    page = site.open(reader, "/harbour-coffee/?group=status")
    page.locator("#beside dt", has_text="First reply").first.wait_for()
    assert page.locator("#beside").count() == 1
    assert page.locator("#beside .link", has_text="Replies, returns").count() == 0
    page.get_by_role("button", name="What is “Rating”?").click()
    assert page.locator(".definition:popover-open h3").inner_text() == "Rating"
    assert page.evaluate("location.pathname") == "/harbour-coffee/"
    page.watch.check()
    page.context.close()

    plain = site.open(reader, "/harbour-coffee/", java_script_enabled=False)
    plain.get_by_role("link", name="Replies, returns, ratings and clicks of this long period").click()
    assert plain.locator("dt", has_text="First reply").first.is_visible()
    plain.context.close()


def test_without_scripts_the_table_stands_in_the_place_of_the_chart_and_all_controls_work(
    site: Site, reader: User
) -> None:
    page = site.open(reader, "/harbour-coffee/?preset=last_7_days", java_script_enabled=False, locale="sv")
    assert page.locator(".chart-table td").first.is_visible()
    assert not page.locator(".chart-box").is_visible()
    page.get_by_role("button", name="Kanal").click()
    page.get_by_label("SMS").check()
    page.locator("#filter-channel").get_by_role("button", name="Använd").click()
    assert "preset=last_7_days&channel=sms" in page.url
    page.get_by_role("link", name="Ta bort Kanal: SMS").click()
    page.click("nav.segment >> text=Etikett")
    assert "group=label" in page.url
    page.get_by_role("button", name="Lägg till en anteckning").click()
    page.get_by_label("Anteckning", exact=True).fill("Utan skript")
    page.keyboard.press("Enter")
    page.locator(".day-notes").get_by_text("Utan skript", exact=True).wait_for()
    page.context.close()

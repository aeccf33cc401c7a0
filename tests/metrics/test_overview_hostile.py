"""Whatever shoppers, sources and the team write is words on the Overview: it makes no element, and costs no weight."""

import gzip
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.test import Client

from conversations.day_notes import note
from conversations.vocabulary import Role, Status
from tests.hostile import naughty_strings
from tests.make import NOW
from tests.make_account import make_account, make_user
from tests.make_rows import HOUR, MINUTE, make_conversations
from tests.pages import opened, text_of
from tests.project_files import ROOT

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 3, 10, tzinfo=UTC)
HTML, HTML_SENT, ASSETS_SENT = 100 * 1024, 20 * 1024, 150 * 1024
LIVELY = ("<", "javascript:", "{{", "{%", "' OR", "\u202e", "%s", "../")


class Elements(HTMLParser):
    """Tags in their order, each with the names of its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(name for name, _ in attrs)))


def page_about(words: list[str], *, slug: str) -> str:
    """An Overview by label whose labels, questions, profiles and notes are these words."""
    account = make_account(slug=slug, name="The Shop")
    admin = make_user(account, role=Role.ADMIN, name="Maja")
    told: list[dict[str, Any]] = []
    for number, word in enumerate(words):
        named = f"{number} {word}"
        shopper = {"id": f"s-{number}", "name": named[:200]}
        told.append({"at": NOON + number * MINUTE, "text": word, "label": named[:80], "shopper": shopper})
        note(account, admin, day=NOON.date(), text=word[:280], now=NOON)
    make_conversations(account, *told)
    client = Client()
    client.force_login(admin)
    with time_machine.travel(NOW, tick=False):
        return opened(client, f"/{slug}/?preset=last_7_days&group=label")


def test_naughty_words_make_no_element_and_no_attribute() -> None:
    lively = [each.strip() for each in naughty_strings() if any(sign in each for sign in LIVELY) and each.strip()]
    naughty = lively[:: max(1, len(lively) // 10)][:10]
    assert len(naughty) == 10

    hostile, plain = page_about(naughty, slug="hostile"), page_about(["plain"] * 10, slug="plainly")

    assert Elements(hostile).found == Elements(plain).found
    for word in naughty:
        assert " ".join(word.split())[:40] in text_of(hostile)


def test_p14_the_page_with_fifty_rows_of_long_words_is_light(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metrics.views.overview.FIRST_ROWS", 50)
    account = make_account(slug="shop")
    told: list[dict[str, Any]] = []
    for number in range(50):
        text = f"{number}: Can I return the boots if I have worn them once inside, and who pays for the parcel?" * 2
        status = (Status.RESOLVED, Status.NOT_RESOLVED, Status.CLOSED)[number % 3]
        shopper = {"id": f"s-{number}", "name": f"Natalia Engström the {number}th"}
        told.append(
            {
                "at": NOW - (number + 1) * HOUR,
                "status": status,
                "text": text,
                "label": f"Label {number % 12}",
                "shopper": shopper,
            }
        )
    make_conversations(account, *told)
    client.force_login(make_user(account, role=Role.ADMIN))

    with time_machine.travel(NOW + HOUR, tick=False):
        html = opened(client, "/shop/?preset=last_90_days&group=label").encode()

    assert html.count(b'<td class="wide">') == 50
    assert len(html) <= HTML
    assert len(gzip.compress(html)) <= HTML_SENT


def test_p14_all_styles_and_scripts_of_the_product_together_are_light() -> None:
    files = [
        each for kind in ("css", "js") for each in (ROOT / "static").rglob(f"*.{kind}") if each.name != "admin.css"
    ]
    assert len(files) > 40
    assert sum(len(gzip.compress(each.read_bytes())) for each in files) <= ASSETS_SENT

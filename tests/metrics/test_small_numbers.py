"""The second row of the Overview: each number leads to its rows, and with very many conversations has its own page."""

import re
from html import unescape

import pytest
from django.test import Client

from conversations.models import Account
from conversations.periods import Preset, preset_period
from conversations.scope import Scope
from conversations.vocabulary import Status
from metrics.definitions import CAME_BACK_RATE, RESOLVED_RATE
from metrics.views import overview as page
from tests.make import NOW, make_handoff, make_rating
from tests.make_account import make_account
from tests.make_rows import DAY, iso, make_conversation
from tests.pages import opened, rows_behind, text_of
from tests.recording import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def account() -> Account:
    account = make_account(slug="shop")
    first = make_conversation(account, at=NOON, shopper={"id": "s-1"})
    make_conversation(account, at=NOON + DAY, channel="sms", shopper={"id": "s-1"})
    make_conversation(account, at=NOON, status=Status.CLOSED)
    offer = make_handoff(conversation=first.key, stage="offered", occurred_at=iso(NOON))
    recorded(account, offer, make_rating(conversation=first.key, score=4))
    return account


NOON = NOW - 4 * DAY
SHOWN = {
    "First reply": ("1 min 3 replies", 3),
    "First reply, slowest tenth": ("1 min 3 replies", 3),
    "Came back within 7 days": ("1 of 2 50.0 %", 1),
    "Handoffs not accepted": ("1", 1),
    "Rating": ("4.0 1 rating", 1),
}


def small(html: str, title: str) -> tuple[str, str]:
    """A small number as it is shown, and the address of its rows."""
    found = re.search(rf"<dt>{title}(?!,).*?</dt>\s*<dd>(.*?)</dd>", html, re.DOTALL)
    assert found, title
    href = re.search(r'href="([^"]*)"', found[1])
    return text_of(found[1]), unescape(href[1]) if href else ""


@pytest.mark.parametrize("title", SHOWN)
def test_k5_every_small_number_leads_to_exactly_the_rows_that_it_counts(reader: Client, title: str) -> None:
    shown, rows = SHOWN[title]
    text, href = small(opened(reader, "/shop/"), title)
    assert " ".join(text.split()) == shown
    assert rows_behind(reader, href) == rows


def test_with_very_many_conversations_the_small_numbers_have_a_page_of_their_own(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_ROWS_READ", 2)

    html = opened(reader, "/shop/?preset=this_week&channel=web_chat&channel=sms")

    assert "Rating" not in html
    found = re.search(r'hx-get="([^"]*)"', html)
    assert found
    rest = found[1].replace("&amp;", "&")
    assert f'<a class="link" href="{found[1]}">' in html
    alone = opened(reader, rest)
    assert small(alone, "Rating")[0].startswith("4.0")
    assert "of the 2 resolved ones" not in text_of(alone)  # somebody ended all of them
    assert 'id="beside"' in alone  # what htmx takes of it


def test_k5_a_number_of_other_statuses_than_those_asked_for_leads_nowhere(account: Account) -> None:
    period = preset_period(Preset.THIS_WEEK, NOW.date(), zone=account.zone)
    ended = Scope(account, period, statuses=(Status.CLOSED,))
    assert RESOLVED_RATE.rows_in(ended) is None
    assert CAME_BACK_RATE.rows_in(ended) is None
    both = ended.with_(statuses=(Status.CLOSED, Status.RESOLVED))
    assert RESOLVED_RATE.rows_in(both) == ended.with_(statuses=(Status.RESOLVED,))

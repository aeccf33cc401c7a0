"""The demo's smaller shop, with a pause of the agent and hostile words, for the browser tests of the Overview."""

from django.utils import timezone

from conversations.day_notes import note
from conversations.demo import shops, story
from conversations.demo.recording import make_visitor, open_shop, record_story
from conversations.models import User
from tests.browser import WatchedPage
from tests.make import make_agent
from tests.make_rows import DAY, HOUR, iso, make_conversation
from tests.recording import recorded

EVENTS = 1500  # some five weeks
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>'


def make_overview_shop() -> User:
    """Its visitor, who may write notes; the shop is harbour-coffee."""
    shop, now = shops()[1], timezone.now()
    visitor = make_visitor("reader@example.com", "pass")
    account, _told = open_shop(shop, visitor, fresh=False)
    record_story(account, list(story(shop, now=now))[-EVENTS:], now=now, progress=lambda _: None)
    paused, back = make_agent(live=False, occurred_at=iso(now - 9 * DAY)), make_agent(occurred_at=iso(now - 8 * DAY))
    recorded(account, paused, back, now=now)
    make_conversation(account, at=now - HOUR, text=HOSTILE, label="<svg onload=alert(3)>", now=now)
    note(account, visitor, day=now.date(), text=HOSTILE, now=now)
    return visitor


def drawn(page: WatchedPage) -> None:
    page.wait_for_function("Object.keys(window.Chart?.instances ?? {}).length === 1")

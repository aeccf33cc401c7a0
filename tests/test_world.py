"""In the world of the benchmarks: it is one that `record` could have written, and its pages hold what they should.

Pages of the list are read by plans of their own, and hold what the plain query gives.
"""

from datetime import timedelta

import pytest

from benchmarks.world import BIG
from benchmarks.world.build import build
from conversations import paging
from conversations.filters import SORTS
from conversations.models import Account, Label
from conversations.paging import Listing
from conversations.periods import Period, custom_period
from conversations.record import rebuild
from conversations.scope import NO_TOPIC, Scope, Topic
from conversations.sorting import ordered
from conversations.vocabulary import Channel, Status
from tests.make import NOW
from tests.state import state_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_its_derived_rows_are_what_its_facts_give_and_every_page_is_the_plain_querys(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One test, as the world takes longer to build than to look at."""
    world = build(800, now=NOW)
    _compare_pages(monkeypatch)
    for slug in (BIG, "small-7", "tiny"):
        account = Account.objects.get(slug=slug)
        before = state_of(account)
        assert before["Conversation"], before["DayCount"]
        rebuild(account, now=world.now)
        after = state_of(account)
        for name, rows in after.items():
            assert before[name] == rows, name


def _compare_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for scope in _scopes(Account.objects.get(slug=BIG)):
        for sort in [f"{sign}{name}" for name in SORTS for sign in ("", "-")]:
            monkeypatch.setattr(paging, "SHORT", 10**9)
            monkeypatch.setattr(paging, "SHORT_BY_MESSAGES", 10**9)
            _compare(scope, sort)
            _compare_at_once(scope, sort)
            if not sort.endswith(("question", "profile")):
                monkeypatch.setattr(paging, "SHORT", 0)
                monkeypatch.setattr(paging, "SHORT_BY_MESSAGES", 0)
                _compare(scope, sort)


def _scopes(account: Account) -> list[Scope]:
    today, zone = NOW.date(), account.zone
    label = Topic.of(Label.objects.filter(account=account).order_by("pk")[2])
    whole = Scope(account, custom_period(today - timedelta(days=400), today, zone=zone))
    past = Scope(account, custom_period(today - timedelta(days=120), today - timedelta(days=60), zone=zone))
    return [
        whole,
        past,
        past.with_(channels=(Channel.SMS, Channel.WEB_CHAT)),
        whole.with_(statuses=(Status.CLOSED, Status.NOT_RESOLVED), topics=(label, NO_TOPIC)),
        whole.with_(test=True),
        Scope(account, Period(today - timedelta(days=900), today - timedelta(days=800), zone)),
    ]


def _compare(scope: Scope, sort: str) -> None:
    plain = list(ordered(scope.conversations(), sort).values_list("pk", flat=True))
    listing = Listing(scope, sort=sort)
    assert listing.total == len(plain)
    for start in {25, max(len(plain) - 40, 0)}:
        assert listing.ids(start, start + 25) == plain[start : start + 25], (scope, sort, start)


def _compare_at_once(scope: Scope, sort: str) -> None:
    """What is found by words is counted with the rows that are shown."""
    plain = list(ordered(scope.conversations(), sort).values_list("pk", flat=True))
    listing = Listing(scope, scope.conversations(), sort=sort, likely=(25, 50))
    assert (listing.ids(25, 50), listing.total) == (plain[25:50], len(plain)), (scope, sort)

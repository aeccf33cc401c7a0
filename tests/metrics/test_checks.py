"""The self-check of the numbers: right where all is as recorded, and each fault found by the check that is about it."""

from collections.abc import Callable
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import F

from conversations.models import Account, Conversation, Credit, DayCount, NumberCheck
from conversations.record import rebuild
from conversations.vocabulary import Check, Status
from metrics.checks import check_numbers
from metrics.definitions import HANDOFFS_NOT_ACCEPTED
from metrics.tasks import check_all
from tests.make import NOW
from tests.make_account import make_account
from tests.make_rows import DAY, make_conversation, make_sale, make_story
from tests.state import state_of

pytestmark = pytest.mark.django_db

Harm = Callable[[Account], object]


@pytest.fixture
def account() -> Account:
    account = make_account(slug="shop")
    make_story(account)
    sold = make_conversation(account, at=NOW - 5 * DAY, shopper={"id": "buyer"})
    make_sale(account, sold, at=NOW - 3 * DAY)
    return account


def wrong(account: Account) -> set[Check]:
    return {finding.check for finding in check_numbers(account, now=NOW) if finding.faults}


def lose_a_count(account: Account) -> None:
    account.daycounts.filter(n_resolved__gt=0)[:1].get().delete()


def lose_an_order(account: Account) -> None:
    account.dayorders.update(credited=F("credited") - 1)


def earn_more(account: Account) -> None:
    account.daycredits.update(gross_minor=F("gross_minor") + 1)


def move_an_order(account: Account) -> None:
    """To the day after, with its counts, so that all sums agree."""
    for rows in (account.orders, account.dayorders, account.daycredits):
        rows.update(day=NOW - 2 * DAY)


def move_the_zone_alone(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(timezone="Pacific/Kiritimati")
    account.refresh_from_db()


def credit_before_the_click(account: Account) -> None:
    Credit.objects.filter(account=account).update(window_start=NOW)


def turn_a_status(account: Account) -> None:
    """With its count, so that all numbers agree, and are wrong."""
    row = account.conversations.filter(status=Status.CLOSED, test=False).order_by("pk")[:1].get()
    Conversation.objects.filter(pk=row.pk).update(status=Status.RESOLVED)
    cell = DayCount.objects.filter(account=account, day=str(row.day), channel=row.channel, label_id=row.label_id or 0)
    cell.update(n_closed=F("n_closed") - 1, n_resolved=F("n_resolved") + 1)


def test_numbers_as_they_were_recorded_are_right(account: Account) -> None:
    before = state_of(account)
    assert wrong(account) == set()
    assert state_of(account) == before
    assert {row.check_name for row in NumberCheck.objects.filter(account=account, ok=True, at=NOW)} == set(Check)


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lose_a_count, {Check.ROLLUP, Check.PARTS, Check.BARS, Check.LIST}),
        (lose_an_order, {Check.ROLLUP, Check.CREDITS}),
        (earn_more, {Check.ROLLUP}),
        (move_an_order, {Check.DAYS}),
        (move_the_zone_alone, {Check.DAYS}),
        (turn_a_status, {Check.DERIVED}),
    ],
)
def test_a_fault_is_found_and_repaired(account: Account, harm: Harm, found: set[Check]) -> None:
    before = state_of(account)
    harm(account)
    assert wrong(account) >= found

    rebuild(account, now=NOW)

    if harm is move_the_zone_alone:
        assert wrong(account) == set()
    else:  # as it was before, when all was right (see above)
        assert state_of(account) == before


def test_a1_a_credit_that_was_not_earned_is_found(account: Account) -> None:
    credit_before_the_click(account)
    assert wrong(account) == {Check.CREDITS, Check.DERIVED}


def test_k5_a_list_that_is_not_its_number_is_found(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metrics.checks.lists.METRICS", {"wrong": HANDOFFS_NOT_ACCEPTED})
    monkeypatch.setattr(type(HANDOFFS_NOT_ACCEPTED), "rows_in", lambda metric, scope: scope)
    assert wrong(account) == {Check.LIST}


def test_the_command_says_what_is_wrong_and_repairs_it(account: Account) -> None:
    lose_a_count(account)
    with time_machine.travel(NOW, tick=False):
        told = run("check_numbers", "--account", "shop", code=1)
        assert "shop: rollup: WRONG" in told
        assert "shop: days: right" in told
        assert "shop: rollup: right" in run("check_numbers", "--repair")
        assert run("rebuild_numbers", "--account", "shop") == "shop: rebuilt\n"


def run(*command: str, code: int = 0) -> str:
    out = StringIO()
    if code:
        with pytest.raises(SystemExit) as left:
            call_command(*command, stdout=out)
        assert left.value.code == code
    else:
        call_command(*command, stdout=out)
    return out.getvalue()


def test_the_worker_checks_every_account_and_tells_of_faults(account: Account) -> None:
    make_account()
    assert check_all(NOW) == ""
    lose_a_count(account)
    assert check_all(NOW) == "numbers that do not agree in: shop"


@pytest.mark.django_db(transaction=True)
def test_the_worker_checks_outside_of_any_transaction(account: Account) -> None:
    """As it is in production: the other tests are within one, where a snapshot has nothing to begin."""
    assert check_all(NOW) == ""
    assert NumberCheck.objects.filter(account=account, ok=True).count() == len(Check)

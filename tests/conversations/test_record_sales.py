"""K4: what is sold is counted by day with every change of an order, of its credit and of the conversation behind it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from conversations.models import Account
from conversations.money import MOST_A_DAY, MOST_MINOR_UNITS
from conversations.periods import MOST_DAYS
from conversations.record import close_due
from conversations.record.rollups import ROLLUPS, rows_give
from tests.make import HAPPENED_AT, NOW, make_handoff, make_label, make_message, make_order, make_touch
from tests.recording import codes, recorded

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
BUYER = {"shopper": {"id": "s-1"}}


def at(hours: int) -> str:
    return (datetime.fromisoformat(HAPPENED_AT) + hours * HOUR).isoformat()


def earned(account: Account) -> list[tuple[Any, ...]]:
    """What is credited by day, once it has been seen to be what the rows give, and the shop's total of the day."""
    for rollup in ROLLUPS:
        assert rollup.stored(account) == rows_give(account, rollup)
    names = ("channel", "status", "credited", "gross_minor", "net_minor")
    return [*account.daycredits.order_by("day", "status").values_list(*names)]


def order(version: int = 0, **changes: Any) -> dict[str, Any]:
    """The one order of these tests, as it was told last."""
    told = {**BUYER, "occurred_at": at(2), "updated_at": at(2 + version), **changes}
    return make_order(id="o-1", total="100.00", **told)


def test_k4_each_change_moves_the_sales_of_its_day(account: Account) -> None:
    recorded(account, order())
    assert earned(account) == []

    recorded(account, make_message(**BUYER), make_touch(**BUYER, id="t-1", occurred_at=at(1)))
    assert earned(account) == [("web_chat", "open", 1, 10_000, 10_000)]

    recorded(account, order(1, refunded="40.00"), make_label(label="Sizes"))
    assert earned(account) == [("web_chat", "open", 1, 10_000, 6_000)]
    assert account.daycredits.get().label_id == account.labels.get().pk

    recorded(account, make_handoff(id="h-1"))
    assert earned(account) == [("web_chat", "not_resolved", 1, 10_000, 6_000)]

    recorded(account, order(2, cancelled_at=at(3)))
    assert earned(account) == [("web_chat", "not_resolved", 1, 10_000, 0)]

    recorded(account, make_touch(**BUYER, id="t-1", occurred_at=at(1), updated_at=at(4), bot=True))
    assert earned(account) == []
    assert account.dayorders.get().total_minor == 10_000

    recorded(account, order(3, shopper=None))
    assert (earned(account), account.dayorders.get().unknown) == ([], 1)

    recorded(account, order(4, test=True))
    assert (earned(account), account.dayorders.get().tests, account.dayorders.get().total_minor) == ([], 1, 0)


def test_k4_an_order_told_for_another_day_and_in_another_currency_is_counted_there(account: Account) -> None:
    recorded(account, make_message(**BUYER), make_touch(**BUYER, occurred_at=at(1)), order())
    first = account.dayorders.get()

    recorded(account, order(1, occurred_at=at(24), currency="EUR"))

    assert earned(account) == [("web_chat", "open", 1, 10_000, 10_000)]
    moved = account.dayorders.get()
    assert (moved.currency, moved.day - first.day) == ("EUR", timedelta(days=1))


def test_s10_a_conversation_that_turns_out_to_be_a_test_earns_nothing(account: Account) -> None:
    recorded(account, make_message(**BUYER), make_touch(**BUYER, occurred_at=at(1)), order())
    recorded(account, make_message(**BUYER, test=True, occurred_at=at(1)))
    assert earned(account) == []


def test_s1_sales_follow_a_conversation_that_silence_closes(account: Account) -> None:
    recorded(account, make_message(**BUYER), make_touch(**BUYER, occurred_at=at(1)), order())
    assert close_due(account, now=NOW + timedelta(days=9)) == 1
    assert earned(account) == [("web_chat", "closed", 1, 10_000, 10_000)]


HUGE = "10000000000000.00"  # the most that an order may be: a day has room for two and a half of them


@pytest.mark.parametrize("size", [1, 8], ids=["one by one", "at once"])
def test_a6_orders_that_are_too_much_for_their_day_are_refused_and_all_others_are_not(
    account: Account, size: int
) -> None:
    """Some thousands of them would be more than 64 bits hold: an error instead of an answer."""
    orders = [
        *(make_order(id=f"huge-{n}", total=HUGE) for n in range(3)),
        make_order(id="half", total="5000000000000.00"),  # then the day is full
        make_order(id="small", total="99.00"),
        make_order(id="euro", total=HUGE, currency="EUR"),
        make_order(id="a test", total=HUGE, test=True),
        make_order(id="next day", total=HUGE, occurred_at=at(24)),
    ]
    batches = [orders[place : place + size] for place in range(0, len(orders), size)]
    answers = codes([answer for batch in batches for answer in recorded(account, *batch)])
    assert answers == ["accepted", "accepted", "too_large", "accepted", "too_large", *["accepted"] * 3]

    # Told anew, an order takes the room that it had; smaller, it leaves room.
    cheaper = make_order(id="huge-0", total="1.00", updated_at=at(1))
    again = [make_order(id="huge-1", total=HUGE, refunded="1.00", updated_at=at(1)), cheaper, orders[4]]
    assert codes([answer for order in again for answer in recorded(account, order)]) == ["accepted"] * 3
    assert [row.total_minor for row in account.dayorders.filter(currency="SEK").order_by("day")] == [
        (10**15 + 100 + 9_900 + 5 * 10**14),
        10**15,
    ]
    earned(account)


def test_a6_the_longest_period_of_the_fullest_days_is_less_than_64_bits_hold() -> None:
    assert MOST_MINOR_UNITS <= MOST_A_DAY
    assert MOST_DAYS * MOST_A_DAY < 2**63

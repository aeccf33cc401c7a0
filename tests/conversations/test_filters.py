"""GET parameters to a scope: what is understood, and what is said about what is not."""

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict

from conversations.filters import ListFilter
from conversations.masking import FULL
from conversations.models import Account
from conversations.periods import Preset
from conversations.scope import NO_TOPIC, Scope
from conversations.vocabulary import Channel, Status
from tests.make import NOW
from tests.make_account import make_account
from tests.make_rows import make_conversation

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)


def asked(account: Account, query: str) -> ListFilter:
    return ListFilter(QueryDict(query), account=account, now=NOW, sight=FULL)


def test_t3_without_a_period_it_is_the_last_30_days(account: Account) -> None:
    scope = asked(account, "").scope
    assert scope
    assert (scope.period.first, scope.period.last) == (date(2026, 5, 9), date(2026, 6, 7))
    assert scope.period.preset is Preset.LAST_30_DAYS


def test_t2_today_is_the_day_of_the_accounts_zone() -> None:
    scope = asked(make_account(timezone="Pacific/Kiritimati"), "preset=today").scope  # +14:00
    assert scope
    assert scope.period.first == date(2026, 6, 8)


def test_two_days_make_a_period_of_ones_own(account: Account) -> None:
    scope = asked(account, "from=2026-05-01&to=2026-05-31&preset=custom").scope
    assert scope
    assert (scope.period.first, scope.period.last) == (date(2026, 5, 1), date(2026, 5, 31))


def test_filters_may_be_repeated_doubled_and_left_empty(account: Account) -> None:
    scope = asked(account, "channel=sms&channel=email&channel=sms&channel=&status=").scope
    assert scope
    assert (scope.channels, scope.statuses) == ((Channel.SMS, Channel.EMAIL), ())


def test_routed_to_team_is_another_name_of_not_resolved(account: Account) -> None:
    scope = asked(account, "status=routed_to_team&status=not_resolved").scope
    assert scope
    assert scope.statuses == (Status.NOT_RESOLVED,)


def test_s8_labels_are_named_without_case_and_none_by_an_empty_name(account: Account) -> None:
    make_conversation(account, at=NOON, label="Größe")
    scope = asked(account, "label=GRÖSSE&label=").scope
    assert scope
    assert [topic.name for topic in scope.topics] == ["Größe", ""]
    assert scope.topics[1] is NO_TOPIC


def test_a_label_of_another_account_is_not_there(account: Account) -> None:
    make_conversation(make_account(), at=NOON, label="Secret")

    assert asked(account, "label=Secret").problems == ["Label: There is no label “Secret”."]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("from=2026-13-01&to=2026-06-01", "First day: “2026-13-01” is not a day. Days are written like 2026-06-07."),
        ("from=yesterday&to=2026-06-01", "First day: “yesterday” is not a day. Days are written like 2026-06-07."),
        ("from=2026-06-07&to=2026-06-01", "Last day: The last day is before the first."),
        ("from=2026-06-07", "Last day: Choose the last day, too."),
        ("to=2026-06-07", "First day: Choose the first day, too."),
        ("preset=custom", "First day: Choose the first day, too."),
        ("from=0001-01-01&to=2026-06-01", "First day: Days must lie between 2000-01-01 and 2100-12-31."),
        ("from=2000-01-01&to=2026-06-01", "Last day: A period can be ten years long at most."),
        (
            "preset=today&from=2026-06-01&to=2026-06-07",
            "Period: Choose a period by its name or by two dates, not both.",
        ),
        ("preset=next_week", "Period: Select a valid choice. next_week is not one of the available choices."),
        ("channel=fax", "Channel: “fax” is not one of the choices."),
        ("channel=sms&channel=<b>", "Channel: “<b>” is not one of the choices."),
        ("status=RESOLVED", "Status: “RESOLVED” is not one of the choices."),
        ("label=nowhere", "Label: There is no label “nowhere”."),
        ("touch=stroked", "Touch: “stroked” is not one of the choices."),
        ("preset=yesterday&hour=2026-06-03T02:00%2B02:00", "Hour: There is no such hour in the period."),
        ("from=2026-06-03&to=2026-06-03&hour=noon", "Hour: There is no such hour in the period."),
        ("preset=this_year&hour=2026-06-03T02:00%2B02:00", "Hour: There is no such hour in the period."),
        ("test=1", "Test conversations: Select a valid choice. 1 is not one of the available choices."),
        ("sort=id", "Order: Select a valid choice. id is not one of the available choices."),
        ("per_page=1000000", "Rows: Select a valid choice. 1000000 is not one of the available choices."),
        ("q=%00", "Search: Null characters are not allowed."),
        ("q=a+b+c+d+e+f+g+h+i+j+k", "Search: Search for 10 words at most."),
        ("q=" + "x" * 201, "Search: Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_a_bad_value_is_told_in_plain_words_and_leaves_no_rows(account: Account, query: str, problem: str) -> None:
    make_conversation(account, at=NOON)
    filters = asked(account, query)

    assert filters.scope is None
    assert filters.problems == [problem]
    assert not filters.rows().exists()


def test_all_that_is_wrong_is_told_at_once(account: Account) -> None:
    assert len(asked(account, "from=x&channel=fax&status=lost").problems) == 3


def test_what_can_be_read_is_shown_beside_what_cannot(account: Account) -> None:
    make_conversation(account, at=NOON, label="Sizes")
    good = "preset=yesterday&channel=sms&label=sizes&has=replied&profile=identified&min=3&touch=product_card_clicked"
    filters = asked(account, f"{good}&status=lost&max=2&hour=noon")

    assert filters.scope is None
    assert set(filters.bad_parameters) == {"status", "max", "hour"}
    assert filters.shown.parameters() == known(asked(account, good)).parameters()
    assert asked(account, f"{good}&to=never&hour=noon").period is None


def known(filters: ListFilter) -> Scope:
    assert filters.scope
    return filters.scope

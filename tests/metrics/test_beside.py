"""What stands beside the four numbers: clicks, closing thanks (S6b), and whether the agent is live (S9)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from conversations.models import Account
from conversations.periods import Bucket, Period, previous
from conversations.scope import Scope
from conversations.vocabulary import ClosingThanks, SilenceMeans, Status, TouchKind
from metrics.queries import Group, Tally, live_state, thanked, touch_counts, volume
from tests.make import NOW, make_agent, make_ended, make_message
from tests.make_account import make_account
from tests.make_rows import DAY, MINUTE, iso, make_conversation, make_touched
from tests.recording import recorded

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)
JUNE_3 = date(2026, 6, 3)


def on(account: Account, first: date, last: date | None = None, **narrow: Any) -> Scope:
    return Scope(account, Period(first, last or first, account.zone), **narrow)


def counted(scope: Scope, bucket: Bucket = Bucket.DAY, group: Group = Group.CHANNEL, *, now: datetime = NOW) -> Tally:
    return volume(scope, bucket=bucket, group=group, comparison=previous(scope.period, now=now))


def test_clicks_are_those_of_people_in_the_conversations_counted() -> None:
    account = make_account()
    found = make_conversation(account, at=NOON)
    earlier = make_conversation(account, at=NOON - 9 * DAY)
    for kind in ("link_clicked", "link_clicked", "added_to_cart", "message_opened"):
        make_touched(account, found, kind)
    make_touched(account, found, "link_clicked", bot=True)
    make_touched(account, earlier, "product_card_clicked")

    assert touch_counts(on(account, JUNE_3)) == {TouchKind.LINK_CLICKED: 2, TouchKind.ADDED_TO_CART: 1}


def say_thanks(account: Account, key: str, *, ended: bool) -> None:
    events = [
        make_message(conversation=key, text="Where is it?", occurred_at=iso(NOON)),
        make_message(conversation=key, sender="agent", text="Here.", occurred_at=iso(NOON + MINUTE)),
        make_message(conversation=key, text="Thank you!", occurred_at=iso(NOON + 2 * MINUTE)),
    ]
    if ended:
        events.append(make_ended(conversation=key, occurred_at=iso(NOON + 3 * MINUTE)))
    recorded(account, *events)


@pytest.mark.parametrize(
    ("closing_thanks", "silence_means", "found", "otherwise"),
    [
        (ClosingThanks.STRICT, SilenceMeans.RESOLVED, 2, 3),
        (ClosingThanks.STRICT, SilenceMeans.CLOSED, 2, 2),
        (ClosingThanks.CONFIRMS, SilenceMeans.RESOLVED, 2, 1),
        (ClosingThanks.CONFIRMS, SilenceMeans.CLOSED, 1, 1),
    ],
)
def test_s6b_it_is_known_how_many_ended_with_thanks_and_how_many_the_other_setting_would_resolve(
    closing_thanks: ClosingThanks, silence_means: SilenceMeans, found: int, otherwise: int
) -> None:
    account = make_account(closing_thanks=closing_thanks, silence_means=silence_means)
    make_conversation(account, at=NOON)
    make_conversation(account, at=NOON, status=Status.CLOSED)
    say_thanks(account, "ended with thanks", ended=True)
    say_thanks(account, "fell silent with thanks", ended=False)
    scope = on(account, JUNE_3)

    thanks = thanked(scope)

    assert thanks.conversations == found
    assert thanks.resolved_otherwise(counted(scope).by_status[Status.RESOLVED]) == otherwise


@pytest.mark.parametrize(
    ("switches", "live", "since"),
    [
        ([], True, None),
        ([(True, -9)], True, -9),
        ([(False, -9)], False, -9),
        ([(True, -9), (False, -7)], False, -7),
        ([(True, -9), (False, -7), (True, -6)], True, -6),
    ],
)
def test_s9_the_agent_is_live_as_its_last_switch_says(
    switches: list[tuple[bool, int]],
    live: bool,  # noqa: FBT001
    since: int | None,
) -> None:
    account = make_account()
    make_conversation(account, at=NOON)
    recorded(account, *(make_agent(live=on, occurred_at=iso(NOON + days * DAY)) for on, days in switches))

    state = live_state(account)

    assert (state.live, state.since) == (live, NOON + since * DAY if since else None)
    assert state.last_message_at == NOON + MINUTE


def test_s9_of_an_agent_that_nobody_heard_of_nothing_is_known() -> None:
    assert live_state(make_account()).live is None

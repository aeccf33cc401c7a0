"""What stands beside the four numbers: clicks, replies, what other settings would give, whether the agent is live."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conversations.models import Account
from conversations.periods import Bucket, Period, previous
from conversations.scope import Scope
from conversations.vocabulary import ClosingThanks, SilenceMeans, Status, TouchKind, Trait
from metrics.queries import Group, Tally, live_state, service, touch_counts, volume
from metrics.statistics import percentile
from tests.make import ABSENT, NOW, Wire, make_agent, make_ended, make_handoff, make_message
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


def asked_and_answered(key: str) -> list[Wire]:
    return [
        make_message(conversation=key, text="Where is it?", occurred_at=iso(NOON)),
        make_message(conversation=key, sender="agent", text="Here.", occurred_at=iso(NOON + MINUTE)),
    ]


def say_thanks(account: Account, key: str, *, ended: timedelta | None) -> None:
    events = [
        *asked_and_answered(key),
        make_message(conversation=key, text="Thank you!", occurred_at=iso(NOON + 2 * MINUTE)),
    ]
    if ended:
        events.append(make_ended(conversation=key, occurred_at=iso(NOON + ended)))
    recorded(account, *events)


@pytest.mark.parametrize(
    ("closing_thanks", "silence_means", "thanked", "silent"),
    [
        (ClosingThanks.STRICT, SilenceMeans.RESOLVED, 3, 1),
        (ClosingThanks.STRICT, SilenceMeans.CLOSED, 3, 1),
        (ClosingThanks.CONFIRMS, SilenceMeans.RESOLVED, 3, 3),
        (ClosingThanks.CONFIRMS, SilenceMeans.CLOSED, 1, 3),
    ],
)
def test_s6_s6b_it_is_known_what_would_be_resolved_under_the_other_setting(
    closing_thanks: ClosingThanks, silence_means: SilenceMeans, thanked: int, silent: int
) -> None:
    def tell(**rules: Any) -> Scope:
        account = make_account(**rules)
        make_conversation(account, at=NOON)
        make_conversation(account, at=NOON, status=Status.CLOSED)
        make_conversation(account, at=NOON, status=Status.NOT_RESOLVED)
        recorded(account, *asked_and_answered("fell silent"))
        say_thanks(account, "ended with thanks", ended=timedelta(minutes=3))
        say_thanks(account, "fell silent with thanks", ended=None)
        say_thanks(account, "ended after the silence", ended=3 * DAY)
        return on(account, JUNE_3)

    other_thanks, other_silence = (
        next(word for word in kind if word is not now)
        for kind, now in ((ClosingThanks, closing_thanks), (SilenceMeans, silence_means))
    )
    rules = {"closing_thanks": closing_thanks, "silence_means": silence_means}

    found = service(tell(**rules), shares=[]).otherwise

    assert (found.thanked, found.silent) == (thanked, silent)
    assert found.if_thanks == resolved_in(tell(**rules | {"closing_thanks": other_thanks}))
    assert found.if_silence == resolved_in(tell(**rules | {"silence_means": other_silence}))


def resolved_in(scope: Scope) -> int:
    return counted(scope, now=NOW).by_status[Status.RESOLVED]


REPLIES = [(), (7.25,), (60, 0.000001), (5, 1, 600, 3), tuple(range(1, 12))]


@pytest.mark.parametrize("waits", REPLIES, ids=len)
def test_k4_first_replies_are_the_exact_quantiles_of_all_waits(waits: tuple[float, ...]) -> None:
    account = make_account()
    for wait in waits:
        key = f"after {wait}"
        asked, answer = asked_and_answered(key)
        greeting = make_message(conversation=key, sender="agent", text="Hi", occurred_at=iso(NOON - MINUTE))
        recorded(account, greeting, asked, answer | {"occurred_at": iso(NOON + timedelta(seconds=wait))})
    recorded(account, make_message(conversation="never answered", occurred_at=iso(NOON)))

    found = service(on(account, JUNE_3), shares=[0.5, 0.9])

    assert found.by_trait[Trait.REPLIED] == len(waits)
    wanted = {share: percentile(waits, share) for share in (0.5, 0.9)} if waits else {}
    assert found.first_reply_seconds == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("again", "back"),
    [
        ({"at": MINUTE}, 0),  # at the same instant as the last message
        ({"at": MINUTE + timedelta(microseconds=1)}, 1),
        ({"at": MINUTE + 7 * DAY, "channel": "sms"}, 1),
        ({"at": MINUTE + 7 * DAY + timedelta(microseconds=1)}, 0),
        ({"at": -DAY}, 0),
        ({"at": DAY, "test": True}, 0),
        ({"at": DAY, "shopper": {"id": "somebody else"}}, 0),
        ({"at": DAY, "shopper": ABSENT}, 0),
        ({"at": DAY, "shopper": {"visitor": "v-1"}}, 1),  # known by then
    ],
)
def test_k4_a_shopper_came_back_who_started_another_conversation_within_7_days(
    again: dict[str, Any], back: int
) -> None:
    account, shopper = make_account(), {"id": "s-1", "visitor": "v-1"}
    asked, answer = asked_and_answered("first")
    recorded(account, asked | {"shopper": shopper}, answer, now=NOW + 30 * DAY)
    given: dict[str, Any] = {"shopper": shopper, **again, "occurred_at": iso(NOON + again["at"])}
    del given["at"]
    recorded(account, make_message(conversation="second", **given), now=NOW + 30 * DAY)
    scope = on(account, JUNE_3)

    assert service(scope, shares=[]).resolved_came_back == back
    rows = scope.with_(statuses=(Status.RESOLVED,), traits=(Trait.CAME_BACK,)).conversations()
    assert [row.key for row in rows] == ["first"] * back


@pytest.mark.parametrize(
    ("stages", "found"),
    [(["offered"], 1), (["offered", "answered"], 1), (["offered", "accepted"], 0), (["accepted"], 0), ([], 0)],
)
def test_s2_an_offer_without_a_handoff_is_one_that_was_not_accepted(stages: list[str], found: int) -> None:
    account = make_account()
    recorded(account, *asked_and_answered("c-1"), *(make_handoff(stage=stage) for stage in stages))
    assert service(on(account, JUNE_3), shares=[]).by_trait[Trait.OFFER_NOT_ACCEPTED] == found


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

"""A1 to A4 and A7: which touch gets an order, to the microsecond, in any order of arrival."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.crediting import (
    DEFAULT_WINDOWS,
    Lost,
    Order,
    Settings,
    Touch,
    TouchPoint,
    Verdict,
    Window,
    credit,
    longest_window,
    validate_window,
    window_bounds,
)
from conversations.vocabulary import Anchor, Channel, TouchKind

NOON = datetime(2026, 6, 7, 12, tzinfo=UTC)
INSTANT, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("microseconds", "minutes", "hours", "days"))
CARD, LINK, CART = TouchKind.PRODUCT_CARD_CLICKED, TouchKind.LINK_CLICKED, TouchKind.ADDED_TO_CART
OPENED, DELIVERED = TouchKind.MESSAGE_OPENED, TouchKind.MESSAGE_DELIVERED
POINTS = tuple(DEFAULT_WINDOWS)
DEFAULTS = Settings()


def make_touch(channel: Channel | None, kind: TouchKind, at: datetime = NOON, **fields: Any) -> Touch:
    known: dict[str, Any] = {"id": 1, "event_id": "t-1", "conversation_id": 1, **fields}
    return Touch(channel=channel, kind=kind, at=at, **known)


# In the order of the vocabulary.
web, sms, email, whatsapp = (partial(make_touch, channel) for channel in Channel)


def judge(*touches: Touch, after: timedelta = HOUR, settings: Settings = DEFAULTS) -> Verdict:
    """The verdict on an order placed so long after noon."""
    return credit(Order(id=1, placed_at=NOON + after), touches, settings)


def named(*rows: tuple[Any, ...]) -> list[Any]:
    """The rows of a table of cases, each called by its first column."""
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


ALL_ON = Settings({point: replace(window, enabled=True) for point, window in DEFAULT_WINDOWS.items()})
FROM_TOUCH = Settings(anchor=Anchor.TOUCH)
BARRED = {Lost.NOT_A_TOUCH_POINT, Lost.NO_CHANNEL, Lost.SWITCHED_OFF, Lost.BOT}
RECEIVED, LONG_AGO = {"received_at": NOON}, {"received_at": NOON - DAY}


@pytest.mark.parametrize(("point", "hours"), list(zip(POINTS, (24, 120, 24, 12, 120, 120, 12), strict=True)), ids=str)
def test_a1_each_touch_point_earns_until_the_last_microsecond_of_its_window(point: TouchPoint, hours: int) -> None:
    touch = make_touch(point.channel, point.kind, **RECEIVED)
    assert judge(touch, after=hours * HOUR, settings=ALL_ON) == Verdict(touch, hours * HOUR, NOON, ())
    assert window_bounds(touch, ALL_ON) == (NOON, NOON + hours * HOUR)
    late = judge(touch, after=hours * HOUR + INSTANT, settings=ALL_ON)
    assert (late.winner, late.also_touched) == (None, ((touch, Lost.OUTSIDE_WINDOW),))


# One touch, an order so long after noon, the settings, and why it loses (None: it is credited).
ALONE = named(
    ("A1 at the very click", web(CARD), 0 * HOUR, DEFAULTS, None),
    ("A1 one microsecond before the click", web(CARD), -INSTANT, DEFAULTS, Lost.AFTER_ORDER),
    ("A1 exactly 24 h after", web(CARD), 24 * HOUR, DEFAULTS, None),
    ("A1 one microsecond past 24 h", web(CARD), 24 * HOUR + INSTANT, DEFAULTS, Lost.OUTSIDE_WINDOW),
    ("A1 an email link is off", email(LINK), HOUR, DEFAULTS, Lost.SWITCHED_OFF),
    ("A1 a WhatsApp link is off", whatsapp(LINK), HOUR, DEFAULTS, Lost.SWITCHED_OFF),
    ("A1 a read WhatsApp is off", whatsapp(OPENED), HOUR, DEFAULTS, Lost.SWITCHED_OFF),
    ("A1 a link in the web chat", web(LINK), HOUR, ALL_ON, Lost.NOT_A_TOUCH_POINT),
    ("A1 a card in an SMS", sms(CARD), HOUR, ALL_ON, Lost.NOT_A_TOUCH_POINT),
    ("A1 an opened email", email(OPENED), HOUR, ALL_ON, Lost.NOT_A_TOUCH_POINT),
    ("A1 a cart without a channel", make_touch(None, CART), HOUR, ALL_ON, Lost.NOT_A_TOUCH_POINT),
    ("A1 a click before any message", make_touch(None, LINK), HOUR, ALL_ON, Lost.NO_CHANNEL),
    ("A2 clicked on day 5", sms(OPENED, NOON + 4 * DAY, **RECEIVED), 4 * DAY, DEFAULTS, Lost.OUTSIDE_WINDOW),
    ("A2 the same, from the click", sms(OPENED, NOON + 4 * DAY, **RECEIVED), 4 * DAY, FROM_TOUCH, None),
    ("A2 end by receipt", sms(LINK, NOON + DAY, **RECEIVED), 5 * DAY, DEFAULTS, None),
    ("A2 past the end by receipt", sms(LINK, NOON + DAY, **RECEIVED), 5 * DAY + INSTANT, DEFAULTS, Lost.OUTSIDE_WINDOW),
    ("A2 end by click", sms(LINK, NOON + DAY, **RECEIVED), 6 * DAY, FROM_TOUCH, None),
    ("A2 past the end by click", sms(LINK, NOON + DAY, **RECEIVED), 6 * DAY + INSTANT, FROM_TOUCH, Lost.OUTSIDE_WINDOW),
    ("A2 in the window, before the click", sms(LINK, NOON + DAY, **RECEIVED), HOUR, DEFAULTS, Lost.AFTER_ORDER),
    ("A2 receipt unknown", sms(LINK, NOON + DAY), 6 * DAY, DEFAULTS, None),
    ("A2 a receipt dated after the click", sms(LINK, received_at=NOON + DAY), HOUR, DEFAULTS, None),
    ("A2 which lengthens nothing", sms(LINK, received_at=NOON + DAY), 6 * DAY, DEFAULTS, Lost.OUTSIDE_WINDOW),
    ("A2 web chat counts from the click", web(CARD, NOON + DAY, **RECEIVED), 2 * DAY, DEFAULTS, None),
    ("A2 email by receipt", email(LINK, NOON + DAY, **RECEIVED), 6 * DAY, ALL_ON, Lost.OUTSIDE_WINDOW),
    ("A2 WhatsApp by receipt", whatsapp(LINK, NOON + DAY, **RECEIVED), 6 * DAY, ALL_ON, Lost.OUTSIDE_WINDOW),
    ("A7 a bot's click", web(CARD, bot=True), HOUR, DEFAULTS, Lost.BOT),
    ("A7 a bot's click, bots counted", web(CARD, bot=True), HOUR, Settings(ignore_bots=False), None),
    ("A7 a bot's opening", sms(OPENED, bot=True), HOUR, DEFAULTS, Lost.BOT),
    ("S10 a test conversation", web(CARD, test=True), HOUR, DEFAULTS, Lost.TEST_CONVERSATION),
)


@pytest.mark.parametrize(("touch", "after", "settings", "lost"), ALONE)
def test_a1_a2_a7_a_touch_alone_earns_the_order_or_says_why_not(
    touch: Touch, after: timedelta, settings: Settings, lost: Lost | None
) -> None:
    verdict = judge(touch, after=after, settings=settings)
    assert verdict.winner == (None if lost else touch)
    assert verdict.also_touched == (((touch, lost),) if lost else ())
    assert (window_bounds(touch, settings) is None) == (lost in BARRED)


# Several touches, the best first, and why each after the first lost; the order is placed an hour after noon.
TOGETHER = named(
    ("two clicks, the last", [web(CARD, NOON + MINUTE), web(CARD)], [Lost.LATER_TOUCH]),
    ("a delivery after a click", [sms(DELIVERED, NOON + INSTANT), web(CARD)], [Lost.LATER_TOUCH]),
    ("web chat after SMS", [web(CARD, NOON + INSTANT, conversation_id=2), sms(LINK)], [Lost.LATER_TOUCH]),
    ("click, open, delivery", [sms(LINK), sms(OPENED), sms(DELIVERED)], [Lost.WEAKER_KIND, Lost.WEAKER_KIND]),
    ("the kind before the message", [sms(LINK, message_id="1"), sms(OPENED, message_id="2")], [Lost.WEAKER_KIND]),
    ("card and link are both clicks", [sms(LINK, message_id="2"), web(CARD, message_id="1")], [Lost.LOWER_MESSAGE]),
    ("messages as people count", [sms(LINK, message_id="m-10"), sms(LINK, message_id="m-9")], [Lost.LOWER_MESSAGE]),
    ("some message before none", [sms(LINK, message_id="m-1"), sms(LINK)], [Lost.LOWER_MESSAGE]),
    ("different text of one number", [sms(LINK, message_id="m1"), sms(LINK, message_id="m01")], [Lost.LOWER_MESSAGE]),
    ("the source's touch id", [sms(LINK, event_id="t-10"), sms(LINK, event_id="t-9", id=2)], [Lost.LOWER_TOUCH]),
    ("later, but a bot's", [web(CARD), web(CARD, NOON + MINUTE, bot=True)], [Lost.BOT]),
    ("later, but off", [web(CARD), email(LINK, NOON + MINUTE)], [Lost.SWITCHED_OFF]),
    ("later, but after the order", [web(CARD), web(CARD, NOON + 2 * HOUR)], [Lost.AFTER_ORDER]),
    ("later, but a test's", [web(CARD), web(CARD, NOON + MINUTE, test=True)], [Lost.TEST_CONVERSATION]),
    ("later, but long received", [web(CARD), sms(OPENED, NOON + MINUTE, **LONG_AGO)], [Lost.OUTSIDE_WINDOW]),
)


@pytest.mark.parametrize(("touches", "lost"), TOGETHER)
def test_a3_the_last_touch_wins_and_the_others_say_why_they_lost(touches: list[Touch], lost: list[Lost]) -> None:
    verdict = judge(*reversed(touches))
    assert verdict.winner == touches[0]
    assert [reason for _, reason in verdict.also_touched] == lost
    assert {touch for touch, _ in verdict.also_touched} == set(touches[1:])


def test_a3_the_verdict_shows_the_window_that_earned_the_order() -> None:
    clicked = sms(LINK, NOON + DAY, **RECEIVED)
    assert judge(clicked, after=2 * DAY) == Verdict(clicked, 5 * DAY, NOON, ())
    assert judge(clicked, after=2 * DAY, settings=FROM_TOUCH) == Verdict(clicked, 5 * DAY, NOON + DAY, ())
    assert judge() == Verdict(None, None, None, ())


def test_s10_a_test_order_is_credited_to_a_test_conversation() -> None:
    touch = web(CARD, test=True)
    assert credit(Order(id=1, placed_at=NOON, test=True), [touch], DEFAULTS).winner == touch


STOCKHOLM, LORD_HOWE = ZoneInfo("Europe/Stockholm"), ZoneInfo("Australia/Lord_Howe")
CLOCKS = named(
    ("24 h on the clock of a 25 h day", STOCKHOLM, "2026-10-24T12:00+02", "2026-10-25T12:00+01", Lost.OUTSIDE_WINDOW),
    ("24 h of that day", STOCKHOLM, "2026-10-24T12:00+02", "2026-10-25T11:00+01", None),
    ("a microsecond more", STOCKHOLM, "2026-10-24T12:00+02", "2026-10-25T11:00:00.000001+01", Lost.OUTSIDE_WINDOW),
    ("24 h of a 23 h day", STOCKHOLM, "2026-03-28T12:00+01", "2026-03-29T13:00+02", None),
    ("a microsecond more then", STOCKHOLM, "2026-03-28T12:00+01", "2026-03-29T13:00:00.000001+02", Lost.OUTSIDE_WINDOW),
    ("24 h of a 24.5 h day", LORD_HOWE, "2026-04-04T12:00+11", "2026-04-05T11:30+10:30", None),
    ("an hour that comes twice", STOCKHOLM, "2026-10-25T02:30+02", "2026-10-25T02:10+01", None),
    ("the same, backwards", STOCKHOLM, "2026-10-25T02:10+01", "2026-10-25T02:30+02", Lost.AFTER_ORDER),
    ("a click in May, an order in June", STOCKHOLM, "2026-05-31T23:50+02", "2026-06-01T00:10+02", None),
)


@pytest.mark.parametrize(("zone", "clicked", "placed", "lost"), CLOCKS)
def test_a1_windows_are_elapsed_time(zone: ZoneInfo, clicked: str, placed: str, lost: Lost | None) -> None:
    click, order = (datetime.fromisoformat(text).astimezone(zone) for text in (clicked, placed))
    verdict = credit(Order(id=1, placed_at=order), [web(CARD, click)], DEFAULTS)
    assert [reason for _, reason in verdict.also_touched] == ([lost] if lost else [])


def test_a1_a_window_is_whole_hours_from_one_hour_to_ninety_days() -> None:
    assert [validate_window(hours) for hours in (1, 24, 90 * 24)] == [HOUR, DAY, 90 * DAY]
    refused: list[Any] = [0, -1, 90 * 24 + 1, 1.5, 1 + 1 / 3_600_000_000]
    for hours in refused:
        with pytest.raises(ValueError, match="whole hours"):
            validate_window(hours)
        with pytest.raises(ValueError, match="whole hours"):
            Window(enabled=True, length=hours * HOUR)


@pytest.mark.parametrize("field", ["at", "received_at"])
def test_t1_an_instant_without_an_offset_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match="offset"):
        sms(LINK, **{field: NOON.replace(tzinfo=None)})


@pytest.mark.parametrize("point", [TouchPoint(Channel.WEB_CHAT, CART), TouchPoint(Channel.WEB_CHAT, LINK)])
def test_a1_settings_change_touch_points_and_add_none(point: TouchPoint) -> None:
    settings = Settings({point: Window(enabled=True, length=90 * DAY)})
    touch, card = make_touch(point.channel, point.kind), web(CARD)
    assert judge(touch, card, settings=settings).also_touched == ((touch, Lost.NOT_A_TOUCH_POINT),)
    assert longest_window(settings) == 5 * DAY


def test_k6_the_longest_window_is_the_longest_that_is_on() -> None:
    day, off = Window(enabled=True, length=DAY), Window(enabled=False, length=90 * DAY)
    assert longest_window(Settings(dict.fromkeys(POINTS, day) | {POINTS[0]: off})) == DAY
    assert longest_window(Settings(dict.fromkeys(POINTS, off))) == timedelta(0)


# Few instants, at the edges of windows, and few oddities: most examples have a winner, and many a tie.
EDGES = st.sampled_from([0 * HOUR, 0 * HOUR, 0 * HOUR, -INSTANT, INSTANT])
MOMENTS = st.builds(lambda halves, edge: NOON - halves * 12 * HOUR + edge, st.sampled_from([0, 0, 0, 1, 2, 10]), EDGES)
PLACES = [*((point.channel, point.kind) for point in POINTS), (None, LINK), (Channel.WEB_CHAT, CART)]
RARELY = st.sampled_from([False, False, False, False, True])
GIVEN = {"event_id": st.sampled_from([f"t-{number}" for number in range(6, 14)]), "at": MOMENTS}
MAYBE = {"message_id": st.sampled_from(["m-9", "m-10"]), "received_at": MOMENTS, "bot": RARELY, "test": RARELY}
FIELDS = st.fixed_dictionaries(GIVEN, optional=MAYBE)
TOUCH = st.builds(lambda place, fields: make_touch(place[0], place[1], **fields), st.sampled_from(PLACES), FIELDS)
TOUCHES = st.lists(TOUCH, min_size=2, max_size=8, unique_by=lambda touch: touch.event_id)
WINDOW = st.builds(Window, st.booleans(), st.sampled_from([12 * HOUR, DAY]))
CHOSEN = st.dictionaries(st.sampled_from(POINTS), WINDOW).map(lambda own: {**ALL_ON.windows, **own})
SETTINGS = st.builds(Settings, CHOSEN, st.sampled_from(Anchor), st.booleans())
ORDERS = st.builds(Order, id=st.just(1), placed_at=EDGES.map(NOON.__add__), test=RARELY)

# The part of A3's order that decided, per reason; the parts before it are level.
DECIDED_BY = {Lost.LATER_TOUCH: 0, Lost.WEAKER_KIND: 1, Lost.LOWER_MESSAGE: 2, Lost.LOWER_TOUCH: 3}


def merit(touch: Touch) -> tuple[Any, ...]:
    """A3 in other words, for the few ids above."""
    kind = [DELIVERED, OPENED, LINK].index(LINK if touch.kind is CARD else touch.kind)
    return touch.at, kind, *((len(text), text) for text in (touch.message_id, touch.event_id))


@given(ORDERS, TOUCHES, SETTINGS, st.randoms(use_true_random=False))
def test_a1_a3_a4_one_touch_that_qualifies_wins_in_any_order_and_each_other_has_its_true_reason(
    order: Order, touches: list[Touch], settings: Settings, random: Random
) -> None:
    verdict = credit(order, touches, settings)
    assert credit(order, random.sample(touches * 2, k=2 * len(touches)), settings) == verdict
    winner, others = verdict.winner, dict(verdict.also_touched)
    assert len(verdict.also_touched) == len(others)
    assert others.keys() | ({winner} if winner else set()) == set(touches)
    if winner is not None:
        assert winner not in others
        assert (bounds := window_bounds(winner, settings)) is not None
        assert bounds.start <= winner.at <= order.placed_at <= bounds.end
        assert (verdict.window_start, verdict.window) == (bounds.start, bounds.end - bounds.start)
        assert order.placed_at - winner.at <= longest_window(settings)
    for touch, lost in others.items():
        alone = credit(order, [touch], settings)
        if (place := DECIDED_BY.get(lost)) is None:
            assert alone.also_touched == ((touch, lost),), "its reason has nothing to do with the others"
            continue
        assert alone.winner == touch, "only the winner stood in its way"
        assert winner is not None
        assert merit(touch)[:place] == merit(winner)[:place]
        assert merit(touch)[place] < merit(winner)[place]


TESTS = Path(__file__).parents[1]
PEERS = (TESTS.parents[1] / "shared/cases/time/peer_cases.json", TESTS / "data/peer_cases.json")


def peer_cases() -> list[Any]:
    """What other projects' tests say on attribution: all of it is adopted, whole or in shape."""
    file = next((file for file in PEERS if file.exists()), None)
    if file is None:
        return [pytest.param({}, marks=pytest.mark.skip("no peer_cases.json beside the project or in tests/data"))]
    return named(*((case["id"], case) for case in json.loads(file.read_text("utf-8")) if case["kind"] == "attribution"))


def peer_answer(facts: dict[str, Any]) -> Any:
    """What we say to the facts of a case; True where it expects words, and they hold."""
    match facts:
        case {"window_days": days, "click_days_before_order": before}:
            settings = Settings({POINTS[0]: Window(enabled=True, length=days * DAY)})
            return judge(web(CARD), after=before * DAY, settings=settings).winner is not None
        case {"order_minus_click": gap}:
            hours, minutes, seconds = map(int, gap.split(":"))
            return judge(web(CARD), after=timedelta(hours=hours, minutes=minutes, seconds=seconds)).winner is not None
        case {"click": click, "order": order}:
            clicked, placed = datetime.fromisoformat(click), datetime.fromisoformat(order)
            winner = credit(Order(id=1, placed_at=placed), [web(CARD, clicked)], DEFAULTS).winner
            return {"elapsed_h": (placed - clicked) / HOUR, "attributed": winner is not None}
        case {"clicks": ["A d1", "B d10"], "order": "d15"} | {"order": "re-attributed"}:
            first, second = web(CARD, NOON + DAY), web(CARD, NOON + 10 * DAY, conversation_id=2)
            # First B is not known yet, then both are, then the window is shortened: one winner at most each time.
            month = Settings({POINTS[0]: Window(enabled=True, length=30 * DAY)})
            rounds = [([first], month), ([first, second], month), ([first, second], DEFAULTS)]
            verdicts = [judge(*known, after=15 * DAY, settings=settings) for known, settings in rounds]
            return [verdict.winner for verdict in verdicts] == [first, second, None]
    raise AssertionError(f"no reading of {facts}")


@pytest.mark.parametrize("case", peer_cases())
def test_a1_a3_what_other_projects_expect_of_attribution_holds(case: dict[str, Any]) -> None:
    assert case["use"] in {"adopt", "adopt-shape"}
    assert peer_answer(case["input"]) == (True if isinstance(case["expected"], str) else case["expected"])

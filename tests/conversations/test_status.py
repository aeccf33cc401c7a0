"""S1–S6b: the table of the rules, row by row, and what must hold for any facts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.status import Facts, Reason, Rules, closes_at, explain, is_handoff, status_at
from conversations.vocabulary import ClosingThanks, HandoffMethod, HandoffStage, Sender, SilenceMeans, Status

SHOPPER, AGENT, TEAM = Sender.SHOPPER, Sender.AGENT, Sender.TEAM
STRICT = Rules()
CONFIRMS = Rules(closing_thanks=ClosingThanks.CONFIRMS)
SILENCE_IS_NO_ANSWER = Rules(silence_means=SilenceMeans.CLOSED)
LONG = timedelta(days=400)


def at(clock: str, *, after: timedelta = timedelta()) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 6, 1, int(hour), int(minute), tzinfo=UTC) + after


def make_facts(
    *messages: tuple[Sender, str], ended: tuple[str, ...] = (), handed_off: bool = False, thanks: int = 0
) -> Facts:
    """Facts of a thread, its messages in any order. The last `thanks` messages are a shopper's thank-yous."""
    thread = sorted(messages, key=lambda message: at(message[1]))
    words = thread[: len(thread) - thanks]
    return Facts(
        last_message_at=at(thread[-1][1]),
        last_sender=thread[-1][0],
        last_word_sender=words[-1][0] if words else None,
        ended_at=tuple(at(clock) for clock in ended),
        handed_off=handed_off,
    )


ANSWERED = make_facts((SHOPPER, "10:00"), (AGENT, "10:01"))
ANSWERED_ENDED = make_facts((SHOPPER, "10:00"), (AGENT, "10:01"), ended=("10:05",))
ASKED_AGAIN = make_facts((SHOPPER, "10:00"), (AGENT, "10:01"), (SHOPPER, "10:02"))
HANDED_OFF = make_facts((SHOPPER, "10:00"), (AGENT, "10:01"), handed_off=True)
CAME_BACK = make_facts((SHOPPER, "10:00"), (AGENT, "10:01"), (SHOPPER, "11:00"), ended=("10:05",))
CAME_BACK_ANSWERED = make_facts(
    (SHOPPER, "10:00"), (AGENT, "10:01"), (SHOPPER, "11:00"), (AGENT, "11:02"), ended=("10:05",)
)
TEAM_AFTER_HANDOFF = make_facts(
    (SHOPPER, "10:00"), (AGENT, "10:01"), (TEAM, "11:00"), ended=("12:00",), handed_off=True
)

HOURS_48 = timedelta(hours=48)
MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("facts", "now", "status"),
    [
        pytest.param(ANSWERED, at("10:01", after=timedelta(hours=47, minutes=59, seconds=59)), Status.OPEN, id="row 1"),
        pytest.param(ANSWERED, at("10:01", after=HOURS_48 - MICROSECOND), Status.OPEN, id="row 1, to the microsecond"),
        pytest.param(ANSWERED, at("10:01", after=HOURS_48), Status.RESOLVED, id="row 2"),
        pytest.param(ANSWERED, at("10:01", after=HOURS_48 + MICROSECOND), Status.RESOLVED, id="row 2, and after"),
        pytest.param(ANSWERED_ENDED, at("10:05"), Status.RESOLVED, id="row 3"),
        pytest.param(ANSWERED_ENDED, at("10:05", after=-MICROSECOND), Status.OPEN, id="row 3, just before"),
        pytest.param(ASKED_AGAIN, at("10:02", after=HOURS_48), Status.CLOSED, id="row 4"),
        pytest.param(ASKED_AGAIN, at("10:02", after=HOURS_48 - MICROSECOND), Status.OPEN, id="row 4, just before"),
        pytest.param(ANSWERED_ENDED, at("10:05", after=LONG), Status.RESOLVED, id="row 5: only offered"),
        pytest.param(HANDED_OFF, at("10:02"), Status.NOT_RESOLVED, id="rows 6 and 7: at once"),
        pytest.param(HANDED_OFF, at("10:02", after=LONG), Status.NOT_RESOLVED, id="rows 6 and 7: for ever"),
        pytest.param(CAME_BACK, at("11:01"), Status.OPEN, id="row 8"),
        pytest.param(CAME_BACK_ANSWERED, at("11:02", after=HOURS_48), Status.RESOLVED, id="row 9"),
        pytest.param(
            CAME_BACK_ANSWERED, at("11:02", after=HOURS_48 - MICROSECOND), Status.OPEN, id="row 9, just before"
        ),
        pytest.param(TEAM_AFTER_HANDOFF, at("12:00", after=LONG), Status.NOT_RESOLVED, id="row 10"),
    ],
)
def test_s1_to_s5_follow_the_table_of_the_rules(facts: Facts, now: datetime, status: Status) -> None:
    assert status_at(facts, STRICT, now) is status


def test_s1_silence_closes_at_exactly_48_hours_after_the_last_message_whoever_sent_it() -> None:
    assert closes_at(ANSWERED, STRICT) == at("10:01", after=HOURS_48)
    assert closes_at(ASKED_AGAIN, STRICT) == at("10:02", after=HOURS_48)


def test_s1_the_account_sets_how_long_silence_lasts() -> None:
    rules = Rules(silence=timedelta(hours=1))
    assert status_at(ANSWERED, rules, at("11:01", after=-MICROSECOND)) is Status.OPEN
    assert status_at(ANSWERED, rules, at("11:01")) is Status.RESOLVED


@pytest.mark.parametrize(
    ("ended", "closes"),
    [
        pytest.param((), at("10:01", after=HOURS_48), id="nobody ended it"),
        pytest.param(("10:00",), at("10:01", after=HOURS_48), id="ended before the last message: opened again"),
        pytest.param(("10:01",), at("10:01"), id="a message at the same instant does not open it again"),
        pytest.param(("10:00", "10:01"), at("10:01"), id="one ending before, one with the last message"),
        pytest.param(("10:07", "10:03", "10:05"), at("10:03"), id="the first of several, whatever their order"),
    ],
)
def test_s1_the_first_ending_from_the_last_message_on_closes(ended: tuple[str, ...], closes: datetime) -> None:
    assert closes_at(make_facts((SHOPPER, "10:00"), (AGENT, "10:01"), ended=ended), STRICT) == closes


def test_s1_an_ending_after_the_silence_finds_it_closed_already() -> None:
    facts = Facts(at("10:01"), AGENT, AGENT, (at("10:01", after=HOURS_48 + MICROSECOND),), handed_off=False)
    assert closes_at(facts, STRICT) == at("10:01", after=HOURS_48)
    assert status_at(facts, SILENCE_IS_NO_ANSWER, at("10:01", after=LONG)) is Status.CLOSED


def test_s1_an_ending_in_the_instant_the_silence_runs_out_is_an_ending() -> None:
    facts = Facts(at("10:01"), AGENT, AGENT, (at("10:01", after=HOURS_48),), handed_off=False)
    assert explain(facts, SILENCE_IS_NO_ANSWER, at("10:01", after=HOURS_48)) is Reason.AGENT_LAST_ENDED


@pytest.mark.parametrize("method", HandoffMethod)
@pytest.mark.parametrize(
    ("stage", "handoff"),
    [
        (HandoffStage.OFFERED, False),
        (HandoffStage.ACCEPTED, True),
        (HandoffStage.MESSAGE_SHOWN, True),
        (HandoffStage.ANSWERED, False),
    ],
)
def test_s2_an_accepted_handoff_or_a_shown_message_is_one(
    stage: HandoffStage, method: HandoffMethod, *, handoff: bool
) -> None:
    assert is_handoff(stage, method) is handoff


def test_s5_the_team_having_the_last_word_is_an_ending_without_resolution() -> None:
    facts = make_facts((SHOPPER, "10:00"), (AGENT, "10:01"), (TEAM, "10:02"), ended=("10:05",))
    assert explain(facts, STRICT, at("10:05")) is Reason.TEAM_LAST
    assert status_at(facts, STRICT, at("10:05")) is Status.CLOSED


@pytest.mark.parametrize(
    ("facts", "now", "reason"),
    [
        pytest.param(ANSWERED, at("10:01", after=HOURS_48), Reason.SILENCE_SETTING, id="silent after the answer"),
        pytest.param(ANSWERED, at("10:02"), Reason.STILL_OPEN, id="not closed yet"),
        pytest.param(ANSWERED_ENDED, at("10:05"), Reason.AGENT_LAST_ENDED, id="ended, so not by silence"),
        pytest.param(ASKED_AGAIN, at("10:02", after=HOURS_48), Reason.SHOPPER_LAST, id="the shopper's word is last"),
        pytest.param(CAME_BACK_ANSWERED, at("11:02", after=HOURS_48), Reason.SILENCE_SETTING, id="the ending was void"),
        pytest.param(HANDED_OFF, at("10:01", after=HOURS_48), Reason.HANDED_OFF, id="handed off"),
    ],
)
def test_s6_the_silence_setting_concerns_only_silence_after_the_agents_word(
    facts: Facts, now: datetime, reason: Reason
) -> None:
    assert explain(facts, SILENCE_IS_NO_ANSWER, now) is reason


THANKED = make_facts((SHOPPER, "10:00"), (AGENT, "10:01"), (SHOPPER, "10:02"), thanks=1)
THANKED_ENDED = make_facts((SHOPPER, "10:00"), (AGENT, "10:01"), (SHOPPER, "10:02"), ended=("10:05",), thanks=1)
THANKED_TWICE = make_facts((SHOPPER, "10:00"), (AGENT, "10:01"), (SHOPPER, "10:02"), (SHOPPER, "10:03"), thanks=2)
THANKED_THE_TEAM = make_facts((SHOPPER, "10:00"), (TEAM, "10:01"), (SHOPPER, "10:02"), thanks=1)
ONLY_THANKS = make_facts((SHOPPER, "10:02"), thanks=1)


@pytest.mark.parametrize(
    ("facts", "strict", "confirms"),
    [
        pytest.param(THANKED, Reason.SHOPPER_LAST, Reason.THANKS_CONFIRM, id="closed by silence"),
        pytest.param(THANKED_ENDED, Reason.SHOPPER_LAST, Reason.THANKS_CONFIRM, id="ended"),
        pytest.param(THANKED_TWICE, Reason.SHOPPER_LAST, Reason.THANKS_CONFIRM, id="several thank-yous"),
        pytest.param(THANKED_THE_TEAM, Reason.SHOPPER_LAST, Reason.TEAM_LAST, id="the team's word before"),
        pytest.param(ONLY_THANKS, Reason.SHOPPER_LAST, Reason.SHOPPER_LAST, id="nothing but thanks"),
        pytest.param(ANSWERED, Reason.AGENT_LAST_SILENCE, Reason.AGENT_LAST_SILENCE, id="no thanks at all"),
        pytest.param(ASKED_AGAIN, Reason.SHOPPER_LAST, Reason.SHOPPER_LAST, id="a question is no thank-you"),
        pytest.param(HANDED_OFF, Reason.HANDED_OFF, Reason.HANDED_OFF, id="handed off"),
    ],
)
def test_s6b_thanks_do_not_count_as_the_last_word_where_they_confirm(
    facts: Facts, strict: Reason, confirms: Reason
) -> None:
    now = at("10:05", after=HOURS_48)
    assert explain(facts, STRICT, now) is strict
    assert explain(facts, CONFIRMS, now) is confirms


def test_s6b_leaves_silence_after_thanks_to_the_silence_setting() -> None:
    rules = Rules(silence_means=SilenceMeans.CLOSED, closing_thanks=ClosingThanks.CONFIRMS)
    assert explain(THANKED, rules, at("10:02", after=HOURS_48)) is Reason.SILENCE_SETTING
    assert explain(THANKED_ENDED, rules, at("10:05")) is Reason.THANKS_CONFIRM


def test_s6b_thanks_are_messages_and_put_the_silence_off() -> None:
    assert closes_at(THANKED, CONFIRMS) == at("10:02", after=HOURS_48)
    assert status_at(THANKED, CONFIRMS, at("10:01", after=HOURS_48)) is Status.OPEN


def test_every_reason_has_a_status_and_every_status_a_reason() -> None:
    assert {reason.status for reason in Reason} == set(Status)


_instants = st.integers(-60, 60 * 100).map(lambda minutes: at("10:00", after=timedelta(minutes=minutes)))
_senders = st.sampled_from([SHOPPER, AGENT, TEAM])
_facts = st.builds(
    Facts,
    last_message_at=st.just(at("10:00")),
    last_sender=_senders,
    last_word_sender=st.one_of(st.none(), _senders),
    ended_at=st.lists(_instants, max_size=4).map(tuple),
    handed_off=st.booleans(),
)
_rules = st.builds(
    Rules,
    silence=st.integers(1, 96).map(lambda hours: timedelta(hours=hours)),
    silence_means=st.sampled_from(SilenceMeans),
    closing_thanks=st.sampled_from(ClosingThanks),
)


@given(facts=_facts, rules=_rules, now=_instants, data=st.data())
def test_s1_endings_in_any_order_any_of_them_twice_say_the_same(
    facts: Facts, rules: Rules, now: datetime, data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(facts.ended_at))) if facts.ended_at else []
    shuffled = data.draw(st.permutations([*facts.ended_at, *again]))
    other = Facts(facts.last_message_at, facts.last_sender, facts.last_word_sender, tuple(shuffled), facts.handed_off)
    assert explain(other, rules, now) is explain(facts, rules, now)
    assert closes_at(other, rules) == closes_at(facts, rules)


@given(facts=_facts, rules=_rules, now=_instants)
def test_s4_open_is_not_closed_and_not_handed_off(facts: Facts, rules: Rules, now: datetime) -> None:
    is_open = status_at(facts, rules, now) is Status.OPEN
    assert is_open is (now < closes_at(facts, rules) and not facts.handed_off)


@given(facts=_facts, rules=_rules, now=_instants, later=st.timedeltas(min_value=timedelta(), max_value=LONG))
def test_s1_once_closed_the_clock_alone_changes_nothing(
    facts: Facts, rules: Rules, now: datetime, later: timedelta
) -> None:
    before, after = status_at(facts, rules, now), status_at(facts, rules, now + later)
    assert before is Status.OPEN or before is after


@given(facts=_facts, rules=_rules, now=_instants)
def test_s2_a_handoff_is_never_resolved_and_nothing_else_is_not_resolved(
    facts: Facts, rules: Rules, now: datetime
) -> None:
    assert (status_at(facts, rules, now) is Status.NOT_RESOLVED) is facts.handed_off

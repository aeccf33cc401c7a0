"""What the test suites of other dashboards say on ranges, zones, bars, status and times: 72 facts, asked of us.

The facts are from the suites that each case names as its source, told in our own words. `use` says what becomes of
them: adopted, or decided otherwise ("differ", "decide"); then the check asserts what ours is instead. What no check
answers is in LEFT_OUT, with the reason.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from conversations.days import local_day, window
from conversations.payloads import Refusal, read_event
from conversations.periods import Bucket, Period, Preset, Span, buckets, custom_period, preset_period, previous
from conversations.status import Facts, Rules, is_handoff, status_at
from conversations.vocabulary import HandoffMethod, HandoffStage, Sender, Status
from metrics.statistics import mean
from tests.make import NOW, make_message

OURS = Path(__file__).parent / "data/peer_cases.json"
SHARED = Path(__file__).parents[2] / "shared/cases/time/peer_cases.json"
CASES: list[dict[str, Any]] = json.loads(OURS.read_text("utf-8"))

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SECOND = timedelta(seconds=1)
MICROSECOND = timedelta(microseconds=1)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)

Check = Callable[[Any, Any], None]


def check_window(facts: Any, expected: Any) -> None:
    """Theirs end with the last second, included ("T04:59:59Z"); ours are half-open and end one second later."""
    start, end = window(date.fromisoformat(facts["from"]), date.fromisoformat(facts["to"]), ZoneInfo(facts["tz"]))
    assert start == datetime.fromisoformat(expected["first"])
    assert end - SECOND == datetime.fromisoformat(expected["last"])


def check_day_length(facts: Any, expected: Any) -> None:
    hours = hours_of(facts["date"], facts["tz"])
    assert sum((span.end - span.start for span in hours), timedelta()) == timedelta(hours=expected)
    assert all(before.end == after.start for before, after in pairwise(hours))


def check_skipped_hour(facts: Any, expected: Any) -> None:
    hours, at = hours_of(facts["date"], facts["tz"]), datetime.fromisoformat(facts["event_utc"])
    labels = [f"{span.key[:10]} {span.key[11:16]}:00" for span in hours]
    assert labels[[span.start <= at < span.end for span in hours].index(True)] == expected["bucket_label"]
    assert expected["absent"] not in labels
    assert len(hours) == expected["buckets"]


def check_unequal_days(facts: Any, expected: Any) -> None:
    today = period_of({"from": facts["main"], "to": facts["main"]}, facts["tz"])
    before = previous(today, now=today.end)
    assert before.first.isoformat() == facts["comparison"]
    assert len(buckets(today, Bucket.HOUR)) == expected["main_buckets"]
    assert len(hours_of(facts["comparison"], facts["tz"])) == expected["comparison_buckets"]


def check_last_days_hold_today(facts: Any, expected: Any) -> None:
    """Theirs end yesterday. Ours are today and the N - 1 days before it (T3)."""
    days, today = int(facts["range"].removesuffix("d")), datetime.fromisoformat(facts["now"]).date()
    period = preset_period(Preset(f"last_{days}_days"), today, zone=ZoneInfo("UTC"))
    assert (period.last, period.days) == (today, days)
    assert period.last == date.fromisoformat(expected["to"]) + DAY


def check_no_preset_of_hours(facts: Any, expected: Any) -> None:
    """Ours are whole local days only (T2)."""
    with pytest.raises(ValueError, match="is not a valid Preset"):
        Preset(facts["range"])


def check_last_complete_day(facts: Any, expected: Any) -> None:
    zone = ZoneInfo(facts["tz"])
    today = local_day(datetime.fromisoformat(facts["now"]), zone)
    yesterday = preset_period(Preset.YESTERDAY, today, zone=zone)
    last = (yesterday.end - MICROSECOND).astimezone(zone).replace(tzinfo=None)
    assert last == datetime.fromisoformat(expected["to_local"])


def check_reversed_is_refused(facts: Any, expected: Any) -> None:
    """Theirs swap the two. Ours say so."""
    first, last = (datetime.fromisoformat(facts[key]).date() for key in ("from", "to"))
    with pytest.raises(ValueError, match="before it begins"):
        custom_period(first, last, zone=STOCKHOLM)


def check_previous_week(facts: Any, expected: Any) -> None:
    week = preset_period(Preset.LAST_WEEK, date.fromisoformat(facts["now"]), zone=STOCKHOLM)
    assert [week.first.isoformat(), week.last.isoformat()] == expected


def check_month_labels(facts: Any, expected: Any) -> None:
    spans = buckets(period_of(facts), Bucket(facts["dimension"]))
    assert [f"{span.key}-01" for span in spans] == expected


def check_bar_does_not_reach_before_the_range(facts: Any, expected: Any) -> None:
    period = custom_period(date(2026, 5, 30), date(2026, 6, 2), zone=STOCKHOLM)
    assert buckets(period, Bucket(facts["interval"]))[0].start == period.start


def check_previous_period(facts: Any, expected: Any) -> None:
    before = previous(period_of(facts), now=NOW)
    assert [before.first.isoformat(), before.last.isoformat()] == expected


def check_zero_fill(facts: Any, expected: Any) -> None:
    """An empty day is there. Its sum is theirs, 0; its mean is none, which a page shows as "–" (K1)."""
    spans = buckets(period_of({"from": facts["since"], "to": facts["until"]}), Bucket.DAY)
    means = [mean(facts["events"].get(span.key, [])) for span in spans]
    assert [value or 0 for value in means] == expected["values"]
    assert len(spans) == expected["buckets"]
    assert mean([value for day in facts["events"].values() for value in day]) == expected["aggregate"]


def check_reopened_is_not_resolved(facts: Any, expected: Any) -> None:
    resolved = make_facts(Sender.AGENT, ended=NOON)
    reopened = make_facts(Sender.SHOPPER, last=NOON + SECOND, ended=NOON)
    all_of_them = [resolved] * (facts["resolved"] - facts["then_reopened"]) + [reopened] * facts["then_reopened"]
    assert count_resolved(all_of_them) == expected["resolutions_count"]


def check_resolved_by_the_agent_alone(facts: Any, expected: Any) -> None:
    """Theirs ask whether a human wrote at all, ours who had the last word (S3): for these three it is the same."""
    senders = {(True, False): Sender.AGENT, (False, False): Sender.SHOPPER, (True, True): Sender.TEAM}
    threads = [make_facts(senders[thread["bot"], thread["human_msg"]], ended=NOON) for thread in facts]
    assert [count_resolved([thread]) for thread in threads] == expected["bot_resolved_events"]


def check_conversations_are_counted_not_handoffs(facts: Any, expected: Any) -> None:
    accepted = (HandoffStage.ACCEPTED, HandoffMethod.HELP_DESK_TICKET)
    threads = [
        make_facts(Sender.AGENT, handed_off=any(is_handoff(*event) for event in [accepted] * handoffs))
        for handoffs in facts["handoffs"].values()
    ]
    statuses = [status_at(thread, Rules(), NOON) for thread in threads]
    assert statuses.count(Status.NOT_RESOLVED) == expected["rows"]


def check_handoff_takes_the_resolution_back(facts: Any, expected: Any) -> None:
    threads = [
        make_facts(Sender.AGENT, ended=NOON, handed_off="handoff d1" in facts[name]) for name in ("conv1", "conv2")
    ]
    assert count_resolved(threads) == expected["bot_resolutions"]


def check_closing_by_silence(facts: Any, expected: Any) -> None:
    """Ours always has an end to silence: never is here longer than anybody waits."""
    for case, status in zip(facts, expected, strict=True):
        rules = Rules(silence=timedelta(days=case["auto_resolve_days"] or 10_000))
        now = NOON + timedelta(days=case["idle_days"])
        assert status_at(make_facts(Sender.AGENT), rules, now) == status


def check_bar_lists_what_it_counts(facts: Any, expected: Any) -> None:
    day = date.fromisoformat(facts["bucket"])
    (span,) = buckets(custom_period(day, day, zone=STOCKHOLM), Bucket.DAY)
    created = [span.start + timedelta(hours=int(hours.removesuffix("h"))) for hours in facts["created"]]
    assert sum(span.start <= at < span.end for at in created) == expected["rows"]


def check_unknown_bucket(facts: Any, expected: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid Bucket"):
        Bucket(facts["group_by"])


def check_time_needs_its_offset(text: Any, expected: Any) -> None:
    """Theirs guess. Ours take RFC 3339 with an offset, and refuse the rest by name (T1)."""
    event = read_event(make_message(occurred_at=text), now=NOW)
    if text.endswith(("Z", "-00:00")):
        assert not isinstance(event, Refusal)
        assert event.occurred_at == datetime.fromisoformat(expected)
    else:
        assert isinstance(event, Refusal)


def check_bad_time_is_refused(facts: Any, expected: Any) -> None:
    """Theirs take the time of arrival instead. Ours refuse: a source must learn that its clock is not read."""
    assert isinstance(read_event(make_message(occurred_at=facts["timestamp"]), now=NOW), Refusal)


def check_odd_years_are_refused(facts: Any, expected: Any) -> None:
    for year in ("-001", "-0001", "0000", "0001", "9999", "10000", "99999"):
        assert isinstance(read_event(make_message(occurred_at=f"{year}-01-01T00:00:00+14:00"), now=NOW), Refusal)


def check_ids_are_never_trimmed(facts: Any, expected: Any) -> None:
    """Theirs cut at 200. Two ids that are cut could become one, so ours refuse."""
    fits, too_long = (read_event(make_message(id="m" * length), now=NOW) for length in facts["id_chars"])
    assert not isinstance(fits, Refusal)
    assert isinstance(too_long, Refusal)


BY_KIND: dict[str, Check] = {
    "local_dates_to_utc": check_window,
    "local_day_length_hours": check_day_length,
    "bucket": check_skipped_hour,
    "compare": check_unequal_days,
    "labels": check_month_labels,
    "filter": check_bar_does_not_reach_before_the_range,
    "previous_period": check_previous_period,
    "count": check_reopened_is_not_resolved,
    "drill": check_bar_lists_what_it_counts,
    "input": check_unknown_bucket,
    "parse": check_time_needs_its_offset,
    "size": check_ids_are_never_trimmed,
}
BY_ID: dict[str, Check] = {
    "last7.plausible": check_last_days_hold_today,
    "last30.plausible": check_last_days_hold_today,
    "last48h.posthog": check_no_preset_of_hours,
    "last7.in-tz": check_last_complete_day,
    "reversed": check_reversed_is_refused,
    "week.mon": check_previous_week,
    "count.zero-fill": check_zero_fill,
    "bot.resolved": check_resolved_by_the_agent_alone,
    "bot.drilldown-distinct": check_conversations_are_counted_not_handoffs,
    "bot.resolved-then-handoff": check_handoff_takes_the_resolution_back,
    "autoclose": check_closing_by_silence,
    "ts.bad-timestamp": check_bad_time_is_refused,
    "ts.year-bounds": check_odd_years_are_refused,
}

_CREDITING = "A1–A4: run by tests/conversations/test_crediting.py, with the touches and orders it needs"
_ONE_CLOCK = "an event says when it happened, not when it was sent; more than five minutes ahead is refused, not moved"
_COMPLETE = "T3 has no periods of complete bars only: bars that can still change are marked (K6)"
LEFT_OUT: dict[str, str] = {
    "timestamp-exact": "a period is whole local days (T2): nobody can ask for one that ends at an instant",
    "complete.day": _COMPLETE,
    "complete.week_sunday": _COMPLETE,
    "complete.month": _COMPLETE,
    "complete.quarter": _COMPLETE,
    "week.sun": "weeks are ISO weeks and begin on Monday (T5)",
    "yoy.leap": "T4 compares with the period before, never with the year before",
    "count.rollup-guard": "an account has one zone, in which its counts are cut and with which they move (T6)",
    "ts.skew-days": _ONE_CLOCK,
    "ts.ahead-10s": _ONE_CLOCK,
    "ts.behind-10s": _ONE_CLOCK,
    "ts.bad-sent_at": _ONE_CLOCK,
    "drift.past": _ONE_CLOCK,
    "drift.future": _ONE_CLOCK,
    **{case["id"]: _CREDITING for case in CASES if case["kind"] == "attribution"},
    "money.refunded": "decided by K4 and A6: sales are gross, 598.94; net of refunds is shown beside it",
    "limit.quota": "there is no quota on events",
}


def check_of(case: dict[str, Any]) -> Check | None:
    return BY_ID.get(case["id"]) or BY_KIND.get(case["kind"])


@pytest.mark.parametrize("case", [case for case in CASES if check_of(case)], ids=lambda case: case["id"])
def test_what_other_dashboards_expect_holds_or_is_decided_otherwise(case: dict[str, Any]) -> None:
    check = check_of(case)
    assert check is not None
    check(case["input"], case["expected"])


def test_every_case_is_run_or_left_out_for_a_reason() -> None:
    run = {case["id"] for case in CASES if check_of(case)}
    assert len({case["id"] for case in CASES}) == len(CASES) == 72
    assert run | set(LEFT_OUT) == {case["id"] for case in CASES}
    assert run & set(LEFT_OUT) == set()


def test_our_copy_says_what_the_shared_cases_say() -> None:
    if not SHARED.exists():
        pytest.skip("the shared cases are not beside this checkout")
    keys = ("id", "kind", "use", "input", "expected")
    shared = json.loads(SHARED.read_text("utf-8"))
    assert [[case[key] for key in keys] for case in CASES] == [[case[key] for key in keys] for case in shared]


def hours_of(day: str, zone: str) -> tuple[Span, ...]:
    return buckets(period_of({"from": day, "to": day}, zone), Bucket.HOUR)


def period_of(facts: Any, zone: str = "Europe/Stockholm") -> Period:
    return custom_period(date.fromisoformat(facts["from"]), date.fromisoformat(facts["to"]), zone=ZoneInfo(zone))


def make_facts(
    last_sender: Sender, *, last: datetime = NOON, ended: datetime | None = None, handed_off: bool = False
) -> Facts:
    return Facts(last, last_sender, last_sender, (ended,) if ended else (), handed_off)


def count_resolved(threads: list[Facts]) -> int:
    return [status_at(thread, Rules(), NOON + SECOND) for thread in threads].count(Status.RESOLVED)

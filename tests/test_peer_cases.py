"""What the test suites of other dashboards say on ranges, zones, bars, status and times: 72 facts, asked of us.

The facts are from the suites that each case names as its source, told in our own words. `use` says what becomes of
them: adopted, or decided otherwise ("differ", "decide"); then the check asserts what ours is instead, and its
docstring says how theirs differ. Those on attribution are run by tests/conversations/test_crediting.py.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import peers_on_facts as on_facts
from tests import peers_on_periods as on_periods

OURS = Path(__file__).parent / "data/peer_cases.json"
SHARED = Path(__file__).parents[2] / "shared/cases/time/peer_cases.json"
CASES: list[dict[str, Any]] = json.loads(OURS.read_text("utf-8"))

Check = Callable[[Any, Any], None]

BY_KIND: dict[str, Check] = {
    "local_dates_to_utc": on_periods.check_window,
    "local_day_length_hours": on_periods.check_day_length,
    "bucket": on_periods.check_skipped_hour,
    "compare": on_periods.check_unequal_days,
    "labels": on_periods.check_month_labels,
    "filter": on_periods.check_bar_does_not_reach_before_the_range,
    "previous_period": on_periods.check_previous_period,
    "exclude_incomplete_periods": on_periods.check_bars_that_are_over,
    "relative": on_periods.check_only_days_can_be_asked_for,
    "year_over_year": on_periods.check_days_before_not_years,
    "drill": on_periods.check_bar_lists_what_it_counts,
    "input": on_periods.check_unknown_bucket,
    "count": on_facts.check_reopened_is_not_resolved,
    "parse": on_facts.check_time_needs_its_offset,
    "size": on_facts.check_ids_are_never_trimmed,
    "clock_skew": on_facts.check_no_clock_is_corrected,
}
BY_ID: dict[str, Check] = {
    "last7.plausible": on_periods.check_last_days_hold_today,
    "last30.plausible": on_periods.check_last_days_hold_today,
    "last48h.posthog": on_periods.check_no_preset_of_hours,
    "last7.in-tz": on_periods.check_last_complete_day,
    "reversed": on_periods.check_reversed_is_refused,
    "week.mon": on_periods.check_previous_week,
    "week.sun": on_periods.check_weeks_begin_on_monday,
    "complete.week_sunday": on_periods.check_iso_weeks_that_are_over,
    "complete.quarter": on_periods.check_unknown_bucket,
    "count.zero-fill": on_periods.check_zero_fill,
    "bot.resolved": on_facts.check_resolved_by_the_agent_alone,
    "bot.drilldown-distinct": on_facts.check_conversations_are_counted_not_handoffs,
    "bot.resolved-then-handoff": on_facts.check_handoff_takes_the_resolution_back,
    "autoclose": on_facts.check_closing_by_silence,
    "ts.bad-timestamp": on_facts.check_bad_time_is_refused,
    "ts.year-bounds": on_facts.check_odd_years_are_refused,
    "drift.past": on_facts.check_times_of_a_payload_stay,
    "drift.future": on_facts.check_a_minute_ahead_stays,
}
OF_THE_DATABASE: dict[str, Check] = {
    "count.rollup-guard": on_periods.check_rollup_only_in_its_own_zone,
    "money.refunded": on_facts.check_sales_are_gross_and_net_is_beside,
    "limit.quota": on_facts.check_a_limit_that_is_over_limits_nobody,
}


def check_of(case: dict[str, Any]) -> Check | None:
    return BY_ID.get(case["id"]) or BY_KIND.get(case["kind"])


@pytest.mark.parametrize("case", [case for case in CASES if check_of(case)], ids=lambda case: case["id"])
def test_what_other_dashboards_expect_holds_or_is_decided_otherwise(case: dict[str, Any]) -> None:
    check = check_of(case)
    assert check is not None
    check(case["input"], case["expected"])


@pytest.mark.django_db
@pytest.mark.parametrize("case", [case for case in CASES if case["id"] in OF_THE_DATABASE], ids=lambda case: case["id"])
def test_what_other_dashboards_expect_of_what_is_stored(case: dict[str, Any]) -> None:
    OF_THE_DATABASE[case["id"]](case["input"], case["expected"])


def test_every_case_is_run() -> None:
    run = {case["id"] for case in CASES if check_of(case)}
    credited = {case["id"] for case in CASES if case["kind"] == "attribution"}
    assert len({case["id"] for case in CASES}) == len(CASES) == 72
    assert sorted([*run, *OF_THE_DATABASE, *credited]) == sorted(case["id"] for case in CASES)


def test_our_copy_says_what_the_shared_cases_say() -> None:
    if not SHARED.exists():
        pytest.skip("the shared cases are not beside this checkout")
    keys = ("id", "kind", "use", "input", "expected")
    shared = json.loads(SHARED.read_text("utf-8"))
    assert [[case[key] for key in keys] for case in CASES] == [[case[key] for key in keys] for case in shared]

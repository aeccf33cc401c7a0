"""What other dashboards expect of ranges, zones and bars (T2–T6), asked of ours: see test_peer_cases."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations.days import local_day, window
from conversations.filter_fields import DayField
from conversations.periods import Bucket, Period, Preset, Span, buckets, custom_period, preset_period, previous
from conversations.scope import Scope
from metrics.queries import Group, volume
from metrics.statistics import mean
from tests.calling import make_caller
from tests.make import NOW
from tests.make_account import make_account

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)


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


def check_only_days_can_be_asked_for(facts: Any, expected: Any) -> None:
    """Theirs end where they are told. Ours are whole local days (T2), and an instant is not cut to its day."""
    with pytest.raises(ValidationError, match="is not a day"):
        DayField().clean(facts["to"])


def check_bars_that_are_over(facts: Any, expected: Any) -> None:
    """Theirs can leave out the bar that now is in. Ours draw all, and mark what can change (K6): the same are over."""
    now, first = datetime.fromisoformat(facts["now"]), date.fromisoformat(expected["first_bucket"])
    over = [span for span in buckets(_until(first, now), Bucket(facts["interval"])) if span.end <= now]
    assert over[0].first == first
    assert over[-1].end == datetime.fromisoformat(expected["to"]) + MICROSECOND


def check_iso_weeks_that_are_over(facts: Any, expected: Any) -> None:
    """Theirs begin on Sunday, ours on Monday (T5)."""
    now, sunday = datetime.fromisoformat(facts["now"]), date.fromisoformat(expected["first_bucket"])
    over = [span for span in buckets(_until(sunday + DAY, now), Bucket.WEEK) if span.end <= now]
    assert over[0].first == sunday + DAY
    assert over[-1].end == datetime.fromisoformat(expected["to"]) + MICROSECOND + DAY


def check_weeks_begin_on_monday(facts: Any, expected: Any) -> None:
    """Theirs on the day that is set. Ours are ISO weeks (T3): a day later at both ends."""
    week = preset_period(Preset.LAST_WEEK, date.fromisoformat(facts["now"]), zone=STOCKHOLM)
    assert [(day - DAY).isoformat() for day in (week.first, week.last)] == expected


def check_days_before_not_years(facts: Any, expected: Any) -> None:
    """Theirs look a year back. Ours look at as many days before (T4)."""
    before = previous(period_of(facts), now=NOW)
    assert (before.first, before.last) == (date(2020, 1, 3), date(2020, 1, 31))


def check_rollup_only_in_its_own_zone(facts: Any, expected: Any) -> None:
    """Theirs let a request choose an offset. Ours refuse one: the account's zone is that of its rollup (T6)."""
    account = make_account(timezone=facts["account_tz"])
    day = custom_period(NOW.date() - DAY, NOW.date() - DAY, zone=account.zone)
    assert make_caller(account).get("overview", {"timezone_offset": "5.5"}).status_code == 422
    assert _reads_rows(Scope(account, day), Bucket.DAY) is not expected["use_rollup"][0]
    assert _reads_rows(Scope(account, day), Bucket(*facts["group_by"])) is not expected["hour"]


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


def check_bar_lists_what_it_counts(facts: Any, expected: Any) -> None:
    day = date.fromisoformat(facts["bucket"])
    (span,) = buckets(custom_period(day, day, zone=STOCKHOLM), Bucket.DAY)
    created = [span.start + timedelta(hours=int(hours.removesuffix("h"))) for hours in facts["created"]]
    assert sum(span.start <= at < span.end for at in created) == expected["rows"]


def check_unknown_bucket(facts: Any, expected: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid Bucket"):
        Bucket(facts.get("group_by") or facts["interval"])


def hours_of(day: str, zone: str) -> tuple[Span, ...]:
    return buckets(period_of({"from": day, "to": day}, zone), Bucket.HOUR)


def period_of(facts: Any, zone: str = "Europe/Stockholm") -> Period:
    return custom_period(date.fromisoformat(facts["from"]), date.fromisoformat(facts["to"]), zone=ZoneInfo(zone))


def _until(first: date, now: datetime) -> Period:
    return custom_period(first, now.date(), zone=ZoneInfo("UTC"))


def _reads_rows(scope: Scope, bucket: Bucket) -> bool:
    with CaptureQueriesContext(connection) as asked:
        volume(scope, bucket=bucket, group=Group.CHANNEL, comparison=previous(scope.period, now=NOW))
    return any("conversations_conversation" in query["sql"] for query in asked)

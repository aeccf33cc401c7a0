from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.payloads import Code, MessageEvent, OrderEvent, Refusal, read_event
from tests.make import NOW, make_message, make_order


def read(occurred_at: object) -> MessageEvent | Refusal:
    answer = read_event(make_message(occurred_at=occurred_at), now=NOW)
    assert isinstance(answer, MessageEvent | Refusal)
    return answer


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-06-01T12:30:15Z", datetime(2026, 6, 1, 12, 30, 15, tzinfo=UTC)),
        ("2026-06-01t12:30:15z", datetime(2026, 6, 1, 12, 30, 15, tzinfo=UTC)),
        ("2026-06-01 12:30:15Z", datetime(2026, 6, 1, 12, 30, 15, tzinfo=UTC)),
        ("2026-06-01T12:30:15+00:00", datetime(2026, 6, 1, 12, 30, 15, tzinfo=UTC)),
        ("2026-06-01T12:30:15-00:00", datetime(2026, 6, 1, 12, 30, 15, tzinfo=UTC)),
        ("2026-06-01T14:30:15+02:00", datetime(2026, 6, 1, 12, 30, 15, tzinfo=UTC)),
        ("2026-06-01T05:47:15+17:17", datetime(2026, 5, 31, 12, 30, 15, tzinfo=UTC)),
        ("2026-05-31T23:59:00+23:59", datetime(2026, 5, 31, tzinfo=UTC)),
        ("2026-05-31T00:00:00-23:59", datetime(2026, 5, 31, 23, 59, tzinfo=UTC)),
        ("2026-06-01T12:30:15.5Z", datetime(2026, 6, 1, 12, 30, 15, 500000, tzinfo=UTC)),
        ("2026-06-01T12:30:15.123456Z", datetime(2026, 6, 1, 12, 30, 15, 123456, tzinfo=UTC)),
        ("2026-05-31T23:59:59.9999999999Z", datetime(2026, 5, 31, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2024-02-29T00:00:00Z", datetime(2024, 2, 29, tzinfo=UTC)),
        ("2000-01-01T00:00:00Z", datetime(2000, 1, 1, tzinfo=UTC)),
        ("1999-12-31T23:00:00-01:00", datetime(2000, 1, 1, tzinfo=UTC)),
    ],
)
def test_t1_an_instant_with_an_offset_is_kept_in_utc_with_microseconds(text: str, at: datetime) -> None:
    answer = read(text)
    assert isinstance(answer, MessageEvent)
    assert answer.occurred_at == at
    assert answer.occurred_at.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "now", "1780000000", "2026", "2026-06", "2026-06-01", "20260601T120000Z", "2026-W23-1T12:00:00Z",
        "2026-152T12:00:00Z", "2026-06-01T12Z", "2026-06-01T12:00Z", "2026-06-01T24:00:00Z", "2026-06-01T12:60:00Z",
        "2026-06-30T23:59:60Z", "2026-06-01T12:00:61Z", "2026-06-01T12:00:00,5Z", "2026-06-01T12:00:00.Z",
        "2026-06-01T12:00:00+2", "2026-06-01T12:00:00+0200", "2026-06-01T12:00:00+24:00", "2026-06-01T12:00:00+02:60",
        "2026-06-01T12:00:00+02:00:30", "2026-06-01T12:00:00 Z", " 2026-06-01T12:00:00Z", "2026-06-01T12:00:00Z\n",
        "2026-06-01_12:00:00Z", "2026-06-31T12:00:00Z", "2025-02-29T12:00:00Z", "2026-00-01T12:00:00Z",
        "2026-13-01T12:00:00Z", "12026-06-01T12:00:00Z", "+2026-06-01T12:00:00Z", "-2026-06-01T12:00:00Z",
        "２０２６-06-01T12:00:00Z", "2026-06-01T12:00:00Z[Europe/Stockholm]", "2026-06-01T12:00:00\u221202:00",
        1780000000, 1780000000.5, 0, -1,
    ],
)  # fmt: skip
def test_t1_what_is_no_rfc_3339_time_is_refused(text: object) -> None:
    answer = read(text)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.pointer) == (Code.BAD_TIME, "/occurred_at")


@pytest.mark.parametrize("text", ["2026-06-01T12:00:00", "2026-06-01 12:00:00.5", "2026-06-01t12:00:00"])
def test_t1_a_time_without_offset_is_refused_by_a_name_of_its_own(text: str) -> None:
    answer = read(text)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.pointer) == (Code.NO_OFFSET, "/occurred_at")


@pytest.mark.parametrize(
    "text",
    [
        "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "1970-01-01T00:00:00Z", "1999-12-31T23:59:59.999999Z",
        "2000-01-01T00:59:59+01:00", "2100-01-01T00:00:00Z", "2099-12-31T23:00:00-01:00", "9999-12-31T23:59:59-23:59",
    ],
)  # fmt: skip
def test_t1_a_time_outside_2000_to_2100_is_refused(text: str) -> None:
    answer = read(text)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.pointer) == (Code.TIME_OUT_OF_RANGE, "/occurred_at")


@pytest.mark.parametrize("field", ["occurred_at", "updated_at", "cancelled_at"])
def test_a_time_more_than_five_minutes_ahead_is_refused_and_five_minutes_are_not(field: str) -> None:
    limit = NOW + timedelta(minutes=5)
    assert isinstance(read_event(make_order(**{field: limit.isoformat()}), now=NOW), OrderEvent)
    later = limit + timedelta(microseconds=1)
    answer = read_event(make_order(**{field: later.isoformat()}), now=NOW)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.pointer) == (Code.IN_THE_FUTURE, f"/{field}")


@pytest.mark.parametrize("value", [True, [], {}, None])
def test_t1_what_is_neither_text_nor_number_is_of_the_wrong_type(value: object) -> None:
    answer = read(value)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.pointer) == (Code.WRONG_TYPE, "/occurred_at")


@given(
    at=st.datetimes(datetime(2000, 1, 2), datetime(2026, 6, 6)),  # noqa: DTZ001 (the offset comes beside it)
    minutes=st.integers(-23 * 60 - 59, 23 * 60 + 59),
)
def test_t1_every_offset_leads_to_the_same_instant(at: datetime, minutes: int) -> None:
    sign, size = "-" if minutes < 0 else "+", abs(minutes)
    answer = read(f"{at.isoformat(timespec='microseconds')}{sign}{size // 60:02}:{size % 60:02}")
    assert isinstance(answer, MessageEvent)
    assert answer.occurred_at == at.replace(tzinfo=UTC) - timedelta(minutes=minutes)

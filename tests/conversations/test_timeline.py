"""The order of a thread, and what stands between its entries. Times are those of Stockholm, two hours ahead of UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from conversations.timeline import Entry, timeline

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def entry(clock: str, event_id: str = "m-1", component: str = "message") -> Entry:
    return Entry(datetime.fromisoformat(f"2026-06-{clock}").replace(tzinfo=UTC), event_id, component, event_id)


@pytest.mark.parametrize(
    ("clocks", "shown"),
    [
        ([], []),
        (["03T10:00", "03T10:59:59"], ["day", "message", "message"]),
        (["03T10:00", "03T11:00"], ["day", "message", "gap", "message"]),
        (["03T21:59", "03T22:00"], ["day", "message", "day", "message"]),  # 23:59 and midnight
        (["03T10:00", "05T10:00"], ["day", "message", "day", "message"]),
    ],
)
def test_a_new_day_and_a_silence_of_an_hour_stand_between(clocks: list[str], shown: list[str]) -> None:
    entries = [entry(clock, f"m-{number}") for number, clock in enumerate(clocks)]

    assert [item.component for item in timeline(entries, zone=STOCKHOLM)] == shown


def test_a_gap_tells_its_seconds() -> None:
    _, _, gap, _ = timeline([entry("03T10:00"), entry("03T11:44", "m-2")], zone=STOCKHOLM)

    assert gap.data == 104 * 60


def test_messages_of_one_instant_are_in_the_order_of_their_ids_and_events_follow_them() -> None:
    entries = [entry("03T10:00", "a", "event"), entry("03T10:00", "m-10"), entry("03T10:00", "m-9")]

    assert [item.data for item in timeline(entries, zone=STOCKHOLM)][1:] == ["m-9", "m-10", "a"]

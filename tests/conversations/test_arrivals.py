"""Data health: what came by hour and source, gaps, and labels that are new."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from conversations.arrivals import silences
from conversations.intake.receive import Line, receive
from conversations.intake.tally import forget_hours
from conversations.models import Account, HourIntake
from tests.make import NOW, make_message
from tests.make_account import make_account
from tests.make_rows import DAY, HOUR, iso, make_conversation
from tests.pages import links, opened, rows_behind, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PAGE = "/shop/health/"


def test_it_counts_what_each_source_sent_by_hour_and_what_was_dropped(account: Account, admin: Client) -> None:
    lines = [Line(json.dumps(make_message(id=f"h-{number}")).encode()) for number in range(3)]
    for batch in (lines[:2], lines, lines, [Line(b"nothing")]):
        receive(account, batch, source="API: Shop", now=NOW - HOUR)
    before = make_message(occurred_at=iso(NOW - 2 * DAY))
    receive(account, [Line(json.dumps(before).encode())], source="import old.jsonl", now=NOW - 30 * HOUR)
    receive(make_account(), [Line(json.dumps(make_message()).encode())], source="API: Other", now=NOW)

    words = text_of(opened(admin, PAGE))

    counted = HourIntake.objects.filter(account=account, source="API: Shop")
    assert list(counted.values_list("hour", "accepted", "duplicates", "rejected")) == [(NOW - HOUR, 3, 5, 1)]
    assert "API: Shop 3 / 3 5 / 5 1 / 1" in words
    assert "import old.jsonl 0 / 1 0 / 0 0 / 0" in words
    assert "API: Other" not in words
    assert "yesterday 09:00 – today 13:00 1 d 4 h" in words  # the silence between the two
    assert "Counted by the time of arrival, since 6 Jun 2026, 08:00" in words


HOUR_0 = datetime(2026, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("heard", "first", "found"),
    [
        ([], None, []),
        ([], 2, []),  # counting began two hours ago
        ([], 6, [(6, 0)]),
        ([3], 8, []),
        ([3], 10, [(10, 3)]),
        ([0, 1, 20], 30, [(19, 1), (30, 20)]),
        ([], 500, [(167, 0)]),  # no more than seven days are looked at
        ([100, 80, 60, 40, 20], 101, [(59, 40), (39, 20), (79, 60)]),
    ],
)
def test_silences_are_whole_hours_without_an_event_the_longest_first(
    heard: list[int], first: int | None, found: list[tuple[int, int]]
) -> None:
    """All in hours before the hour that is not over yet."""

    def at(hours: int) -> datetime:
        return HOUR_0 - hours * HOUR

    told = silences({at(each) for each in heard}, None if first is None else at(first), HOUR_0)

    expected = [(at(start), at(end)) for start, end in found]
    if len(heard) == 5:
        assert len(told) == 3
        assert all(each.end - each.start == 19 * HOUR for each in told)
    else:
        assert [(each.start, each.end) for each in told] == expected


def test_s8_labels_that_are_new_and_conversations_without_one_are_told(account: Account, admin: Client) -> None:
    make_conversation(account, at=NOW - 40 * DAY, label="Returns")
    make_conversation(account, at=NOW - 2 * DAY, label="Returns")
    make_conversation(account, at=NOW - DAY, label="Retruns")
    make_conversation(account, at=NOW - DAY)

    page = opened(admin, PAGE)

    assert "Retruns 1 conversation" in text_of(page)
    assert "Returns 1 conversation" not in text_of(page)
    assert rows_behind(admin, links(page)["1 of 3 have no label"]) == 1
    assert rows_behind(admin, links(page)["Retruns"]) == 1


def test_old_hours_of_intake_are_forgotten(account: Account) -> None:
    for days in (91, 89):
        receive(account, [Line(b"x")], source="API", now=NOW - days * DAY)

    assert forget_hours(now=NOW) == 1
    assert HourIntake.objects.get().hour == NOW - 89 * DAY

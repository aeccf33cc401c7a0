"""The weekly sample of what counts as resolved: the same for everybody, and what its readers think of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from conversations.models import Account, Conversation
from conversations.reviews import sample, sampled_week, week_of
from conversations.vocabulary import Role, Status
from tests.make import NOW
from tests.make_reviews import judged, member, unresolved
from tests.make_rows import DAY, HOUR, make_conversation
from tests.pages import opened, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MONDAY = datetime(2026, 5, 25, 10, tzinfo=UTC)  # of 2026-W22; NOW is the Sunday of W23


@pytest.fixture
def reader(account: Account) -> Client:
    return member(account, Role.SUPPORT)


@pytest.mark.parametrize(
    ("now", "week"),
    [
        (NOW, "2026-W22"),
        (NOW + DAY, "2026-W22"),
        (NOW + 3 * DAY, "2026-W23"),
        (datetime(2027, 1, 6, tzinfo=UTC), "2026-W53"),
    ],
)
def test_k6_the_sample_is_of_the_last_week_in_which_nothing_can_change(
    account: Account, now: datetime, week: str
) -> None:
    assert sampled_week(account, now=now) == week


def test_the_sample_is_the_same_for_everybody_and_stays_when_others_are_read_or_reopened(
    account: Account, reader: Client
) -> None:
    rows = [
        Conversation(
            account=account,
            key=f"c-{number}",
            messages=2,
            channel="sms",
            started_at=MONDAY + timedelta(minutes=number),
            last_message_at=MONDAY + timedelta(minutes=number),
            closes_at=MONDAY,
            day=MONDAY.date(),
            status=Status.RESOLVED,
            last_sender="agent",
        )
        for number in range(400)
    ]
    Conversation.objects.bulk_create(rows)

    drawn = [row.pk for row in sample(account, "2026-W22")]
    other = [row.pk for row in sample(account, "2026-W21")]

    assert len(set(drawn)) == 50
    assert other == []
    assert drawn == [row.pk for row in sample(account, "2026-W22")]
    assert 20 < len([pk for pk in drawn if pk > rows[200].pk]) < 30 or sorted(drawn) != [row.pk for row in rows[:50]]
    judged(reader, account.conversations.get(pk=drawn[3]), week="2026-W22")
    account.conversations.filter(pk=drawn[3]).update(status=Status.CLOSED)
    assert [row.pk for row in sample(account, "2026-W22")] == drawn


def test_k7_reviewers_agree_with_a_share_of_resolved_and_its_margin(account: Account, reader: Client) -> None:
    found = [make_conversation(account, at=MONDAY + number * HOUR) for number in range(32)]
    before = text_of(opened(reader, "/shop/review/?week=2026-W22"))
    assert "Reviewers agree" not in before
    assert "did not resolve" not in before  # as the queue says of itself

    for number, one in enumerate(found):
        judged(reader, one, "right_call" if number % 4 else "should_have_handed_over", week="2026-W22")
        if number == 7:
            words = text_of(opened(reader, "/shop/review/"))
            assert "Reviewers agree with 6 of 8 resolved conversations (75 % ± 26)" in words

    words = text_of(opened(reader, "/shop/review/?week=2026-W22"))
    assert "Reviewers agree with 75 % (± 14) of resolved: 24 of 32 in the samples of the last 12 weeks." in words
    assert "2026-W22: 32 of 32 read" in words
    judged(reader, unresolved(account, 1), "should_have_resolved")  # the queue is no sample
    assert "24 of 32" in text_of(opened(reader, "/shop/review/"))


@pytest.mark.parametrize("week", ["2026-W23", "2026-W54", "2025-W53", "2026-22", "x", "2026-W22 "])
def test_a_week_that_is_none_or_not_over_is_not_found(account: Account, reader: Client, week: str) -> None:
    assert reader.get("/shop/review/", {"week": week}).status_code == 404


def test_only_what_was_drawn_is_judged_as_a_part_of_the_sample(account: Account, reader: Client) -> None:
    assert judged(reader, unresolved(account, 1), week="2026-W22").status_code == 404


def test_a_week_is_named_as_iso_does() -> None:
    assert week_of(datetime(2027, 1, 3, tzinfo=UTC).date()) == "2026-W53"

"""`record`: what each event does to what is stored, and what is derived from it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from conversations.models import Account, Conversation, DayCount
from conversations.vocabulary import Status
from tests.make import (
    HAPPENED_AT,
    make_agent,
    make_ended,
    make_handoff,
    make_label,
    make_message,
    make_order,
    make_rating,
    make_shopper,
    make_touch,
)
from tests.make_account import make_account
from tests.recording import codes, recorded, thread

pytestmark = pytest.mark.django_db

HAPPENED = datetime.fromisoformat(HAPPENED_AT)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def at(delta: timedelta) -> str:
    """So long after `HAPPENED_AT`."""
    return (HAPPENED + delta).isoformat()


def counted(account: Account) -> dict[str, int]:
    rows = DayCount.objects.filter(account=account)
    return {status: sum(getattr(row, f"n_{status}") for row in rows) for status in Status}


# --- Idempotency ------------------------------------------------------------------------------------------


def test_the_same_event_again_is_a_duplicate_however_it_is_written(account: Account) -> None:
    event = make_message()

    assert codes(recorded(account, event)) == ["accepted"]
    again = {**dict(reversed(event.items())), "occurred_at": HAPPENED_AT.replace("Z", "+00:00")}
    assert codes(recorded(account, again, event)) == ["duplicate", "duplicate"]
    assert thread(account).messages == 1


def test_the_same_id_in_another_type_or_account_is_another_event(account: Account) -> None:
    other = make_account()

    assert codes(recorded(account, make_message(id="1"), make_label(id="1"))) == ["accepted", "accepted"]
    assert codes(recorded(other, make_message(id="1"))) == ["accepted"]
    assert thread(other).label is None


def test_other_content_with_a_later_version_replaces_and_with_an_earlier_one_is_known(account: Account) -> None:
    first = make_message(text="one")
    corrected = {**first, "text": "two", "updated_at": at(HOUR)}
    stale = {**first, "text": "three", "updated_at": at(MINUTE)}

    assert codes(recorded(account, first, corrected, stale)) == ["accepted", "accepted", "duplicate"]
    assert thread(account).first_question == "two"
    assert thread(account).messages == 1


def test_other_content_with_the_same_version_is_a_conflict(account: Account) -> None:
    first = make_message(text="one")

    assert codes(recorded(account, first, {**first, "text": "two"})) == ["accepted", "conflict"]
    assert codes(recorded(account, {**first, "text": "three"})) == ["conflict"]
    assert thread(account).first_question == "one"


def test_a_message_corrected_into_another_conversation_leaves_the_first_without_a_trace(account: Account) -> None:
    message = make_message(conversation="wrong", shopper={"visitor": "v"})
    recorded(account, message)

    recorded(account, {**message, "conversation": "right", "updated_at": at(HOUR)})

    assert [row.key for row in account.conversations.all()] == ["right"]
    assert counted(account)[Status.OPEN] == 1


def test_a_label_that_no_event_gives_any_more_is_gone(account: Account) -> None:
    label = make_label(label="Retruns")
    recorded(account, make_message(), label)

    recorded(account, {**label, "label": "Returns", "updated_at": at(HOUR)})

    assert [row.name for row in account.labels.all()] == ["Returns"]


# --- S9 ---------------------------------------------------------------------------------------------------


def test_s9_what_falls_in_a_pause_is_refused_and_orders_are_always_collected(account: Account) -> None:
    pause = make_agent(live=False, occurred_at=at(HOUR))
    live = make_agent(live=True, occurred_at=at(3 * HOUR))
    inside = {"occurred_at": at(2 * HOUR)}
    facts = [make(**inside) for make in (make_message, make_handoff, make_ended, make_label, make_rating, make_touch)]

    assert codes(recorded(account, *facts, make_order(**inside), make_shopper(**inside), pause, live)) == [
        *["agent_not_live"] * 6,
        *["accepted"] * 4,
    ]


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        (HOUR - timedelta(microseconds=1), "accepted"),
        (HOUR, "agent_not_live"),
        (3 * HOUR - timedelta(microseconds=1), "agent_not_live"),
        (3 * HOUR, "accepted"),
    ],
)
def test_s9_a_pause_begins_with_its_first_instant_and_ends_before_the_last(
    account: Account, moment: timedelta, answer: str
) -> None:
    recorded(account, make_agent(live=False, occurred_at=at(HOUR)), make_agent(occurred_at=at(3 * HOUR)))

    assert codes(recorded(account, make_message(occurred_at=at(moment)))) == [answer]


def test_s9_what_was_collected_stays(account: Account) -> None:
    message = make_message(occurred_at=at(2 * HOUR))
    recorded(account, message)

    recorded(account, make_agent(live=False, occurred_at=at(HOUR)))

    assert thread(account).messages == 1
    assert codes(recorded(account, message)) == ["duplicate"]


# --- Constraints ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": None},
        {"status": "sleeping"},
        {"messages": 0},
        {"channel": "fax"},
        {"started_at": datetime(1999, 1, 1, tzinfo=UTC)},
        {"started_at": HAPPENED + DAY},
        {"handed_off_at": HAPPENED},
        {"rating": 6},
        {"day": None},
    ],
)
def test_the_database_refuses_a_conversation_that_cannot_be(account: Account, wrong: dict[str, object]) -> None:
    recorded(account, make_message())

    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.filter(pk=thread(account).pk).update(**wrong)

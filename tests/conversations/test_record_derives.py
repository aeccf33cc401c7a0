"""`record`: what is derived from the facts: summaries, statuses, profiles, labels, counts and credits."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Case, When

from conversations.models import Account, DayCount, Message
from conversations.record import close_due, rebuild
from conversations.vocabulary import Status
from tests.make import (
    HAPPENED_AT,
    NOW,
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
from tests.recording import recorded, thread
from tests.state import state_of

pytestmark = pytest.mark.django_db

HAPPENED = datetime.fromisoformat(HAPPENED_AT)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def at(delta: timedelta) -> str:
    """So long after `HAPPENED_AT`."""
    return (HAPPENED + delta).isoformat()


def counted(account: Account) -> dict[str, int]:
    rows = DayCount.objects.filter(account=account)
    return {status: sum(getattr(row, f"n_{status}") for row in rows) for status in Status}


# --- What is derived --------------------------------------------------------------------------------------


def test_a_conversation_is_seen_and_counted_from_its_first_message_on(account: Account) -> None:
    recorded(account, make_handoff(stage="accepted"), make_label())
    assert (thread(account).messages, thread(account).status, sum(counted(account).values())) == (0, None, 0)

    recorded(account, make_message())
    assert (thread(account).status, counted(account)[Status.NOT_RESOLVED]) == (Status.NOT_RESOLVED, 1)


def test_system_notes_are_no_messages(account: Account) -> None:
    recorded(account, make_message(sender="system", text="Joined"))
    assert thread(account).messages == 0

    recorded(account, make_message(), make_message(sender="system", occurred_at=at(HOUR)))
    row = thread(account)
    assert (row.messages, row.last_message_at, row.first_question) == (1, HAPPENED, "Where is my parcel?")


def test_first_question_is_the_first_that_the_shopper_sent_and_the_first_reply_answers_it(account: Account) -> None:
    greeting = make_message(sender="agent", text="Hi!", occurred_at=at(-MINUTE))
    recorded(account, make_message(sender="agent", text="Here", occurred_at=at(MINUTE)), greeting, make_message())

    row = thread(account)
    assert row.first_question == "Where is my parcel?"
    assert (row.started_at, row.first_reply_at) == (HAPPENED - MINUTE, HAPPENED + MINUTE)


def test_messages_of_one_instant_are_in_the_order_of_their_ids_as_people_count(account: Account) -> None:
    recorded(account, make_message(id="m-10", sender="agent"), make_message(id="m-9"))

    assert thread(account).last_sender == "agent"


def test_s1_the_silence_that_closes_is_the_accounts(account: Account) -> None:
    account.silence_hours = 1
    account.save()
    recorded(account, make_message(), make_message(sender="agent", occurred_at=at(MINUTE)))

    row = thread(account)
    assert (row.status, row.closes_at) == (Status.RESOLVED, HAPPENED + MINUTE + HOUR)


def test_s1_silence_closes_at_its_own_time_whenever_the_worker_runs(account: Account) -> None:
    recorded(account, make_message(), make_message(sender="agent", occurred_at=at(MINUTE)))
    due = HAPPENED + MINUTE + 2 * DAY

    assert close_due(account, now=due - timedelta(microseconds=1)) == 0
    assert thread(account).status == Status.OPEN
    assert close_due(account, now=due + DAY) == 1
    assert (thread(account).status, thread(account).closes_at) == (Status.RESOLVED, due)
    assert counted(account) == {**dict.fromkeys(Status, 0), Status.RESOLVED: 1}
    assert close_due(account, now=due + DAY) == 0


def test_s1_a_message_after_the_end_opens_again_and_one_before_it_does_not(account: Account) -> None:
    agent = make_message(sender="agent", occurred_at=at(MINUTE))
    recorded(account, make_message(), agent, make_ended(occurred_at=at(5 * MINUTE)))
    assert thread(account).status == Status.RESOLVED

    recorded(account, make_message(sender="agent", occurred_at=at(4 * MINUTE)))
    assert thread(account).status == Status.RESOLVED

    recorded(account, make_message(occurred_at=at(6 * MINUTE)))
    assert (thread(account).status, thread(account).ended_at) == (Status.OPEN, None)


def test_s2_an_offer_is_no_handoff_and_an_accepted_one_is_for_good(account: Account) -> None:
    recorded(account, make_message(), make_handoff(stage="offered"))
    assert thread(account).status == Status.OPEN

    recorded(account, make_handoff(), make_message(sender="agent", occurred_at=at(HOUR)), make_ended())
    assert thread(account).status == Status.NOT_RESOLVED


def test_s7_a_visitor_identified_later_turns_earlier_conversations_to_the_profile(account: Account) -> None:
    recorded(account, make_message(shopper={"visitor": "v-1"}), make_order(shopper={"visitor": "v-1"}))
    assert thread(account).profile.shown_name == ""

    recorded(account, make_shopper(shopper={"id": "s-1", "visitor": "v-1", "name": "Åsa"}))

    assert thread(account).profile.shown_name == "Åsa"
    assert account.orders.get().profile == thread(account).profile
    assert account.profiles.count() == 1


def test_s7_a_later_shopper_event_renames_a_profile(account: Account) -> None:
    recorded(account, make_shopper(shopper={"id": "s", "name": "New"}, occurred_at=at(HOUR)))
    recorded(account, make_shopper(shopper={"id": "s", "name": "Old"}))

    assert [profile.name for profile in account.profiles.all()] == ["New"]


@pytest.mark.parametrize(
    ("spelt", "otherwise"),
    [("Returns", "RETURNS"), ("Straße", "STRASSE"), ("İade", "i\u0307ade"), ("Café", "CAFE\u0301")],
)
def test_s8_the_latest_label_counts_and_labels_are_compared_without_case(
    account: Account, spelt: str, otherwise: str
) -> None:
    late = make_label(label=otherwise, occurred_at=at(HOUR))
    recorded(account, make_message(), late, make_label(label="Sizes"))
    recorded(account, make_label(label=spelt, conversation="c-2"))

    assert sorted(label.name for label in account.labels.all()) == sorted([spelt, "Sizes"])
    assert thread(account).label.name == spelt


def test_the_latest_rating_is_the_conversations(account: Account) -> None:
    recorded(account, make_message(), make_rating(score=2, occurred_at=at(HOUR)), make_rating(score=5))

    assert thread(account).rating == 2


# --- Counting ---------------------------------------------------------------------------------------------


def test_s10_a_test_conversation_counts_nowhere(account: Account) -> None:
    recorded(account, make_message())
    assert sum(counted(account).values()) == 1

    recorded(account, make_message(test=True))
    assert thread(account).test
    assert not DayCount.objects.filter(account=account).exists()


def test_t2_a_conversation_is_counted_on_the_local_day_it_started(account: Account) -> None:
    recorded(account, make_message(occurred_at="2026-05-31T22:30:00Z"))

    assert thread(account).day == date(2026, 6, 1)
    assert DayCount.objects.get(account=account).day == date(2026, 6, 1)


def test_t6_a_change_of_zone_moves_every_day_at_once(account: Account) -> None:
    recorded(account, make_message(occurred_at="2026-05-31T22:30:00Z"))
    account.timezone = "America/New_York"
    account.save()

    rebuild(account, now=NOW)

    assert thread(account).day == date(2026, 5, 31)
    assert DayCount.objects.get(account=account).day == date(2026, 5, 31)


def test_the_rollup_follows_channel_label_and_start_when_they_change(account: Account) -> None:
    recorded(account, make_message(), make_label(label="Sizes"))
    recorded(account, make_message(channel="sms", occurred_at=at(-DAY)), make_label(occurred_at=at(HOUR)))

    row = DayCount.objects.get(account=account)
    assert (row.day, row.channel, row.n_open) == (date(2026, 6, 5), "sms", 1)
    assert row.label_id == thread(account).label_id


def test_one_account_never_touches_another(account: Account) -> None:
    other = make_account()
    story = [make_message(shopper={"id": "s-1"}), make_label(), make_order(), make_touch(), make_rating()]
    recorded(other, *story)
    before = state_of(other)

    recorded(account, *story, make_ended(), make_shopper(shopper={"id": "s-1", "name": "Bo"}))

    assert state_of(other) == before


# --- Sales ------------------------------------------------------------------------------------------------


def test_a1_an_order_within_the_window_of_a_click_is_credited_however_late_the_click_is_known(account: Account) -> None:
    shopper = {"id": "s-1"}
    recorded(account, make_order(shopper=shopper, occurred_at=at(DAY)))
    assert not account.credits.exists()

    recorded(account, make_message(), make_touch(shopper=shopper))

    credit = account.credits.get()
    assert (credit.conversation, credit.window_hours, credit.window_start) == (thread(account), 24, HAPPENED)


def test_a2_the_window_of_an_sms_starts_when_it_was_received_even_if_that_is_learnt_later(account: Account) -> None:
    shopper = {"id": "s-1"}
    sms = make_message(id="sms-1", channel="sms", sender="agent", occurred_at=at(-10 * DAY))
    click = make_touch(kind="link_clicked", message="sms-1", shopper=shopper)
    other = make_message(channel="sms", sender="agent", occurred_at=at(-11 * DAY))
    recorded(account, other, click, make_order(shopper=shopper, occurred_at=at(HOUR)))
    assert account.credits.exists()

    recorded(account, sms)

    assert not account.credits.exists()


def test_a5_identifying_a_visitor_credits_the_orders_of_the_profile(account: Account) -> None:
    recorded(account, make_message(), make_touch(shopper={"visitor": "v"}), make_order(occurred_at=at(HOUR)))
    assert not account.credits.exists()

    recorded(account, make_shopper(shopper={"id": "s-1", "visitor": "v"}))

    assert account.credits.get().order == account.orders.get()


def test_a4_the_database_allows_one_credit_an_order(account: Account) -> None:
    recorded(account, make_message(shopper={"id": "s-1"}), make_touch(), make_order(occurred_at=at(HOUR)))
    credit = account.credits.get()

    credit.pk = None
    credit.id = credit.pk or 1
    with pytest.raises(IntegrityError), transaction.atomic():
        credit.save(force_insert=True)


def test_s6b_thanks_are_read_again_by_the_word_lists_of_today(account: Account) -> None:
    erased, known, question = (
        make_message(id=name, conversation=name, text=text)
        for name, text in (("m-1", "Tack!"), ("m-2", "Tack så mycket!"), ("m-3", "Where is my parcel?"))
    )
    recorded(account, erased, known, question)
    said = Message.objects.filter(account=account)
    said.filter(event_id="m-1").update(text="")
    said.exclude(event_id="m-1").update(thanks=Case(When(thanks=True, then=False), default=True))

    rebuild(account, now=NOW)

    assert dict(said.values_list("event_id", "thanks")) == {"m-1": True, "m-2": True, "m-3": False}
    assert [thread(account, f"m-{number}").last_word_sender for number in (1, 2, 3)] == [None, None, "shopper"]

"""Reading what the agent left: the queue, the weekly sample, verdicts beside statuses."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conversations.models import Account, Review
from conversations.record import rebuild
from conversations.reviews import waiting
from conversations.vocabulary import Cause, Role, Status, Verdict
from tests.make import NOW, make_message
from tests.make_account import make_account
from tests.make_reviews import judged, member, unresolved
from tests.make_rows import DAY, HOUR, iso, make_conversation
from tests.pages import links, opened, questions, rows_behind, text_of
from tests.recording import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MONDAY = datetime(2026, 5, 25, 10, tzinfo=UTC)  # of 2026-W22; NOW is the Sunday of W23


@pytest.fixture
def reader(account: Account) -> Client:
    return member(account, Role.SUPPORT)


def test_the_queue_holds_what_is_not_resolved_or_ended_the_oldest_first(account: Account, reader: Client) -> None:
    for number in (1, 3, 2):
        unresolved(account, number)
    unresolved(account, 4, status=Status.RESOLVED)
    unresolved(account, 5, test=True)
    make_conversation(account, at=NOW - HOUR, status=Status.OPEN)
    unresolved(make_account(), 9)

    assert [row.first_question for row in waiting(account)] == ["question 3", "question 2", "question 1"]
    words = text_of(opened(reader, "/shop/review/"))
    assert "question 3" in words
    assert "Review queue 3" in words


def test_a_verdict_is_saved_with_all_that_was_said_and_the_next_one_opens(account: Account, reader: Client) -> None:
    first, second = unresolved(account, 3), unresolved(account, 2)

    answer = judged(reader, first, "should_have_resolved", cause="missing_knowledge", note="It is in the FAQ")

    review = Review.objects.get()
    assert (review.verdict, review.cause, review.note) == (
        Verdict.SHOULD_HAVE_RESOLVED,
        Cause.MISSING_KNOWLEDGE,
        "It is in the FAQ",
    )
    assert (review.status, review.kind, review.at) == (first.status, "queue", NOW)
    html = opened(reader, answer["Location"])
    assert f'action="/shop/review/{second.pk}/judge/"' in html
    assert f'action="/shop/review/{first.pk}/undo/"' in html
    assert "✗ Should have resolved" in text_of(html)
    first.refresh_from_db()
    assert first.status == review.status  # a verdict changes none


def test_what_is_skipped_waits_and_after_the_last_one_can_start_again(account: Account, reader: Client) -> None:
    unresolved(account, 2)
    unresolved(account, 1)

    html = opened(reader, "/shop/review/")
    for expected in ("question 1", "You have been through all", "question 2"):
        found = links(html)
        html = opened(reader, found.get("Start again") or found["Skip S"])
        assert expected in text_of(html)


def test_with_nothing_left_the_page_says_so(account: Account, reader: Client) -> None:
    assert "Nothing waits to be read" in text_of(opened(reader, "/shop/review/"))
    judged(reader, unresolved(account, 1))
    assert "Nothing waits to be read" in text_of(opened(reader, "/shop/review/"))


def test_a_verdict_can_be_taken_back_and_changed_and_the_history_keeps_all(account: Account, reader: Client) -> None:
    found = unresolved(account, 1)
    judged(reader, found, "should_have_resolved", note="first thought")

    judged(reader, found, "right_call", note="second thought")
    assert [(row.note, row.replaced_at) for row in Review.objects.order_by("pk")] == [
        ("first thought", NOW),
        ("second thought", None),
    ]
    assert "checked" in opened(reader, f"/shop/review/{found.pk}/")
    assert not waiting(account)
    reader.post(f"/shop/review/{found.pk}/undo/")
    assert list(waiting(account)) == [found]
    history = text_of(opened(reader, "/shop/review/history/"))
    assert history.count("question 1") == 2
    assert "first thought" in history
    assert "A support" in history


@pytest.mark.parametrize("form", [{"verdict": ""}, {"verdict": "perhaps"}, {"cause": "weather"}, {"note": "x" * 2001}])
def test_what_is_wrong_stands_in_the_form_and_nothing_is_lost(
    account: Account, reader: Client, form: dict[str, str]
) -> None:
    given = {"verdict": "right_call", "note": "What I typed", **form}
    html = reader.post(f"/shop/review/{unresolved(account, 1).pk}/judge/", given).content.decode()

    assert "errorlist" in html
    assert given["note"] in html
    assert not Review.objects.exists()


def test_one_that_is_resolved_cannot_have_been_meant_to_be_and_an_open_one_is_not_judged(
    account: Account, reader: Client
) -> None:
    resolved = unresolved(account, 3, status=Status.RESOLVED)
    still_open = make_conversation(account, at=NOW - HOUR, status=Status.OPEN)

    judged(reader, resolved, "should_have_resolved")
    judged(reader, still_open)

    assert not Review.objects.exists()
    assert "It is still going on" in text_of(opened(reader, f"/shop/review/{still_open.pk}/"))


def test_a_verdict_outlives_a_change_of_status_with_the_one_it_was_given_under(
    account: Account, reader: Client
) -> None:
    found = unresolved(account, 2, status=Status.CLOSED)
    judged(reader, found, "should_have_resolved")

    answered = make_message(conversation=found.key, sender="agent", text="Here!", occurred_at=iso(NOW - DAY))
    recorded(account, answered, now=NOW + 3 * DAY)
    rebuild(account, now=NOW + 3 * DAY)

    found.refresh_from_db()
    assert found.status == Status.RESOLVED
    assert found.reviewed
    assert "when it was Ended without resolution" in text_of(opened(reader, f"/shop/review/{found.pk}/"))


def test_a_conversation_that_is_handed_off_later_joins_the_queue(account: Account) -> None:
    found = make_conversation(account, at=NOW - 3 * DAY, status=Status.RESOLVED)
    assert not waiting(account)
    question = make_message(conversation=found.key, text="But?", occurred_at=iso(NOW - 2 * DAY - HOUR))
    recorded(account, question)
    assert list(waiting(account)) == [found]


# --- Beside the status ------------------------------------------------------------------------------------


def test_the_list_shows_verdicts_and_is_filtered_by_verdict_cause_and_what_is_unread(
    account: Account, reader: Client
) -> None:
    judged(reader, unresolved(account, 4), "should_have_resolved", cause="policy")
    judged(reader, unresolved(account, 3), "should_have_resolved", cause="wrong_answer")
    judged(reader, unresolved(account, 2), "right_call")
    unresolved(account, 1)

    def found(query: str) -> list[str]:
        address = f"/shop/conversations/?{query}&sort=messages"
        rows = [question[:10] for question in questions(opened(reader, address))]
        assert rows_behind(reader, address) == len(rows)
        return sorted(rows)

    assert "question 2 ✓ Right call" in questions(opened(reader, "/shop/conversations/"))
    assert found("review=should_have_resolved") == ["question 3", "question 4"]
    assert found("review=policy") == ["question 4"]
    assert found("review=should_have_resolved&review=wrong_answer") == ["question 3"]
    assert found("review=right_call&review=policy") == []
    assert found("review=unreviewed") == ["question 1"]
    assert found("review=unreviewed&review=right_call") == ["question 1", "question 2"]
    assert "Review: Not read yet" in text_of(opened(reader, "/shop/conversations/?review=unreviewed"))


def test_viewers_have_no_queue(account: Account) -> None:
    viewer = member(account, Role.VIEWER)
    assert "Review queue" not in text_of(opened(viewer, "/shop/conversations/"))
    assert viewer.get("/shop/review/").status_code == 403


def test_p8_the_number_of_queries_does_not_grow_with_what_waits(account: Account, reader: Client) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            opened(reader, address)
        return len(found)

    pages = ("/shop/review/", "/shop/review/?week=2026-W22", "/shop/review/history/")
    judged(reader, unresolved(account, 20))
    make_conversation(account, at=MONDAY)
    unresolved(account, 19)
    opened(reader, "/shop/")  # the first visit remembers the account
    few = [queries(page) for page in pages]
    for number in range(1, 10):
        unresolved(account, number)
        judged(reader, unresolved(account, 20 + number))
        make_conversation(account, at=MONDAY + number * HOUR)

    assert [queries(page) for page in pages] == few
    assert max(few) <= 19


def test_a_thread_shows_the_verdict_beside_its_status(account: Account, reader: Client) -> None:
    found = unresolved(account, 1)
    page = f"/shop/conversations/{found.pk}/"
    assert links(opened(reader, page))["Was this the right call?"] == f"/shop/review/{found.pk}/?thread="
    address = f"{page}?preset=last_30_days&q=question"
    asked = opened(reader, links(opened(reader, address))["Was this the right call?"])
    assert links(asked)["Cancel"] == address
    (action,) = re.findall(r'action="([^"]*/judge/[^"]*)"', asked)
    given = {"verdict": "should_have_resolved", "cause": "tool_failed", "note": "Mail ann@example.com"}

    answer = reader.post(unescape(action), given)

    assert answer["Location"] == address  # back to where it was read, beside its list

    words = text_of(opened(reader, page))
    assert "Not resolved by AI" in words
    assert "✗ Should have resolved Tool failed · Mail ann@example.com · Read by A support, 7 Jun 2026, 14:00" in words
    seen = text_of(opened(member(account, Role.VIEWER), page))
    assert "✗ Should have resolved" in seen
    assert "ann@example.com" not in seen

"""The search of the list: every word, wherever, in whatever case, on both databases alike."""

from datetime import UTC, date, datetime

import pytest

from conversations.models import Account
from conversations.periods import Period
from conversations.scope import Scope
from conversations.search import in_any_case, pieces, search
from tests.make import make_message
from tests.make_account import make_account
from tests.make_rows import make_conversation
from tests.recording import recorded

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)


def found(account: Account, query: str) -> list[str]:
    rows = Scope(account, Period(date(2026, 6, 1), date(2026, 6, 7), account.zone)).conversations()
    return sorted(row.first_question for row in search(rows, query))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "query", "hit"),
    [
        ("Var är min ÅTERBETALNING?", "återbetalning", True),
        ("var är min återbetalning?", "ÅTERBETALNING", True),
        ("Where are my boots", "BOOT", True),
        ("ska", "skå", False),
        ("skå", "ska", False),
        ("skä", "ska", False),
        ("ΣΟΦΙΑ", "σοφια", True),
        ("100% wool", "100%", True),
        ("1000 wool", "100%", False),
        ("a_b", "a_b", True),
        ("axb", "a_b", False),
        ("order (new) [x] .* \\d", "(new) [x] .* \\d", True),
        ("order new", ".*", False),
        ("it's", "it's", True),
        ("size 47 boots", "boots size", True),
        ("size 47 boots", "boots shoes", False),
        ("{'a': 1}", "{'a'", True),
        ("grün 🥾", "🥾", True),
        ("anything", "  ", True),
    ],
)
def test_a_conversation_is_found_by_every_word_of_its_question(text: str, query: str, hit: bool) -> None:  # noqa: FBT001
    account = make_account()
    make_conversation(account, at=NOON, text=text)

    assert found(account, query) == ([text] if hit else [])


@pytest.mark.django_db
def test_words_may_be_found_in_the_question_the_profile_and_any_message() -> None:
    account = make_account()
    asked = make_conversation(
        account,
        at=NOON,
        text="Parcel",
        shopper={"id": "s-1", "name": "Åsa Öberg", "email": "asa@example.com", "phone": "+46701740605"},
    )
    recorded(
        account, make_message(conversation=asked.key, sender="team", text="We call you", occurred_at=NOON.isoformat())
    )
    make_conversation(account, at=NOON, text="Parcel of another")
    make_conversation(make_account(), at=NOON, text="Parcel, we call you, Åsa")

    for query in ("parcel call åsa", "öberg", "ASA@example", "70174", "call parcel"):
        assert found(account, query) == ["Parcel"], query


def test_a_hit_is_cut_out_with_its_own_capitals() -> None:
    assert pieces("Mina KÄNGOR och kängor", "kängor") == [
        ("Mina ", False),
        ("KÄNGOR", True),
        (" och ", False),
        ("kängor", True),
    ]


def test_without_words_there_are_no_hits() -> None:
    assert pieces("all of it", " ") == [("all of it", False)]


def test_a_word_is_asked_for_letter_by_letter_and_never_as_a_pattern() -> None:
    assert in_any_case("Å.1") == r"[Åå]\.1"

"""The search of the list: every word, wherever, in whatever case, on both databases alike."""

from datetime import UTC, date, datetime

import pytest

from conversations.masking import FULL
from conversations.models import Account, SearchPending
from conversations.periods import Period
from conversations.scope import Scope
from conversations.search import index_account, pieces, search
from tests.make import NOW, make_message
from tests.make_account import make_account
from tests.make_rows import DAY, make_conversation
from tests.recording import recorded

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)


def found(account: Account, query: str) -> list[str]:
    """The first questions of the hits: of those that wait for their document, and then of all by their documents."""
    scope = Scope(account, Period(date(2026, 6, 1), date(2026, 6, 7), account.zone))

    def hits() -> list[str]:
        rows = search(scope.conversations(), account, query, sight=FULL, window=scope.window)
        return sorted(row.first_question for row in rows)

    waiting = hits()
    index_account(account, now=NOW + DAY)
    assert not SearchPending.objects.filter(account=account).exists()
    assert hits() == waiting
    return waiting


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
        ("Where is my parcel?", "arcel", True),
        ("Where is my parcel?", "my parcel", True),
        ("Where is my parcel?", '"my parcel?"', True),
        ("Where is my  \n parcel?", "“MY parcel”", True),
        ("Is my big parcel", '"my parcel"', False),
        ("my parcel", '"', False),
        ('a 5" tape', '5"', True),
        ("Fußball", "fussball", False),
        ("Fußball", "FUẞ", True),
        ("ﬁne ｗｏｏｌ", "fine wool", True),
        ("Cafe\u0301", "café", True),
        ("Cafe\u0301", "cafe", False),
        ("何時にお茶が届きますか", "お茶", True),
        ("何時にお茶が届きますか", "茶お", False),
        ("สวัสดีครับ ขอบคุณ", "ดีค", True),
        ("मेरा पार्सल कहाँ है", "पार्सल", True),
        ("👩‍🚀 wow", "👩‍🚀", True),
        ("👩‍🚀 wow", "🚀", True),
        ("ok", "o", True),
        ("ok", "x", False),
        ("€ 45", "€", True),
        ("order 1234567 came", "345", True),
        ("order 1234567 came", "34567", True),
        ("order 1234567 came", "345678", False),
        ("123 2345 34567", "1234567", False),
        ("order 1234567 came", "4", True),
        ("order 1234567 came", "45", True),
        ("order 12 came", "12", True),
        ("order 12 came", "123", False),
        ("mail asa.oberg@example.com", "berg@exam", True),
        ("mail asa.oberg@example.com", "asa@example", False),
        ("A-1/B", "-1/", True),
        ("A-12/B", "-1/", False),
        (f"{'x' * 50}needle{'y' * 200}", "needle", True),
        (f"{'x' * 50}needle{'y' * 200}", f"{'x' * 40}needle{'y' * 40}", True),
        (f"{'x' * 50}needle{'y' * 200}", f"{'x' * 51}needle", False),
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

    for query in ("parcel call åsa", "öberg", "ASA@example", "70174", "call parcel", "+46 70-174 06 05"):
        assert found(account, query) == ["Parcel"], query


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["070-174 06 05", "(070) 174 06 05", "0701740605", "+46701740605", "0046-701740605", "+46(0)70-1740605", "174-06"],
)
def test_a_phone_is_found_however_it_is_written(query: str) -> None:
    account = make_account()
    make_conversation(account, at=NOON, text="Mine", shopper={"id": "s-1", "phone": "+46701740605"})
    make_conversation(account, at=NOON, text="Another", shopper={"id": "s-2", "phone": "+46701740705"})

    assert found(account, query) == ["Mine"]


def test_a_hit_is_cut_out_with_its_own_capitals() -> None:
    assert pieces("Mina KÄNGOR och kängor", "kängor") == [
        ("Mina ", False),
        ("KÄNGOR", True),
        (" och ", False),
        ("kängor", True),
    ]


def test_without_words_there_are_no_hits() -> None:
    assert pieces("all of it", " ") == [("all of it", False)]

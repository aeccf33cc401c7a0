"""Search finds what the rule says and the slow search finds, whatever is indexed and whatever changed since."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.masking import FULL, HIDDEN, MASKED, Sight, masked
from conversations.models import Account, SearchDocument, SearchPending, SearchToken
from conversations.search import asked, finding, index_account, postgresql, search
from conversations.search.folding import document_text
from tests.hostile import naughty_strings
from tests.make import NOW, make_message, make_shopper
from tests.make_account import make_account
from tests.make_rows import DAY, iso
from tests.recording import recorded
from tests.regex_search import regex_search

LATER = NOW + DAY
LETTERS = st.text(alphabet="aåäsßoÖ1234.-@ 茶🥾", min_size=1, max_size=12)
PIECES = ["anna@example.com", "070-174 06 05", "+46701740605", "åsa.berg@example.com", "boots", "Åäö 47", "茶🥾", " "]
CONTACTS = st.lists(st.one_of(LETTERS, st.sampled_from(PIECES)), min_size=1, max_size=4).map("".join)
MASK = re.compile(rf"\S?{HIDDEN}@\S?{HIDDEN}[.\w-]*|(\+\d+ )?•• ••• •• \d\d")
MONTHS = [datetime(2026, month, 3, 12, tzinfo=UTC) for month in (4, 5, 6)]


def told(account: Account, key: str, *texts: str, at: datetime = MONTHS[-1], **message: object) -> None:
    moments = [iso(at + timedelta(minutes=number)) for number in range(len(texts))]
    recorded(
        account,
        *(
            make_message(id=f"{key}-{number}", conversation=key, text=text, occurred_at=moment, **message)
            for number, (text, moment) in enumerate(zip(texts, moments, strict=True))
        ),
    )


def found(account: Account, query: str, sight: Sight = FULL) -> set[str]:
    rows = account.conversations.visible()
    keys, walked = (
        set(search(rows, account, query, sight=sight, walked=walked).values_list("key", flat=True))
        for walked in (False, True)
    )
    assert keys == walked
    return keys


def at_most(number: int, patched: pytest.MonkeyPatch) -> None:
    """Hits that are passed on by id."""
    patched.setattr(finding, "FEW", number)
    patched.setattr(finding, "MANY", number)


@pytest.mark.django_db
@settings(max_examples=10)
@given(
    threads=st.lists(st.lists(LETTERS, min_size=1, max_size=3), min_size=1, max_size=8),
    queries=st.lists(LETTERS, min_size=1, max_size=8),
    cut=st.integers(0, 8),
)
def test_indexed_or_not_exactly_those_are_found_that_the_rule_and_the_slow_search_find(
    threads: list[list[str]], queries: list[str], cut: int
) -> None:
    account = make_account()
    for number, texts in enumerate(threads):
        if number == cut:
            index_account(account, now=LATER)
        told(account, f"c-{number}", *texts, at=MONTHS[number % 3])

    cut_out = [text[start : start + 3] for texts in threads for text in texts for start in (0, 2)]
    for query in [*queries, *cut_out]:
        documents = {f"c-{number}": document_text(texts) for number, texts in enumerate(threads)}
        by_rule = {key for key, text in documents.items() if all(word.is_in(text, "") for word in asked(query))}
        slow = regex_search(account.conversations.visible(), query)

        assert found(account, query) == by_rule == set(slow.values_list("key", flat=True)), query


@pytest.mark.django_db
@settings(max_examples=10)
@given(
    threads=st.lists(st.tuples(CONTACTS, CONTACTS, st.booleans()), min_size=1, max_size=6),
    queries=st.lists(st.one_of(LETTERS, st.sampled_from(PIECES)), min_size=1, max_size=8),
    cut=st.integers(0, 6),
    few=st.sampled_from([0, 20_000]),
    wide=st.sampled_from([1, 300]),
)
def test_who_sees_contact_data_masked_finds_what_plain_python_finds_in_masked_texts(
    threads: list[tuple[str, str, bool]], queries: list[str], cut: int, few: int, wide: int
) -> None:
    account = make_account()
    name, email, phone = "Åsa Å", "åsa.berg@example.com", "+46701740605"
    who: dict[str, object] = {"shopper": {"id": "s-1", "name": name, "email": email, "phone": phone}}
    documents = {}
    for number, (first, second, named) in enumerate(threads):
        if number == cut:
            index_account(account, now=LATER)
        told(account, f"c-{number}", first, second, **(who if named else {}))  # type: ignore[arg-type]
        seen = "\0".join([masked(first), masked(second), "Åsa Å" if named else ""])
        documents[f"c-{number}"] = document_text(MASK.sub("\0", seen).split("\0"))

    with pytest.MonkeyPatch.context() as patched:
        at_most(few, patched)
        patched.setattr(finding, "WIDE", wide)
        cut_out = [text[start : start + 3] for text, _, _ in threads for start in (0, 4)]
        for query in [*queries, *cut_out]:
            by_rule = {key for key, text in documents.items() if all(word.text in text for word in asked(query))}
            assert found(account, query, MASKED) == by_rule, query


@pytest.mark.django_db
def test_many_hits_are_left_to_the_database_and_stay_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    at_most(3, monkeypatch)
    account = make_account()
    for number in range(8):
        told(account, f"c-{number}", "a common word", f"number {number}")
        told(account, f"d-{number}", "another thing")
    index_account(account, now=LATER)
    told(account, "e-1", "a common word in the tail")

    for together, wide in ((64, 300), (1, 300), (64, 1)):  # terms that PostgreSQL looks for at once, and at all
        monkeypatch.setattr(postgresql, "TOGETHER", together)
        monkeypatch.setattr(finding, "WIDE", wide)
        assert found(account, "common word") == {*(f"c-{number}" for number in range(8)), "e-1"}
        assert found(account, "c 3") == {"c-3"}
        assert found(account, "nothing common") == set()


@pytest.mark.django_db
def test_many_hits_are_looked_up_in_the_index_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        return  # its full-text table is always read first
    at_most(3, monkeypatch)
    account = make_account()
    for number in range(8):
        told(account, f"c-{number}", "a common word", f"number {number}")
    index_account(account, now=LATER)

    few, many = (search(account.conversations.visible(), account, query, sight=FULL) for query in ("number 3", "word"))

    assert few.count() == 1
    assert "searchdocument_by_terms" in many.explain()


@pytest.mark.django_db
def test_words_too_many_to_be_looked_up_are_compared_with_the_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conversations.search.dictionary.MOST_TOKENS", 1)
    account = make_account()
    told(account, "c-1", "parcel parcels parcelled")
    told(account, "c-2", "post")
    index_account(account, now=LATER)

    assert found(account, "parc") == {"c-1"}


@pytest.mark.django_db
def test_whatever_changes_what_a_conversation_says_is_found_at_once_and_what_it_said_no_more() -> None:
    account = make_account()
    who = {"id": "s-1", "name": "Elin", "visitor": "v-1"}
    told(account, "c-1", "yellow", shopper=who)
    told(account, "c-2", "green", shopper={"visitor": "v-2"})
    index_account(account, now=LATER)
    later = iso(NOW)

    recorded(account, make_message(id="c-1-9", conversation="c-1", text="purple"))
    assert found(account, "purple yellow") == {"c-1"}

    index_account(account, now=LATER)
    recorded(account, make_message(id="c-1-0", conversation="c-1", text="orange", updated_at=later, shopper=who))
    assert (found(account, "orange"), found(account, "yellow")) == ({"c-1"}, set())

    index_account(account, now=LATER)
    recorded(account, make_message(id="c-1-9", conversation="c-2", text="purple", updated_at=later))
    assert found(account, "purple") == {"c-2"}

    index_account(account, now=LATER)
    recorded(account, make_shopper(shopper={"id": "s-1", "name": "Elina Ek"}, occurred_at=later))
    assert (found(account, "ek"), found(account, "elin")) == ({"c-1"}, {"c-1"})

    index_account(account, now=LATER)
    recorded(account, make_shopper(shopper={"id": "s-1", "visitor": "v-2"}, occurred_at=later))
    assert found(account, "ek") == {"c-1", "c-2"}


@pytest.mark.django_db
def test_a_conversation_has_a_document_or_waits_for_it_and_goes_with_both() -> None:
    account = make_account()
    told(account, "c-1", "one")
    index_account(account, now=LATER)
    told(account, "c-2", "two")

    assert (SearchDocument.objects.count(), SearchPending.objects.count()) == (1, 1)
    account.delete()
    assert (SearchDocument.objects.count(), SearchPending.objects.count(), SearchToken.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_a_conversation_is_indexed_once_it_is_quiet() -> None:
    account = make_account()
    told(account, "c-1", "still talking", at=NOW - timedelta(minutes=9))

    assert index_account(account, now=NOW) == 0
    assert index_account(account, now=NOW + timedelta(minutes=1)) == 1
    assert index_account(account, now=NOW + timedelta(minutes=1)) == 0


@pytest.mark.django_db
def test_other_accounts_are_never_found_though_they_say_the_same() -> None:
    one, other = make_account(), make_account()
    for account in (one, other):
        told(account, "c-1", "the same words")
        index_account(account, now=LATER)
    told(other, "c-2", "the same words")

    assert (found(one, "same"), found(other, "same")) == ({"c-1"}, {"c-1", "c-2"})


@pytest.mark.django_db
def test_naughty_strings_are_found_as_texts_and_as_queries() -> None:
    account = make_account()
    texts = [text for text in naughty_strings() if asked(text)]
    recorded(account, *(make_message(conversation=f"c-{number}", text=text) for number, text in enumerate(texts)))
    index_account(account, now=LATER)

    for number in range(0, len(texts), 7):
        query = texts[number][:200]
        if '"' not in query and len(asked(query)) <= 10:
            assert f"c-{number}" in found(account, query), query

"""A5, S7: the same set of identities gives the same profiles, in whatever order and portions they come."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.identity import (
    Description,
    Identity,
    Kind,
    ProfileKey,
    describe,
    fold_email,
    followers,
    owners,
    resolve,
)

NOON = datetime(2026, 6, 7, 12, tzinfo=UTC)
FIELD: dict[Kind, str] = {"id": "external_id", "email": "email_key", "phone": "phone", "visitor": "visitor"}


def said(minute: int = 0, /, **words: str) -> Identity:
    """An identity last heard `minute` minutes after noon; `i`, `e`, `p`, `v` are id, email, phone, visitor."""
    short = {"i": "external_id", "e": "email_key", "p": "phone", "v": "visitor"}
    fields = {short.get(word, word): text for word, text in words.items()}
    return Identity(last_at=NOON + timedelta(minutes=minute), **fields)


@dataclass
class Book:
    """The identities of an account in memory; counts the questions that it is asked."""

    identities: Iterable[Identity]
    questions: int = 0

    def naming(self, kind: Kind, values: Set[str], /) -> list[Identity]:
        assert values, "nobody asks for nothing"
        self.questions += 1
        return [identity for identity in self.identities if getattr(identity, FIELD[kind]) in values]


def owner_in_words(identity: Identity, everyone: Set[Identity]) -> tuple[str, str]:
    """The rule as the API's page tells it, one case after the other: a second opinion on `resolve`."""

    def content(other: Identity) -> tuple[object, ...]:
        return (other.last_at, other.external_id, other.email_key, other.phone, other.visitor, other.name, other.email)

    def owner_of_latest(candidates: list[Identity], alone: tuple[str, str]) -> tuple[str, str]:
        return owner_in_words(max(candidates, key=content), everyone) if candidates else alone

    if identity.external_id:
        return ("id", identity.external_id)
    if identity.email_key:
        named = [other for other in everyone if other.email_key == identity.email_key and other.external_id]
        return owner_of_latest(named, ("email", identity.email_key))
    if identity.phone:
        named = [
            other for other in everyone if other.phone == identity.phone and (other.external_id or other.email_key)
        ]
        return owner_of_latest(named, ("phone", identity.phone))
    named = [
        other
        for other in everyone
        if other.visitor == identity.visitor and (other.external_id or other.email_key or other.phone)
    ]
    return owner_of_latest(named, ("visitor", identity.visitor))


CASES: list[tuple[str, Identity, list[Identity], ProfileKey]] = [
    ("an id is its own profile", said(i="A", e="x"), [said(9, i="B", e="x")], ProfileKey("id", "A")),
    ("an email alone is a profile", said(e="x"), [], ProfileKey("email", "x")),
    ("a phone alone is a profile", said(p="1"), [], ProfileKey("phone", "1")),
    ("a visitor alone is a profile", said(v="w"), [], ProfileKey("visitor", "w")),
    ("an email belongs to the id that names it", said(e="x"), [said(i="A", e="x")], ProfileKey("id", "A")),
    ("also to one that named it earlier", said(9, e="x"), [said(i="A", e="x")], ProfileKey("id", "A")),
    (
        "an email named by two ids belongs to the latest",
        said(e="x"),
        [said(2, i="A", e="x"), said(1, i="B", e="x")],
        ProfileKey("id", "A"),
    ),
    ("an email does not follow its phone", said(e="x", p="1"), [said(i="A", p="1")], ProfileKey("email", "x")),
    ("an email does not follow its visitor", said(e="x", v="w"), [said(i="A", v="w")], ProfileKey("email", "x")),
    ("a phone does not follow its visitor", said(p="1", v="w"), [said(i="A", v="w")], ProfileKey("phone", "1")),
    ("a phone belongs to the id that names it", said(p="1"), [said(i="A", p="1")], ProfileKey("id", "A")),
    ("a phone belongs to the email beside it", said(p="1"), [said(e="x", p="1")], ProfileKey("email", "x")),
    (
        "a phone goes through its email to the id",
        said(p="1"),
        [said(e="x", p="1"), said(i="A", e="x")],
        ProfileKey("id", "A"),
    ),
    (
        "a phone follows the latest, though it knows only an email",
        said(p="1"),
        [said(1, i="A", p="1"), said(2, e="x", p="1")],
        ProfileKey("email", "x"),
    ),
    (
        "a visitor named by two ids belongs to the latest by time",
        said(v="w"),
        [said(2, i="A", v="w"), said(1, i="B", v="w")],
        ProfileKey("id", "A"),
    ),
    (
        "a visitor goes through phone and email to the id",
        said(v="w"),
        [said(p="1", v="w"), said(e="x", p="1"), said(i="A", e="x")],
        ProfileKey("id", "A"),
    ),
    (
        "at the same time an id decides before an email",
        said(v="w"),
        [said(e="x", v="w"), said(i="A", v="w"), said(p="1", v="w")],
        ProfileKey("id", "A"),
    ),
    (
        "at the same time the greater id decides",
        said(v="w"),
        [said(i="A", v="w", name="Zoe"), said(i="B", v="w")],
        ProfileKey("id", "B"),
    ),
    ("the same text as id and as email are two", said(e="x"), [said(i="x")], ProfileKey("email", "x")),
]


@pytest.mark.parametrize(("asked", "others", "owner"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_a5_an_identity_belongs_to_the_profile_that_the_words_of_the_rule_give(
    asked: Identity, others: list[Identity], owner: ProfileKey
) -> None:
    assert resolve([asked, *others])[asked] == owner
    assert resolve([*reversed(others), asked])[asked] == owner
    assert owners([asked], Book([asked, *others])) == {asked: owner}


def test_a5_an_identity_without_any_key_is_refused() -> None:
    with pytest.raises(ValueError, match="an id, an email, a phone or a visitor"):
        said(name="Ann")


def test_a5_keys_stand_from_strong_to_weak() -> None:
    assert said(v="w", p="1", e="x", i="A").keys == (("id", "A"), ("email", "x"), ("phone", "1"), ("visitor", "w"))
    assert said(v="w", e="x").lead == ("email", "x")


ANN = Description("Ann", "", "")
DESCRIPTIONS: list[tuple[str, list[Identity], Description, str]] = [
    ("nothing known", [said(v="w")], Description("", "", ""), ""),
    ("phone only", [said(p="+46701234567")], Description("", "", "+46701234567"), "+46701234567"),
    ("email before phone", [said(e="x", email="X", p="1")], Description("", "X", "1"), "X"),
    ("the name first", [said(e="x", email="X", name="Ann")], Description("Ann", "X", ""), "Ann"),
    (
        "the latest of each, on its own",
        [said(1, i="A", name="Ann", e="x", email="X"), said(2, i="A", name="Anna"), said(3, i="A", p="1")],
        Description("Anna", "X", "1"),
        "Anna",
    ),
    (
        "a later silence takes nothing back",
        [said(1, i="A", name="Ann"), said(2, i="A")],
        Description("Ann", "", ""),
        "Ann",
    ),
    ("an invisible name is none", [said(1, i="A", email="x", name="\u200b\u3164")], Description("", "x", ""), "x"),
    ("nor does it take one's name", [said(1, i="A", name="Ann"), said(2, i="A", name="\u2060")], ANN, "Ann"),
]


@pytest.mark.parametrize(
    ("identities", "described", "shown"), [pytest.param(*case[1:], id=case[0]) for case in DESCRIPTIONS]
)
def test_s7_a_profile_is_shown_as_name_else_email_else_phone(
    identities: list[Identity], described: Description, shown: str
) -> None:
    assert describe(identities) == describe(identities[::-1]) == described
    assert described.shown == shown


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ann@Example.COM", "ann@example.com"),
        (" ann@example.com\n", "ann@example.com"),
        ("STRASSE@x.de", "strasse@x.de"),
        ("Straße@x.de", "strasse@x.de"),
        ("Åsa@x.se", "åsa@x.se"),
        ("A\u030asa@x.se", "åsa@x.se"),
    ],
)
def test_a5_emails_are_matched_case_folded(written: str, folded: str) -> None:
    assert fold_email(written) == folded


# Few words and few minutes, so that they meet often; each shape is the keys that an identity names.
SHAPES = ["e", "p", "v", "ie", "ip", "iv", "ep", "ev", "pv", "e", "p", "v", "ie", "ep", "pv", "i", "ipv", "iepv"]
VALUES = {"i": ["A", "B"], "e": ["x", "y"], "p": ["1", "2"], "v": ["w", "u"], "name": ["", "Ann"]}
WORDS = st.fixed_dictionaries({word: st.sampled_from(values) for word, values in VALUES.items()})
SAID = st.builds(
    lambda minute, shape, words: said(minute, name=words["name"], **{key: words[key] for key in shape}),
    st.integers(0, 3),
    st.sampled_from(SHAPES),
    WORDS,
)
EVERYONE = st.lists(SAID, min_size=4, max_size=12)


@given(EVERYONE, st.randoms(use_true_random=False))
def test_a5_order_and_repetition_never_matter(everyone: list[Identity], random: Random) -> None:
    shuffled = everyone + everyone[: len(everyone) // 2]
    random.shuffle(shuffled)
    assert resolve(shuffled) == resolve(everyone)
    assert describe(shuffled) == describe(everyone)


@given(EVERYONE)
def test_a5_the_chain_of_keys_is_the_rule_in_words(everyone: list[Identity]) -> None:
    assert resolve(everyone) == {identity: owner_in_words(identity, set(everyone)) for identity in everyone}


@given(EVERYONE, SAID)
def test_a5_one_more_identity_moves_only_itself_and_its_followers(everyone: list[Identity], new: Identity) -> None:
    before, after = resolve(everyone), resolve([*everyone, new])
    moved = {identity for identity in before if before[identity] != after[identity]}
    assert moved <= followers([new], Book([*everyone, new]))
    assert moved <= followers([new], Book(everyone)), "taking it away again moves the same"


@given(EVERYONE, EVERYONE)
def test_a5_asking_for_some_gives_what_resolving_all_gives_in_three_questions(
    asked: list[Identity], others: list[Identity]
) -> None:
    book = Book([*asked, *others])
    everyone = resolve(book.identities)
    assert owners(asked, book) == {identity: everyone[identity] for identity in asked}
    assert book.questions <= 3
    followers(asked, book)
    assert book.questions <= 6


@given(st.lists(st.tuples(st.lists(SAID, max_size=4), st.booleans()), max_size=6))
def test_a5_a_writer_that_places_only_the_changed_and_their_followers_never_drifts(
    batches: list[tuple[list[Identity], bool]],
) -> None:
    kept: dict[Identity, ProfileKey] = {}
    for batch, takes_away in batches:
        changed: set[Identity] = set()
        for identity in batch:
            twins = {old for old in kept if replace(old, last_at=identity.last_at) == identity}
            latest = max(twins | {identity}, key=lambda twin: twin.last_at)
            changed |= {*twins, latest}
            for twin in twins:
                del kept[twin]
            if not takes_away:
                kept[latest] = latest.lead
        book = Book(kept)
        stale = (changed | followers(changed, book)) & kept.keys()
        kept |= owners(stale, book)
        assert kept == resolve(kept)


FOLLOWERS: list[tuple[str, Identity, list[Identity], list[Identity]]] = [
    ("an id and an email move the email", said(i="A", e="x"), [said(e="x"), said(e="x", v="w")], [said(e="y")]),
    ("an id moves nothing by itself", said(i="A"), [], [said(e="x"), said(i="A", e="x")]),
    ("an email moves no email", said(e="x"), [], [said(1, e="x"), said(p="1")]),
    ("what names an id stays", said(i="A", e="x", p="1", v="w"), [], [said(i="B", e="x", p="1", v="w")]),
    ("a moved email takes its phones along", said(i="A", e="x"), [said(e="x", p="1"), said(p="1")], [said(p="2")]),
    (
        "and those take their visitors along",
        said(i="A", e="x"),
        [said(e="x", p="1"), said(p="1", v="w"), said(v="w")],
        [said(v="u"), said(i="B", v="w")],
    ),
    ("a phone moves its visitors", said(p="1", v="w"), [said(v="w")], [said(1, p="1")]),
]


@pytest.mark.parametrize(("new", "moved", "others"), [pytest.param(*case[1:], id=case[0]) for case in FOLLOWERS])
def test_a5_the_followers_of_a_change_are_those_that_the_module_names(
    new: Identity, moved: list[Identity], others: list[Identity]
) -> None:
    assert followers([new], Book([new, *moved, *others])) == set(moved)

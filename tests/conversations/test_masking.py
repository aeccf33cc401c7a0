"""Contact data is hidden from those who need not see it, and nothing else is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.masking import FULL, MASKED, masked, masked_email, masked_phone, names_contact, sight_of
from conversations.models import Profile
from conversations.vocabulary import Role
from tests.hostile import naughty_strings


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("anna.svensson@example.com", "a•••@e•••.com"),
        ("a@b.se", "a•••@b•••.se"),
        ("åsa@räksmörgås.example", "å•••@r•••.example"),
        ('"odd @ name"@host.example', '"•••@h•••.example'),
        ("root@localhost", "r•••@l•••"),
        ("no address", "•••"),
        ("@twitter", "•••"),
    ],
)
def test_an_email_keeps_its_first_letters_and_where_it_ends(email: str, shown: str) -> None:
    assert masked_email(email) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("+46701234567", "+46 •• ••• •• 67"),
        ("+1 (415) 555-0134", "+1 •• ••• •• 34"),
        ("+358401234567", "+358 •• ••• •• 67"),
        ("070-123 45 67", "•• ••• •• 67"),
    ],
)
def test_a_phone_keeps_its_country_and_its_last_two_digits(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mail me at anna@example.com.", "Mail me at a•••@e•••.com."),
        ("<anna+shop@mail.example.co.uk>", "<a•••@m•••.uk>"),
        ("anna@example.com,bo@example.se", "a•••@e•••.com,b•••@e•••.se"),
        ("anna ＠ example.com", "a•••@e•••.com"),
        ("Ring 070-123 45 67 tack", "Ring •• ••• •• 67 tack"),
        ("tel:+46701234567", "tel:+46 •• ••• •• 67"),
        ("call (415) 555-0134 now", "call •• ••• •• 34 now"),
        ("0046 70 123 45 67", "•• ••• •• 67"),
        ("٠٧٠١٢٣٤٥٦٧", "•• ••• •• ٦٧"),
        ("070\u00a0123\u200945\u202f67", "•• ••• •• 67"),
        ("19700101-1234", "•• ••• •• 34"),  # a Swedish personal number, and no date
        ("nr0701234567", "nr•• ••• •• 67"),
    ],
)
def test_contact_data_in_a_text_is_masked_where_it_stands(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Order #10482 of 7 June, 1 899,00 kr",
        "#104820001",
        "2026-06-07 and 7/6/2026, 07.06.2026",
        "2026-06-07 12:30",
        "size 39 or 40, 12 999 kr",
        "parcel 00370712345678901234",
        "@nordic on the net",
        "10:15–11:45, table 4 @ 5",
    ],
)
def test_prices_dates_orders_and_parcels_stay_as_they_are(text: str) -> None:
    assert masked(text) == text


@given(
    name=st.from_regex(r"\A[a-z][a-z.+_-]{2,30}[a-z]\Z"),
    host=st.from_regex(r"\A[a-z]{3,20}\.(com|se|co\.uk)\Z"),
    phone=st.from_regex(r"\A(\+46|0)[ -]?7[0-9]([ -]?[0-9]){7}\Z"),
    around=st.text(st.characters(categories=["L", "Zs", "Po"]), max_size=20),
)
def test_whatever_stands_around_it_neither_is_left(name: str, host: str, phone: str, around: str) -> None:
    shown = masked(f"{around} {name}@{host} {around}; {phone}")

    assert f"{name}@" not in shown
    assert not re.search(r"(?:\d\D{0,3}){5}", shown[len(around) :])
    assert masked(shown) == shown


def test_a_hostile_text_is_read_in_a_moment() -> None:
    for text in (
        *naughty_strings(),
        "a" * 20_000 + "@",
        "a." * 10_000,
        "@" * 10_000,
        "1 " * 10_000,
        "a@" + "b." * 9_999,
    ):
        assert isinstance(masked(text), str)


def test_below_support_names_are_shown_unless_they_are_contact_data() -> None:
    named = Profile(name="Anna Svensson", email="anna@example.com", phone="+46701234567")
    typed = Profile(name="anna@example.com", email="", phone="")

    assert [sight_of(role).name(named) for role in Role] == ["Anna Svensson"] * 4
    assert [sight_of(role).name(typed) for role in Role] == ["a•••@e•••.com"] + ["anna@example.com"] * 3
    assert MASKED.name(Profile(email="anna@example.com", phone="+46701234567")) == "a•••@e•••.com"
    assert MASKED.name(Profile(phone="+46701234567")) == "+46 •• ••• •• 67"
    assert MASKED.name(Profile()) == MASKED.name(None) == FULL.name(None) == ""


def test_an_address_that_names_somebody_leads_nowhere() -> None:
    assert MASKED.link("https://shop.example/p?for=anna%40example.com") == ""
    assert FULL.link("https://shop.example/p?for=anna@example.com") != ""
    assert MASKED.link("https://shop.example/products/8042531254") != ""


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        ("anna@", True),
        ("@example.com", True),
        ("070-174 06 05", True),
        ("+46701740605", True),
        ("boots 39 1048", False),
    ],
)
def test_a_search_for_contact_data_is_known_by_its_look(query: str, asks: object) -> None:
    assert names_contact(query) is asks

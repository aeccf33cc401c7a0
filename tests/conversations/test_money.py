import re
from decimal import Decimal, getcontext, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.money import exponent, is_decimal, to_decimal, to_minor, to_string
from tests.hostile import case_id

NO_DECIMAL = "must be a decimal number in plain digits with a point, such as 1299.00"
# By ISO 4217, also where CLDR (and so Babel) says otherwise.
EXPONENTS = {
    "SEK": 2, "EUR": 2, "HUF": 2, "TWD": 2, "RSD": 2, "MGA": 2, "JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "VND": 0,
    "KWD": 3, "BHD": 3, "IQD": 3, "TND": 3, "CLF": 4, "UYW": 4,
}  # fmt: skip


@pytest.mark.parametrize(("currency", "digits"), EXPONENTS.items())
def test_a6_a_currency_has_the_digits_of_iso_4217(currency: str, digits: int) -> None:
    assert exponent(currency) == digits


@pytest.mark.parametrize("currency", ["", "sek", "SEKK", "kr", "ABC", "€", " SEK", "SEK\n", "ＳＥＫ"])
def test_a6_what_is_no_currency_is_refused(currency: str) -> None:
    for use in (lambda: exponent(currency), lambda: to_minor("1", currency), lambda: to_string(1, currency)):
        with pytest.raises(ValueError, match="must be an ISO 4217 currency code"):
            use()


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1299.00", "SEK", 129900),
        ("0", "SEK", 0),
        ("0.1", "SEK", 10),
        ("0.01", "SEK", 1),
        ("007.5", "SEK", 750),
        ("1.5000000", "SEK", 150),
        ("1299", "JPY", 1299),
        ("1299.00", "JPY", 1299),
        ("1.234", "KWD", 1234),
        ("1.2345", "CLF", 12345),
        ("10000000000000.00", "SEK", 10**15),
        ("0.00000000000000000000000000000000000000", "JPY", 0),
    ],
)
def test_a6_a_decimal_string_becomes_minor_units_exactly(amount: str, currency: str, minor: int) -> None:
    assert to_minor(amount, currency) == minor


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        *((odd, "SEK", NO_DECIMAL) for odd in ("", " ", "1e400", "1E2", "NaN", "Infinity", "inf", "1,50", "+1", "1.")),
        *(
            (odd, "SEK", NO_DECIMAL)
            for odd in (".5", "१२", "１２", "1_000", "1 000", "0x10", "1.2.3", " 1", "1\n", "--1")
        ),
        *((odd, "SEK", NO_DECIMAL) for odd in ("1\0", "-NaN", "1" * 41, "0." + "0" * 41, "9" * 5000)),
        ("-1", "SEK", "must not be negative"),
        ("-0.00", "SEK", "must not be negative"),
        ("1.001", "SEK", "has more decimals than SEK has (2)"),
        ("1.5", "JPY", "has more decimals than JPY has (0)"),
        ("1.2345", "KWD", "has more decimals than KWD has (3)"),
        ("10000000000000.01", "SEK", "is too large: at most 10**15 minor units"),
        ("9" * 40, "JPY", "is too large: at most 10**15 minor units"),
    ],
    ids=case_id,
)
def test_a6_what_is_no_amount_of_the_currency_is_refused_in_plain_words(amount: str, currency: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        to_minor(amount, currency)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(129900, "SEK", "1299.00"), (-5, "SEK", "-0.05"), (0, "SEK", "0.00"), (1299, "JPY", "1299"), (1, "CLF", "0.0001")],
)
def test_a6_minor_units_are_written_with_the_digits_of_the_currency(minor: int, currency: str, text: str) -> None:
    assert to_string(minor, currency) == text
    assert to_decimal(minor, currency) == Decimal(text)


def test_a6_a_sum_larger_than_the_precision_of_decimals_stays_exact() -> None:
    with localcontext(getcontext(), prec=5):
        assert to_string(10**30 + 1, "SEK") == "10000000000000000000000000000.01"


@given(minor=st.integers(0, 10**15), currency=st.sampled_from(sorted(EXPONENTS)))
def test_a6_writing_and_reading_gives_the_same_minor_units(minor: int, currency: str) -> None:
    assert to_minor(to_string(minor, currency), currency) == minor


@given(text=st.text() | st.from_regex(r"[-+0-9.eE ]{0,12}"), currency=st.sampled_from(sorted(EXPONENTS)))
def test_a6_any_string_is_read_as_decimal_reads_it_or_refused(text: str, currency: str) -> None:
    try:
        minor = to_minor(text, currency)
    except ValueError:
        return
    assert is_decimal(text)
    assert to_decimal(minor, currency) == Decimal(text)

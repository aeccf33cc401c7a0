"""A6: money is an integer of the currency's minor unit; it is never a float.

Pure: no Django. The digits after the point are those of ISO 4217. Babel's are those of CLDR, which says for a dozen
currencies what people write today (no para in RSD), not what an invoice may say: those are put right here.
"""

import re
from decimal import Decimal
from functools import cache

from babel.numbers import get_currency_precision, list_currencies

MOST_MINOR_UNITS = 10**15
"""The largest amount there is, inclusive: ten thousand thousand million SEK, and exact in every database."""
MOST_A_DAY = 25 * 10**14
"""What the orders of one day come to at most, in one currency: of ten years it is still less than 64 bits hold."""

_ISO_NOT_CLDR = {"IQD": 3} | dict.fromkeys(
    ("AFN", "ALL", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER"), 2
)
_DECIMAL = re.compile(r"([0-9]{1,40})(?:\.([0-9]{1,40}))?")


def exponent(currency: str) -> int:
    """Digits after the point by ISO 4217: SEK 2, JPY 0, KWD 3, CLF 4. ValueError for a code that is none."""
    try:
        return _exponents()[currency]
    except KeyError:
        raise ValueError("must be an ISO 4217 currency code in capitals, such as SEK") from None


def to_minor(amount: str, currency: str) -> int:
    """The decimal string as minor units, exact: "1299.00" SEK is 129900. Never rounds.

    ValueError, in words that follow the name of the amount, for anything but plain ASCII digits with at most one point
    (no sign, blank, comma or exponent), for more decimals than the currency has (trailing zeros aside), for more than
    MOST_MINOR_UNITS, and as `exponent`.
    """
    digits = exponent(currency)
    whole, fraction = _parts(amount)
    if len(fraction) > digits:
        raise ValueError(f"has more decimals than {currency} has ({digits})")
    minor = int(whole + fraction.ljust(digits, "0"))
    if minor > MOST_MINOR_UNITS:
        raise ValueError("is too large: at most 10**15 minor units")
    return minor


def to_decimal(minor: int, currency: str) -> Decimal:
    """129900 SEK as Decimal("1299.00"), with the currency's digits. It may be negative. ValueError as `exponent`."""
    return Decimal(f"{minor}E-{exponent(currency)}")


def to_string(minor: int, currency: str) -> str:
    """129900 SEK as "1299.00": what `to_minor` reads, without separators. ValueError as `exponent`."""
    return f"{to_decimal(minor, currency):f}"


def is_decimal(amount: str) -> bool:
    """Whether the string is an amount in some currency: plain ASCII digits, at most one point, not absurdly long."""
    return _DECIMAL.fullmatch(amount) is not None


def _parts(amount: str) -> tuple[str, str]:
    """The digits before the point, and those after it without trailing zeros."""
    match = _DECIMAL.fullmatch(amount)
    if match is None:
        raise ValueError(_why_not_decimal(amount))
    return match[1], (match[2] or "").rstrip("0")


def _why_not_decimal(amount: str) -> str:
    if amount.startswith("-") and is_decimal(amount[1:]):
        return "must not be negative"
    return "must be a decimal number in plain digits with a point, such as 1299.00"


@cache
def _exponents() -> dict[str, int]:
    """Every currency that Babel knows, those of the past too."""
    return {code: get_currency_precision(code) for code in list_currencies()} | _ISO_NOT_CLDR

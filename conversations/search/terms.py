"""Terms: a token of an account in one month, as one number. What common words cost is the period, not all years.

A document has the terms of the month (UTC) its conversation started in, so a question about June reads what June
says. A conversation that has not started yet is of month 0.
"""

from collections.abc import Iterable
from datetime import datetime

FIRST_YEAR = 2000
_MONTH_BITS = 11
LAST_MONTH = 1200


def month_of(at: datetime | None) -> int:
    """The number of the month of an instant in UTC."""
    return 0 if at is None else (at.year - FIRST_YEAR) * 12 + at.month


def term(token_id: int, month: int) -> int:
    return token_id << _MONTH_BITS | month


def token_of(number: int) -> int:
    return number >> _MONTH_BITS


def all_terms(token_ids: Iterable[int], months: Iterable[int]) -> list[int]:
    months = list(months)
    return [term(token_id, month) for token_id in token_ids for month in months]

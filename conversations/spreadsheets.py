"""CSV (RFC 4180) in pieces, in which no text can be taken for a formula. Pure: no Django.

A spreadsheet program runs a cell that begins with =, +, - or @. Such a text gets an apostrophe before it, which these
programs hide; numbers stay numbers.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, islice

ROWS_A_PIECE = 500

_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""The last four are the wide forms of the first four."""
_NOT_SEEN = " \u00a0\u200b\u2060\ufeff"
"""Before a sign, some programs pass over these."""
_SUSPECT = frozenset({*_FORMULA, *_NOT_SEEN})
"""A text that begins with none of these is safe; most are, and a file has millions of them."""
_AS_THEY_ARE = frozenset({int, type(None)})


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The whole file, the header first, some hundred rows at a time. Instants are UTC, what is absent is empty."""
    writer = csv.writer(_Echo())
    lines = (
        writer.writerow(
            [
                value
                if (value[:1] not in _SUSPECT if type(value) is str else type(value) in _AS_THEY_ARE)
                else _cell(value)
                for value in row
            ]
        )
        for row in chain([header], rows)
    )
    while piece := "".join(islice(lines, ROWS_A_PIECE)):
        yield piece


def utc(at: datetime) -> str:
    """2026-06-07T12:00:00Z, to the microsecond where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def safe(text: str) -> str:
    return f"'{text}" if text.lstrip(_NOT_SEEN).startswith(_FORMULA) else text


def _cell(value: object) -> object:
    match value:
        case str():
            return safe(value)
        case bool():
            return "true" if value else "false"
        case datetime():
            return utc(value)
        case _:
            return value


class _Echo:
    """A file for `csv.writer` that hands each line back."""

    def write(self, line: str) -> str:
        return line

"""CSV: what a program reads is what was written, and what a spreadsheet shows never runs."""

import csv
import io
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.spreadsheets import ROWS_A_PIECE, csv_pieces, safe, utc
from tests.hostile import naughty_strings

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\ufeff=1",
        "\u200b =1",
        "＝1",
        "＋1",
        "－1",
        "＠A1",
    ],
)
def test_promise_7_a_text_that_would_run_is_shown_instead(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "1+1", "a=1", "'=1", "#1001", "Åsa", "2026-06-07"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


def test_what_was_written_is_read_again() -> None:
    rows = [[text, 1] for text in naughty_strings()]
    read = list(csv.reader("".join(csv_pieces(["text", "n"], rows)).splitlines(keepends=True)))
    assert read[0] == ["text", "n"]
    assert len([row for row in read if row]) >= len(rows)


def test_values_are_written_plainly() -> None:
    at = datetime(2026, 6, 7, 14, 0, 0, 500, tzinfo=timezone(timedelta(hours=2)))
    (line,) = csv_pieces(["a"], [])
    assert line == "a\r\n"
    (whole,) = csv_pieces(["a"], [[None, True, False, -3, 1.5, Decimal("-1.50"), at, 'x "y", z']])
    assert whole == 'a\r\n,true,false,-3,1.5,-1.50,2026-06-07T12:00:00.000500Z,"x ""y"", z"\r\n'


def test_rows_are_read_as_they_are_sent() -> None:
    read = 0

    def rows() -> object:
        nonlocal read
        for number in range(10 * ROWS_A_PIECE):
            read += 1
            yield [number]

    pieces = csv_pieces(["n"], rows())  # type: ignore[arg-type]
    next(pieces)
    assert read < 2 * ROWS_A_PIECE
    assert sum(piece.count("\r\n") for piece in pieces) == 10 * ROWS_A_PIECE + 1 - ROWS_A_PIECE


def test_an_instant_is_utc_with_a_z() -> None:
    assert utc(datetime(2026, 6, 7, tzinfo=UTC)) == "2026-06-07T00:00:00Z"


@given(st.text())
def test_a_cell_of_any_text_is_no_formula_and_comes_back(text: str) -> None:
    (line,) = csv.reader(io.StringIO("".join(csv_pieces([text], [])), newline=""), strict=False)
    assert line[0].removeprefix("'") == text.removeprefix("'") or "\0" in text
    assert not line[0].startswith(FORMULAS)

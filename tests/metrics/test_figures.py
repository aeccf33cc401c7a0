from typing import Any

import pytest
from django.utils.translation import override

from metrics.templatetags.figures import (
    change_size,
    chart_rows,
    count,
    decimal,
    down_to_ground,
    duration,
    figure,
    money,
    percent,
    points,
    rough_size,
    segments,
    spark_points,
    total,
    whole_money,
)

HOUR, DAY = 3600, 86_400

languages = pytest.mark.parametrize(("language", "index"), [("en", 0), ("sv", 1)])


@languages
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, ("0", "0")),
        (999, ("999", "999")),
        (1284, ("1,284", "1\xa0284")),
        (1_000_000, ("1,000,000", "1\xa0000\xa0000")),
    ],
)
def test_a_count_is_grouped_as_the_language_groups(
    value: int, expected: tuple[str, str], language: str, index: int
) -> None:
    with override(language):
        assert count(value) == expected[index]


@languages
@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (0, ("0.0\xa0%", "0,0\xa0%")),
        (916 / 1284, ("71.3\xa0%", "71,3\xa0%")),
        (0.2845, ("28.5\xa0%", "28,5\xa0%")),  # a float's product with 100 would be a hair below 28.45
        (1, ("100.0\xa0%", "100,0\xa0%")),
    ],
)
def test_a_rate_has_one_decimal_and_a_space_that_does_not_break(
    rate: float, expected: tuple[str, str], language: str, index: int
) -> None:
    with override(language):
        assert percent(rate) == expected[index]


def test_rounding_is_half_away_from_zero_as_people_round() -> None:
    assert [decimal(value) for value in (0.25, 0.35, 4.25, -0.25)] == ["0.3", "0.4", "4.3", "-0.3"]
    assert decimal(1234.5, 0) == "1,235"


@languages
@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (12, ("1 KB", "1 kB")),
        (615 * 1024, ("620 KB", "620 kB")),
        (1023 * 1024, ("1 MB", "1 MB")),
        (1300 << 10, ("1.3 MB", "1,3 MB")),
        (7 << 40, ("7,200 GB", "7 200 GB")),
    ],
)
def test_an_estimated_size_is_told_as_one_says_it(
    size: int, expected: tuple[str, str], language: str, index: int
) -> None:
    with override(language):
        assert rough_size(size).replace("\xa0", " ") == expected[index]


def test_points_have_no_sign_since_the_arrow_says_it() -> None:
    assert points(0.021) == points(-0.021) == "2.1\xa0pp"


@pytest.mark.parametrize(
    ("amount", "kind", "expected"),
    [
        (0.12, "percent", "12\xa0%"),
        (-0.04, "percent", "4.0\xa0%"),
        (-0.021, "points", "2.1\xa0pp"),
        (11, "percent", "1,100\xa0%"),
    ],
)
def test_a_change_is_as_exact_as_it_is_small(amount: float, kind: str, expected: str) -> None:
    assert change_size(amount, kind) == expected


@languages
@pytest.mark.parametrize(
    ("minor", "currency", "expected"),
    [
        (18_492_050, "SEK", ("SEK\xa0184,920.50", "184\xa0920,50\xa0kr")),
        (18_492_050, "USD", ("$184,920.50", "184\xa0920,50\xa0US$")),
        (1500, "JPY", ("¥1,500", "1\xa0500\xa0JPY")),
        (1_234_567, "KWD", ("KWD\xa01,234.567", "1\xa0234,567\xa0KWD")),
        (100, "RSD", ("RSD\xa01.00", "1,00\xa0RSD")),  # CLDR writes no para, an invoice does
        (-150, "EUR", ("-€1.50", "-1,50\xa0€")),
        (0, "SEK", ("SEK\xa00.00", "0,00\xa0kr")),
    ],
)
def test_a6_money_has_the_decimals_of_its_currency_in_the_form_of_the_language(
    minor: int, currency: str, expected: tuple[str, str], language: str, index: int
) -> None:
    with override(language):
        assert money(minor, currency) == expected[index]


@pytest.mark.parametrize(
    ("minor", "currency", "expected"),
    [
        (18_492_050, "SEK", "SEK\xa0184,921"),
        (49, "USD", "$0"),
        (1500, "JPY", "¥1,500"),
        (1_234_500, "KWD", "KWD\xa01,235"),
    ],
)
def test_a6_money_in_little_room_is_rounded_to_whole_units(minor: int, currency: str, expected: str) -> None:
    assert whole_money(minor, currency) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0 s"),
        (14.6, "14 s"),
        (59, "59 s"),
        (60, "1 min"),
        (125, "2 min 5 s"),
        (6240, "1 h 44 min"),
        (HOUR + 5, "1 h"),
        (2 * DAY + 3 * HOUR + 59, "2 d 3 h"),
        (90 * DAY, "90 d"),
    ],
)
def test_a_duration_shows_its_two_largest_units(seconds: float, expected: str) -> None:
    assert duration(seconds).replace("\xa0", " ") == expected


def test_what_is_absent_is_a_dash_and_never_a_zero() -> None:
    assert {show(None) for show in (count, decimal, percent, points, duration)} == {"–"}
    assert money(None, "SEK") == whole_money(None, "SEK") == figure(None, "percent") == figure(None, "SEK") == "–"


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (1284, "count", "1,284"),
        (0.5, "percent", "50.0\xa0%"),
        (4.43, "decimal", "4.4"),
        (75, "duration", "1\xa0min 15\xa0s"),
        (0.02, "points", "2.0\xa0pp"),
        (129_315, "SEK", "SEK\xa01,293"),
    ],
)
def test_a_figure_looks_as_its_kind_looks(value: float, kind: str, expected: str) -> None:
    assert figure(value, kind) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3], "0,25 60,14 120,3"),
        ([1, None, 3], "0,25 120,3"),
        ([5, 5], "0,14 120,14"),
        ([5], ""),
        ([None, None, 2], ""),
        ([], ""),
        (None, ""),
    ],
)
def test_a_sparkline_spans_its_box_and_leaves_out_what_is_absent(
    values: list[float | None] | None, expected: str
) -> None:
    assert spark_points(values) == expected


def test_the_ground_of_a_sparkline_lies_below_what_is_known_only() -> None:
    assert down_to_ground(spark_points([None, 1, 3, None])) == "40,28 40,25 80,3 80,28"


@languages
def test_a_drawing_has_decimal_points_in_every_language(language: str, index: int) -> None:
    with override(language):
        assert spark_points([0, 1, 2.5, 9]) == "0,25 40,22.6 80,18.9 120,3"
        assert [part["width"] for part in segments([{"count": 1}, {"count": 2}])] == ["33.333%", "66.667%"]


def test_segments_lie_side_by_side_and_fill_the_strip() -> None:
    parts = [{"token": "a", "count": 3}, {"token": "b", "count": 0}, {"token": "c", "count": 1}]
    assert segments(parts) == [
        {"token": "a", "count": 3, "x": "0.000%", "width": "75.000%"},
        {"token": "c", "count": 1, "x": "75.000%", "width": "25.000%"},
    ]
    assert segments([{"count": 0}]) == []


def make_chart(**changes: Any) -> dict[str, Any]:
    series = [{"name": "SMS", "values": [1, 0]}, {"name": "Email", "values": [2, 5]}]
    return {"labels": ["Mon", "Tue"], "hrefs": ["?1", "?2"], "unsettled": [False, True], "series": series} | changes


def test_t5_a_chart_as_a_table_has_a_row_a_bucket_and_says_what_can_still_change() -> None:
    assert chart_rows(make_chart()) == [
        {"label": "Mon", "href": "?1", "unsettled": False, "paused": False, "note": "", "values": [1, 2], "total": 3},
        {"label": "Tue", "href": "?2", "unsettled": True, "paused": False, "note": "", "values": [0, 5], "total": 5},
    ]
    assert [row["paused"] for row in chart_rows(make_chart(paused=[True, False]))] == [True, False]


def test_the_total_of_a_series_is_its_sum() -> None:
    assert total([1, 2, 3]) == 6

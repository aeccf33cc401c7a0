"""K7: intervals against the figures of the papers that gave them, and averages by hand."""

import statistics
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.statistics import is_clear, mean, median, newcombe, percentile, wilson


# Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_k7_wilson_gives_the_intervals_of_the_paper(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=0.00006)


# Newcombe, "Interval estimation for the difference between independent proportions" (1998), table II, method 10.
@pytest.mark.parametrize(
    ("s1", "n1", "s2", "n2", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_k7_newcombe_gives_the_intervals_of_the_paper(
    s1: int, n1: int, s2: int, n2: int, low: float, high: float
) -> None:
    assert newcombe(s1, n1, s2, n2) == pytest.approx((low, high), abs=0.00006)


@pytest.mark.parametrize(
    ("now", "before", "clear"),
    [
        ((56, 70), (48, 80), True),
        ((48, 80), (56, 70), True),
        ((5, 56), (0, 29), False),
        ((60, 100), (50, 100), False),
        ((600, 1000), (500, 1000), True),
        ((3, 3), (0, 0), False),
        ((0, 0), (3, 3), False),
    ],
)
def test_k7_a_change_is_clear_when_chance_does_not_explain_it(
    now: tuple[int, int], before: tuple[int, int], *, clear: bool
) -> None:
    assert is_clear(*now, *before) is clear


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (2, 1), (-1, 3), (0, -1)])
def test_k7_what_is_no_rate_has_no_interval(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="is not a rate"):
        wilson(successes, n)


_rates = st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(rate=_rates)
def test_k7_the_interval_holds_the_rate_and_stays_within_0_and_1(rate: tuple[int, int]) -> None:
    low, high = wilson(*rate)
    assert 0 <= low <= rate[0] / rate[1] <= high <= 1


@given(one=_rates, other=_rates)
def test_k7_the_difference_turned_round_is_the_same_interval_turned_round(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    low, high = newcombe(*one, *other)
    assert newcombe(*other, *one) == pytest.approx((-high, -low))
    assert -1 - 1e-12 <= low <= one[0] / one[1] - other[0] / other[1] <= high <= 1 + 1e-12
    assert is_clear(*one, *other) is is_clear(*other, *one)


@pytest.mark.parametrize(
    ("values", "share", "value"),
    [
        ([15, 20, 35, 40, 50], 0.4, 29.0),
        ([50, 15, 40, 20, 35], 0.4, 29.0),
        ([1, 2, 3, 4], 0.75, 3.25),
        ([7], 0.95, 7),
        ([3, 1, 2], 0.0, 1),
        ([3, 1, 2], 1.0, 3),
        ([], 0.5, None),
    ],
)
def test_a_percentile_lies_on_the_line_between_its_neighbours(
    values: list[float], share: float, value: float | None
) -> None:
    assert percentile(values, share) == pytest.approx(value)


def test_a_percentile_is_asked_for_by_its_share() -> None:
    with pytest.raises(ValueError, match="share between 0 and 1"):
        percentile([1.0], 95)


def test_nothing_has_neither_mean_nor_median() -> None:
    assert mean([]) is None
    assert median([]) is None


@given(values=st.lists(st.floats(0, 1e6), min_size=1))
def test_mean_and_median_are_what_the_standard_library_says(values: list[float]) -> None:
    assert isclose(mean(values) or 0, statistics.fmean(values), abs_tol=1e-6)
    assert isclose(median(values) or 0, statistics.median(values), abs_tol=1e-6)


@given(values=st.lists(st.floats(0, 1e6), min_size=2, max_size=50))
def test_percentiles_are_what_the_standard_library_says(values: list[float]) -> None:
    quartiles = statistics.quantiles(values, n=4, method="inclusive")
    assert [percentile(values, share) for share in (0.25, 0.5, 0.75)] == pytest.approx(quartiles)

"""K7: what small numbers can say, and the averages of a list. Pure: no Django.

Wilson, "Probable inference" (1927), and Newcombe, "Interval estimation for the difference between independent
proportions" (1998), method 10: both hold their 95 % for small numbers and for rates near 0 and 1, unlike the textbook
interval.
"""

from collections.abc import Sequence
from math import floor, sqrt
from statistics import NormalDist

# 95 %, two-sided.
_Z = NormalDist().inv_cdf(0.975)


def wilson(successes: int, n: int) -> tuple[float, float]:
    """The 95 % interval of the rate `successes` / `n`, within 0 and 1. ValueError without a trial."""
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"{successes} of {n} is not a rate.")
    rate, z2 = successes / n, _Z * _Z
    centre = (rate + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * sqrt(rate * (1 - rate) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # At the ends, rounding would leave a hair's breadth beside 0 or 1.
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == n else centre + half
    return low, high


def newcombe(s1: int, n1: int, s2: int, n2: int) -> tuple[float, float]:
    """The 95 % interval of the difference s1 / n1 - s2 / n2, within -1 and 1. ValueError if n1 or n2 is 0."""
    (low1, high1), (low2, high2) = wilson(s1, n1), wilson(s2, n2)
    rate1, rate2 = s1 / n1, s2 / n2
    below = sqrt((rate1 - low1) ** 2 + (high2 - rate2) ** 2)
    above = sqrt((high1 - rate1) ** 2 + (rate2 - low2) ** 2)
    return rate1 - rate2 - below, rate1 - rate2 + above


def is_clear(s1: int, n1: int, s2: int, n2: int) -> bool:
    """K7: whether the change from s2 / n2 to s1 / n1 is larger than chance explains; never without both rates."""
    if not n1 or not n2:
        return False
    low, high = newcombe(s1, n1, s2, n2)
    return low > 0 or high < 0


def mean(values: Sequence[float]) -> float | None:
    """The mean of all values, None of none. The mean of a period is not the mean of its bars' means."""
    return sum(values) / len(values) if values else None


def median(values: Sequence[float]) -> float | None:
    """The middle value, between the two middle ones if their number is even; None of none. In any order."""
    return percentile(values, 0.5)


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value that `share` (0 to 1) of the values lie below, None of none. In any order.

    Between two values it is interpolated by a straight line (Hyndman and Fan's type 7, as spreadsheets do it).
    """
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is not a share between 0 and 1.")
    if not values:
        return None
    ranked = sorted(values)
    place = share * (len(ranked) - 1)
    below = floor(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (ranked[above] - ranked[below]) * (place - below)

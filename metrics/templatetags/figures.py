"""How a number looks, in the reader's language. What it means is decided where it is counted, not here.

An absent number (None) is always "–": never 0, never "0 %".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.utils.formats import get_format
from django.utils.translation import gettext, pgettext

from conversations.in_words import SPACE, amount_in_words, duration_in_words, hours_in_words, money_in_words
from conversations.languages import by_language
from conversations.money import to_decimal

ABSENT = "–"
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 120, 28, 3

SMALL_CHANGE = 0.1

register = template.Library()


@register.filter
def count(value: int | None) -> str:
    """1284 as 1,284, or 1 284 in Swedish."""
    if value is None:
        return ABSENT
    return str(value) if abs(value) < 1000 else _grouped(f"{value:,}")


@register.filter
def decimal(value: float | Decimal | None, places: int = 1) -> str:
    return ABSENT if value is None else _grouped(f"{_rounded(value, places):,.{places}f}")


@register.filter
def percent(rate: float | None, places: int = 1) -> str:
    """A rate of 0 to 1 as 71.3 %."""
    return ABSENT if rate is None else f"{decimal(_hundredfold(rate), places)}{SPACE}%"


@register.filter
def points(difference: float | None) -> str:
    """The difference of two rates (0.021) in percentage points, without its sign: 2.1 pp."""
    if difference is None:
        return ABSENT
    unit = pgettext("percentage points", "pp")
    return f"{decimal(abs(_hundredfold(difference)))}{SPACE}{unit}"


@register.filter
def change_size(amount: float, kind: str) -> str:
    """How much a number moved, without its sign: "points" as above, else a fraction: 2.1 %, or 12 %."""
    if kind == "points":
        return points(amount)
    return percent(abs(amount), 1 if abs(amount) < SMALL_CHANGE else 0)


@register.filter
def money(minor: int | None, currency: str) -> str:
    """A6: minor units of an ISO 4217 currency, with all its decimals."""
    if minor is None:
        return ABSENT
    return money_in_words(minor, currency)


@register.filter
def rough_size(size: int) -> str:
    """An estimated number of bytes as one says it, with two digits that count: 620 KB, 1.3 MB; 1 KB at least."""
    amount, unit = max(size / 1024, 1), "%s KB"
    for larger in ("%s MB", "%s GB"):
        if amount >= 1000:
            amount, unit = amount / 1024, larger
    told = float(f"{amount:.2g}")
    words = gettext(unit) % decimal(told, 0 if told == int(told) else 1)  # the units in words are Django's own
    return words.replace(" ", SPACE)


@register.filter
def hours(whole: int) -> str:
    """24 hours; 7 days."""
    return hours_in_words(whole)


@register.filter
def whole_money(minor: int | None, currency: str) -> str:
    """A6: the same rounded to whole units, half away from zero, for where there is little room."""
    if minor is None:
        return ABSENT
    whole = to_decimal(minor, currency).quantize(Decimal(1), ROUND_HALF_UP)
    return amount_in_words(whole, currency, digits=0)


@register.filter
def figure(value: float | None, kind: str) -> str:
    """A value of a kind: "count", "decimal", "percent" (0 to 1), "points", "duration" (seconds), or a currency code."""
    shown = _KINDS.get(kind)
    return shown(value) if shown else whole_money(None if value is None else int(value), kind)


@register.filter
def duration(seconds: float | None) -> str:
    """Seconds in their two largest units, rounded down: 1 h 44 min."""
    return ABSENT if seconds is None else duration_in_words(seconds)


@register.filter
def spark_points(values: Sequence[float | None] | None) -> str:
    """The points of a polyline over a box of 120 × 28, lowest value at the bottom. Absent values leave no point."""
    values = values or ()
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(value for _, value in known), max(value for _, value in known)
    step, scale = SPARK_WIDTH / (len(values) - 1), (SPARK_HEIGHT - 2 * SPARK_EDGE) / ((high - low) or 1)
    lift = 0 if high > low else (SPARK_HEIGHT - 2 * SPARK_EDGE) / 2  # a flat line runs through the middle
    return " ".join(
        f"{index * step:.4g},{SPARK_HEIGHT - SPARK_EDGE - lift - (value - low) * scale:.3g}" for index, value in known
    )


@register.filter
def down_to_ground(line: str) -> str:
    """The ground under a line of `spark_points`: from its first point to its last, not to the edges of the box."""
    points = line.split(" ")
    first, last = (point.partition(",")[0] for point in (points[0], points[-1]))
    return f"{first},{SPARK_HEIGHT} {line} {last},{SPARK_HEIGHT}"


@register.filter
def segments(parts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The parts that are not empty, each with `x` and `width` in percent of their sum, for the strip."""
    shown = [part for part in parts if part["count"]]
    total = sum(part["count"] for part in shown)
    placed, before = [], 0
    for part in shown:
        placed.append({**part, "x": f"{100 * before / total:.3f}%", "width": f"{100 * part['count'] / total:.3f}%"})
        before += part["count"]
    return placed


@register.filter
def total(values: Iterable[int]) -> int:
    return sum(values)


@register.filter
def chart_rows(chart: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The chart as the rows of a table: T5, a row a bucket, empty ones too."""
    return [
        {
            "label": label,
            "href": chart["hrefs"][index],
            "unsettled": chart["unsettled"][index],
            "paused": bool(chart.get("paused")) and chart["paused"][index],
            "note": chart["notes"][index] if chart.get("notes") else "",
            "values": [series["values"][index] for series in chart["series"]],
            "total": sum(series["values"][index] for series in chart["series"]),
        }
        for index, label in enumerate(chart["labels"])
    ]


_KINDS: Mapping[str, Callable[[Any], str]] = {
    "count": count,
    "decimal": decimal,
    "percent": percent,
    "points": points,
    "duration": duration,
}


def _grouped(written: str) -> str:
    """1,284.5 in the reader's separators."""
    return written.translate(_separators())


@by_language
def _separators() -> dict[int, str]:
    return {ord(","): get_format("THOUSAND_SEPARATOR"), ord("."): get_format("DECIMAL_SEPARATOR")}


def _hundredfold(rate: float) -> Decimal:
    """Exact: 0.285 * 100 as floats is a hair below 28.5."""
    return Decimal(str(rate)) * 100


def _rounded(value: float | Decimal, places: int) -> Decimal:
    """Half away from zero, as people round; a float is taken as it prints."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

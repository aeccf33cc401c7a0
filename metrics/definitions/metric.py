"""What a metric is: its words, its arithmetic and its rows; and the figures that it is worked out from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise

from conversations.scope import Scope
from conversations.vocabulary import Status, TouchKind, Trait

ABSENT = "–"
"""What is shown for a number that is not there: never 0, never 0 %."""

FEW = 30
"""K7: with fewer than so many conversations a rate shows its fraction first."""


class Unit(StrEnum):
    COUNT = "count"
    RATE = "rate"  # 0 to 1
    MONEY = "money"  # minor units of the account's currency
    SECONDS = "seconds"
    SCORE = "score"  # 1 to 5


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted in one scope and one window. Money in minor units of the account's currency (A6).

    `first_reply_seconds` holds quantiles by their share (0 to 1); without a reply it is empty.
    """

    by_status: Mapping[Status, int] = field(default_factory=dict)
    orders: int = 0
    sales_minor: int = 0
    sales_net_minor: int = 0
    shop_sales_minor: int = 0
    by_touch: Mapping[TouchKind, int] = field(default_factory=dict)
    by_trait: Mapping[Trait, int] = field(default_factory=dict)
    resolved_came_back: int = 0
    ratings_sum: int = 0
    first_reply_seconds: Mapping[float, float] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """K1. The four statuses add up to it."""
        return sum(self.by_status.values())

    @property
    def open(self) -> int:
        """K6: those whose status is not settled."""
        return self.by_status.get(Status.OPEN, 0)


Count = Callable[[Figures], int]


@dataclass(frozen=True, slots=True, eq=False)
class Metric:
    """One number, the same as no other: `part`, a count or a sum; with `whole` the share or the average part / whole.

    With `quantile` it is that quantile of the first replies, and `part` is how many there were. `part_unit` and
    `whole_unit` are what part and whole are measured in. `rows` are the changes to a scope that leave exactly the rows
    counted; None where no list can show them; `page` is where they are shown. `rule` is the short name in the rules.
    """

    key: str
    rule: str
    name: Promise
    sentence: Promise
    formula: Promise
    unit: Unit
    better: Better
    part: Count
    whole: Count | None = None
    part_unit: Unit = Unit.COUNT
    whole_unit: Unit = Unit.COUNT
    quantile: float | None = None
    rows: Mapping[str, Any] | None = None
    page: str = "conversations:list"

    def value(self, figures: Figures) -> int | float | None:
        """None where there is nothing to divide by: then nothing is known, which is not 0."""
        if self.quantile is not None:
            return figures.first_reply_seconds.get(self.quantile)
        if self.whole is None:
            return self.part(figures)
        whole = self.whole(figures)
        if not whole:
            return None
        if self.unit is Unit.MONEY:
            return _rounded(self.part(figures), whole)
        return self.part(figures) / whole

    def rows_in(self, scope: Scope) -> Scope | None:
        """K5: the scope of exactly the rows that the number counts in `scope`.

        None where there is no list of them, and where `scope` asks for other statuses than the number is about.
        """
        if self.rows is None:
            return None
        statuses = self.rows.get("statuses", ())
        if statuses and scope.statuses and not set(statuses) <= set(scope.statuses):
            return None
        return scope.with_(**self.rows)


def _rounded(amount: int, parts: int) -> int:
    """amount / parts in whole minor units, half away from zero, without a float."""
    sign = -1 if amount < 0 else 1
    return sign * ((2 * abs(amount) + parts) // (2 * parts))


def total(figures: Figures) -> int:
    return figures.total


def of_status(status: Status) -> Count:
    return lambda figures: figures.by_status.get(status, 0)


def touches(kind: TouchKind) -> Count:
    return lambda figures: figures.by_touch.get(kind, 0)


def having(trait: Trait) -> Count:
    return lambda figures: figures.by_trait.get(trait, 0)


def with_(**changes: Any) -> Mapping[str, Any]:
    return MappingProxyType(changes)

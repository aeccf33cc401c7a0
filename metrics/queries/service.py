"""How the conversations of a scope went: replies, returns, offers, ratings, and what other settings would make of them.

One query that looks at every conversation of the period: no rollup can hold a median, or who came back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Aggregate, Count, Q, QuerySet, Sum, Value

from conversations.models import Account, Conversation
from conversations.prepared import Prepared
from conversations.scope import Scope, Shape
from conversations.status import Rules
from conversations.traits import has
from conversations.vocabulary import Status, Trait
from metrics.queries.otherwise import Otherwise, otherwise, otherwise_aggregates
from metrics.queries.quantiles import first_reply_aggregates, first_reply_seconds

_COUNTED = (Trait.REPLIED, Trait.OFFER_NOT_ACCEPTED, Trait.RATED)


@dataclass(frozen=True, slots=True)
class Service:
    """See the metrics of the same names. `otherwise` is about these conversations, too."""

    by_trait: Mapping[Trait, int]
    resolved_came_back: int
    ratings_sum: int
    first_reply_seconds: Mapping[float, float]
    otherwise: Otherwise


def service(scope: Scope, *, shares: Sequence[float]) -> Service:
    """Of all conversations of `scope`; the first replies by the quantiles `shares` (0 to 1)."""
    rules = scope.account.status_rules
    (row,) = _SERVICE.rows((scope.shape, rules, tuple(shares)), *scope.slots)
    found = dict(zip(_names(rules, tuple(shares)), row, strict=True))
    return Service(
        by_trait={trait: found[trait.value] for trait in _COUNTED},
        resolved_came_back=found["back"],
        ratings_sum=found["ratings"],
        first_reply_seconds=first_reply_seconds(found, shares),
        otherwise=otherwise(found, rules),
    )


@cache
def _names(rules: Rules, shares: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(_aggregates(Account(), rules, shares))


def _aggregates(account: Account, rules: Rules, shares: Sequence[float]) -> dict[str, Aggregate]:
    return {
        **{trait.value: Count("pk", filter=has(trait, account)) for trait in _COUNTED},
        **first_reply_aggregates(shares),
        **otherwise_aggregates(rules),
        "back": Count("pk", filter=Q(status=Status.RESOLVED) & has(Trait.CAME_BACK, account)),
        "ratings": Sum("rating", default=0),
    }


def _asked(
    shape: tuple[Shape, Rules, tuple[float, ...]], account: int, start: datetime, end: datetime
) -> "QuerySet[Conversation, tuple[Any, ...]]":
    asked, rules, shares = shape
    scope = asked.scope(account, start, end)
    aggregates = _aggregates(scope.account, rules, shares)
    one = scope.conversations().order_by().annotate(all=Value(1)).values("all")  # one group, empty or not
    return one.annotate(**aggregates).values_list(*aggregates)


_SERVICE = Prepared(_asked)

"""How the conversations of a scope went: replies, returns, offers, ratings, and what other settings would make of them.

One query that looks at every conversation of the period: no rollup can hold a median, or who came back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from conversations.scope import Scope
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
    account, rules = scope.account, scope.account.status_rules
    back = Q(status=Status.RESOLVED) & has(Trait.CAME_BACK, account)
    found = scope.conversations().aggregate(
        **{trait.value: Count("pk", filter=has(trait, account)) for trait in _COUNTED},
        **first_reply_aggregates(shares),
        **otherwise_aggregates(rules),
        back=Count("pk", filter=back),
        ratings=Sum("rating", default=0),
    )
    return Service(
        by_trait={trait: found[trait.value] for trait in _COUNTED},
        resolved_came_back=found["back"],
        ratings_sum=found["ratings"],
        first_reply_seconds=first_reply_seconds(found, shares),
        otherwise=otherwise(found, rules),
    )

"""What credits are worth by month and channel: those that are stored, and those that other settings would give.

Both are read from the same joins, so that a preview compares like with like; nothing is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from conversations.crediting import Settings
from conversations.models import Account
from conversations.models.querysets import ConversationQuerySet
from conversations.record.judging import ALL, Orders, Query, fetched, judged
from conversations.vocabulary import Channel
from metrics.queries.sales import Revenue


class Cell(NamedTuple):
    """`bar` is the index of the first of the given ends that the orders were placed before."""

    bar: int
    channel: Channel


@dataclass(frozen=True, slots=True)
class Earnings:
    """K4, A6: counted orders of the account's currency; no tests."""

    cells: Mapping[Cell, Revenue]

    @property
    def total(self) -> Revenue:
        return sum(self.cells.values(), Revenue())


def earned(
    account: Account,
    settings: Settings | None,
    *,
    ends: Sequence[datetime] = (),
    orders: Orders = ALL,
    conversations: ConversationQuerySet | None = None,
) -> Earnings:
    """Of the credits that these settings give; None: of those that are stored."""
    source = _stored(account, orders) if settings is None else judged(account, settings, orders)
    where, allowed = "", Query("", [])
    if conversations is not None:
        sql, parameters = conversations.order_by().values("pk").query.sql_with_params()
        allowed = Query(sql, list(parameters))
        where = f"AND c.id IN ({allowed.sql})"
    bar = "".join(f" WHEN o.occurred_at < %s THEN {index}" for index in range(len(ends)))
    sql = f"""
        SELECT {f"CASE{bar} END" if ends else "0"} AS bar, c.channel, count(*), sum(o.total_minor),
          sum(CASE WHEN o.cancelled_at IS NULL THEN o.total_minor - o.refunded_minor ELSE 0 END)
        FROM ({source.sql}) j
        JOIN conversations_order o ON o.id = j.order_id JOIN conversations_conversation c ON c.id = j.conversation_id
        WHERE o.account_id = %s AND o.currency = %s AND NOT o.test AND NOT c.test {where}
        GROUP BY 1, 2"""  # noqa: S608  (names of ours)
    given = [*map(as_parameter, ends), *source.parameters, account.pk, account.currency, *allowed.parameters]
    rows = fetched(sql, given)
    return Earnings(
        {Cell(bar, Channel(channel)): Revenue(n, int(gross), int(net)) for bar, channel, n, gross, net in rows}
    )


def placed_between(start: datetime, end: datetime) -> Orders:
    """Placed in the half-open window of UTC instants."""
    return Orders("o.occurred_at >= %s AND o.occurred_at < %s", [as_parameter(start), as_parameter(end)])


def as_parameter(at: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(at)


def _stored(account: Account, orders: Orders) -> Query:
    condition = f"AND {orders.condition}" if orders.condition else ""
    sql = f"""SELECT k.order_id, k.conversation_id FROM conversations_credit k
        JOIN conversations_order o ON o.id = k.order_id WHERE k.account_id = %s {condition}"""  # noqa: S608
    return Query(sql, [account.pk, *orders.parameters])

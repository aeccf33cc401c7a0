"""The rule of `crediting` in SQL, for many orders at once: which touch earns each of them (A1 to A5, A7, S10).

One statement a database, and on both its answer is the pure rule's, ties included; a property test compares the three.
PostgreSQL looks, for each order, back through the touches of its profile in the index by time, until one qualifies
(LATERAL, WITH TIES). SQLite does the same in a subquery; to compare ids as people count them (m-9 before m-10) it asks
the pure rule itself.

`judged` is the text of a query with the columns order_id, touch_id, conversation_id, window_start, window_hours: one
row an order that is earned. It reads facts and given `Settings` only, so it also tells what other settings would give.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from conversations.crediting import DEFAULT_WINDOWS, STRENGTH, Settings, longest_window, natural
from conversations.models import Account
from conversations.vocabulary import Anchor, Channel, TouchKind

_HOUR = timedelta(hours=1)


class Query(NamedTuple):
    sql: str
    parameters: list[Any]


@dataclass(frozen=True, slots=True)
class Orders:
    """Which orders, `o`, of the account: an SQL condition and its parameters. All of them by default.

    `few` says that the condition names them: SQLite, left to itself, would read all orders of the account instead.
    """

    condition: str = ""
    parameters: Sequence[Any] = ()
    few: bool = False

    @property
    def of_account(self) -> str:
        return "+o.account_id = %s" if self.few and connection.vendor == "sqlite" else "o.account_id = %s"


ALL = Orders()


def judged(account: Account, settings: Settings, orders: Orders = ALL) -> Query:
    """The orders that are earned under these settings, and by what."""
    if connection.vendor == "sqlite":
        _teach_natural_order()
    text = _POSTGRES if connection.vendor == "postgresql" else _SQLITE
    sql = text.format(
        hours=_hours(settings),
        strength=_STRENGTH,
        start=_RECEIVED if settings.anchor is Anchor.RECEIVED else "t.occurred_at",
        longest=longest_hours(settings),
        bots="AND NOT t.bot" if settings.ignore_bots else "",
        condition=f"AND {orders.condition}" if orders.condition else "",
        of_account=orders.of_account,
    )
    for word, meaning in _WORDS[connection.vendor].items():
        sql = sql.replace(word, meaning)
    return Query(sql, [account.pk, *orders.parameters])


def fetched(sql: str, parameters: Sequence[Any], *, few: bool = False) -> list[Any]:
    """All rows of a query with `judged` in it. Of many, PostgreSQL would compile it for seconds, to save little."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not few:
            cursor.execute("SELECT set_config('jit', 'off', false)")
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def as_instant(value: Any) -> datetime:
    """A time as a cursor gives it: SQLite's are text, or have no zone."""
    instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def longest_hours(settings: Settings) -> int:
    """No touch earns an order that is placed more hours after it."""
    return longest_window(settings) // _HOUR


def _hours(settings: Settings) -> str:
    """A1: the window of a touch by its channel and kind; null for what is no touch point, or is switched off."""
    chosen = [(point, settings.window(point)) for point in DEFAULT_WINDOWS]
    cases = [
        f"WHEN '{point.channel} {point.kind}' THEN {window.length // _HOUR}"
        for point, window in chosen
        if window is not None and window.enabled
    ]
    return f"CASE c.channel || ' ' || t.kind {' '.join(cases)} END" if cases else "CAST(NULL AS integer)"


def _teach_natural_order() -> None:
    """SQLite asks only about touches of one instant and strength."""
    connection.ensure_connection()
    connection.connection.create_collation("as_people_count", _compare)


def _compare(one: str, other: str) -> int:
    first, second = natural(one), natural(other)
    return (first > second) - (first < second)


# A plus before a column keeps SQLite from choosing the index of that column.
_WORDS = {"postgresql": {"{least}": "LEAST", "{exactly}": ""}, "sqlite": {"{least}": "min", "{exactly}": "+"}}
_STRENGTH = "CASE t.kind " + " ".join(f"WHEN '{kind}' THEN {rank}" for kind, rank in STRENGTH.items()) + " END"

# A2: the receipt of the message, where there is one: its first delivery, else its own time; never after the touch.
_RECEIVED = f"""CASE WHEN c.channel = '{Channel.WEB_CHAT}' OR t.message_key = '' THEN t.occurred_at
          ELSE {{least}}(t.occurred_at, COALESCE(
            (SELECT min(d.occurred_at) FROM conversations_touch d
             WHERE d.account_id = t.account_id AND d.message_key = t.message_key AND NOT (d.message_key = '')
               AND {{exactly}}d.kind = '{TouchKind.MESSAGE_DELIVERED}'),
            (SELECT m.occurred_at FROM conversations_message m
             WHERE m.account_id = t.account_id AND m.event_id = t.message_key),
            t.occurred_at)) END"""  # noqa: S608  (words of ours)


def _as_people_count(column: str) -> str:
    """A3 on PostgreSQL, where ids tie: text and digits in turn, digits as text that sorts like numbers."""
    return f"""(SELECT array_agg(half ORDER BY place, side) COLLATE "C" FROM
          regexp_matches({column}, '([^0-9]*)([0-9]*)', 'g') WITH ORDINALITY AS found(part, place),
          LATERAL (VALUES (1, part[1]), (2, CASE WHEN part[2] = '' THEN '' ELSE
            lpad(length(ltrim(part[2], '0'))::text, 4, '0') || ltrim(part[2], '0') END)) AS halves(side, half))"""  # noqa: S608  (columns of ours)


def _tie(column: str) -> str:
    """Costs nothing where there is nothing to decide."""
    natural_order = f"CASE WHEN n > 1 THEN {_as_people_count(column)} END DESC"
    return f'{natural_order}, {column} COLLATE "C" DESC'


_POSTGRES = f"""
SELECT o.id AS order_id, w.touch_id, w.conversation_id, w.window_start, w.window_hours
FROM conversations_order o CROSS JOIN LATERAL (
  SELECT * FROM (
    SELECT *, count(*) OVER () AS n FROM (
      SELECT t.id AS touch_id, t.conversation_id, s.start AS window_start, h.hours AS window_hours,
        t.message_key, t.event_id
      FROM conversations_touch t
      JOIN conversations_conversation c ON c.id = t.conversation_id
      CROSS JOIN LATERAL (SELECT {{hours}} AS hours) h
      CROSS JOIN LATERAL (SELECT {{start}} AS start) s
      WHERE t.profile_id = o.profile_id AND t.account_id = o.account_id
        AND t.occurred_at <= o.occurred_at AND t.occurred_at >= o.occurred_at - {{longest}} * interval '1 hour'
        AND h.hours IS NOT NULL AND (o.test OR NOT c.test) {{bots}}
        AND o.occurred_at <= s.start + h.hours * interval '1 hour'
      ORDER BY t.occurred_at DESC, {{strength}} DESC
      FETCH FIRST 1 ROW WITH TIES
    ) AS best
  ) AS counted
  ORDER BY {_tie("message_key")}, {_tie("event_id")}
  LIMIT 1
) w
WHERE {{of_account}} {{condition}}
"""  # noqa: S608  (words of ours)

# Times are text in SQLite: whole hours are added to the seconds, and the microseconds are kept as they are.
_SQLITE = """
SELECT b.order_id, t.id AS touch_id, t.conversation_id, {start} AS window_start, {hours} AS window_hours
FROM (
  SELECT o.id AS order_id, (
    SELECT t.id FROM conversations_touch t CROSS JOIN conversations_conversation c
    WHERE c.id = t.conversation_id AND t.profile_id = o.profile_id AND t.account_id = o.account_id
      AND t.occurred_at <= o.occurred_at
      AND t.occurred_at >= datetime(substr(o.occurred_at, 1, 19), '-{longest} hours')
      AND {hours} IS NOT NULL AND (o.test OR NOT c.test) {bots}
      AND o.occurred_at <= (
        SELECT datetime(substr(start, 1, 19), '+' || {hours} || ' hours') || substr(start, 20)
        FROM (SELECT {start} AS start))
    ORDER BY t.occurred_at DESC, {strength} DESC,
      t.message_key COLLATE as_people_count DESC, t.event_id COLLATE as_people_count DESC
    LIMIT 1) AS touch_id
  FROM conversations_order o
  WHERE {of_account} AND o.profile_id IS NOT NULL {condition}
) b
CROSS JOIN conversations_touch t ON t.id = b.touch_id
CROSS JOIN conversations_conversation c ON c.id = t.conversation_id
"""

"""The same touches and orders in DuckDB: its ASOF JOIN, to compare crediting with (`benchmarks.credits`)."""

import csv
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

KEYS = "id BIGINT, profile BIGINT, moment TIMESTAMPTZ"
DUCK_WINDOWS = """WITH delivered AS (
  SELECT message, min(moment) AS moment FROM touch WHERE kind = 'message_delivered' AND message <> '' GROUP BY message
), windowed AS (
  SELECT t.id, t.profile, t.moment,
    CASE WHEN t.channel = 'web_chat' OR t.message = '' THEN t.moment
      ELSE least(t.moment, coalesce(d.moment, m.moment, t.moment)) END AS start,
    CASE t.channel || ' ' || t.kind WHEN 'web_chat product_card_clicked' THEN 24 WHEN 'sms link_clicked' THEN 120
      WHEN 'sms message_opened' THEN 24 WHEN 'sms message_delivered' THEN 12 END AS hours
  FROM touch t LEFT JOIN delivered d ON d.message = t.message LEFT JOIN message m ON m.key = t.message
  WHERE NOT t.bot AND NOT t.test
), found AS (
  SELECT o.id, w.moment, w.start, w.hours FROM orders o
  ASOF LEFT JOIN (SELECT * FROM windowed WHERE hours IS NOT NULL) w ON o.profile = w.profile AND o.moment >= w.moment
) SELECT count(*), count(*) FILTER (moment IS NOT NULL) FROM found"""
"""The last touch with a window. Whether the order lies in that window, and if not which earlier touch, is left out:
ASOF JOIN has one inequality, so it cannot say it."""


def ducks(account: Any) -> dict[str, Callable[[], object]]:
    import duckdb
    from django.db import connection

    duck = duckdb.connect()
    duck.execute("SET threads = 2; SET TimeZone = 'UTC'")
    columns = "t.id, t.profile_id, t.occurred_at, t.kind, t.bot, t.message_key, c.channel, c.test"
    touches = f"""SELECT {columns} FROM conversations_touch t
        JOIN conversations_conversation c ON c.id = t.conversation_id WHERE t.account_id = %s"""
    messages = "SELECT event_id, occurred_at FROM conversations_message WHERE account_id = %s"
    orders = "SELECT id, profile_id, occurred_at FROM conversations_order WHERE account_id = %s"
    for name, sql, shape in (
        (
            "touch",
            touches,
            f"{KEYS}, kind TEXT, bot BOOL, message TEXT, channel TEXT, test BOOL",
        ),
        ("message", messages, "key TEXT, moment TIMESTAMPTZ"),
        ("orders", orders, KEYS),
    ):
        duck.execute(f"CREATE TABLE {name} ({shape})")
        with TemporaryDirectory() as folder, connection.cursor() as cursor:
            cursor.execute(sql, [account.pk])
            with Path(folder, "rows.csv").open("w", newline="") as file:
                csv.writer(file).writerows(cursor)
            duck.execute(f"COPY {name} FROM '{folder}/rows.csv' (FORMAT csv, NULLSTR 'NONE')")
    plain = "SELECT count(t.id) FROM orders o ASOF LEFT JOIN touch t ON o.profile = t.profile AND o.moment >= t.moment"
    return {
        "duckdb": lambda: duck.execute(plain).fetchall(),
        "duckdb windows": lambda: duck.execute(DUCK_WINDOWS).fetchall(),
    }

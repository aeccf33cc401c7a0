"""Search on SQLite: the terms of a document are the words of a full-text table (FTS5) that keeps nothing else.

Triggers of the documents' table keep it up to date. `CROSS JOIN` has SQLite read the full-text table first.
"""

from typing import Any

from django.db import connection

from conversations.models import Account
from conversations.prepared import ArrayText
from conversations.search.engine import Sql, Terms, Wanted, Way


class SQLite:
    found_in = "(instr({}, %s) > 0)"

    def fetch(self, wanted: Wanted, most: int) -> tuple[int, ArrayText]:
        sql, values = self.ids(wanted)
        with connection.cursor() as cursor:
            found = f"SELECT count(*), json_group_array(conversation_id) FROM ({sql} LIMIT {most})"  # noqa: S608
            cursor.execute(found, values)
            count, ids = cursor.fetchone()
            return count, ArrayText(ids)

    def ids(self, wanted: Wanted) -> Sql:
        conditions = ["d.account_id = %s"]
        values: list[Any] = [wanted.account.pk]
        tables = "conversations_searchdocument d"
        if wanted.lookups:
            tables = (
                "conversations_searchterms f CROSS JOIN conversations_searchdocument d ON d.conversation_id = f.rowid"
            )
            conditions.insert(0, "f.conversations_searchterms MATCH %s")
            values.insert(0, _matching(wanted))
        if wanted.window:
            conditions.append("d.started_at >= %s AND d.started_at < %s")
            values += map(connection.ops.adapt_datetimefield_value, wanted.window)
        for condition, own in wanted.comparisons(self.found_in):
            conditions.append(condition)
            values += own
        return f"SELECT d.conversation_id FROM {tables} WHERE {' AND '.join(conditions)}", values  # noqa: S608  (words of ours)

    def uses(self, account: Account, terms: Terms) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM conversations_searchterms WHERE conversations_searchterms MATCH %s)",
                [_one_of(terms)],
            )
            return bool(cursor.fetchone()[0])


def _matching(wanted: Wanted) -> str:
    return " AND ".join(f"({' OR '.join(map(_any_of_each, ways))})" for ways in wanted.lookups)


def _any_of_each(way: Way) -> str:
    return f"({' AND '.join(map(_one_of, way))})"


def _one_of(terms: Terms) -> str:
    return f"({' OR '.join(map(str, terms))})"

"""Search on PostgreSQL: the terms of a document are an array under a GIN index."""

from typing import Any

from django.db import connection, transaction

from conversations.models import Account
from conversations.prepared import ArrayText
from conversations.search.engine import Sql, Terms, Wanted, Way

TOGETHER = 64


class PostgreSQL:
    found_in = "(strpos({}, %s) > 0)"

    def fetch(self, wanted: Wanted, most: int) -> tuple[int, ArrayText]:
        """Hundreds of terms look like most of the table to the planner, which would compare them row by row.

        If there are more than were asked for, the index is insisted on to the end of the caller's transaction: whatever
        is asked of these rows there holds the same terms.
        """
        sql, values = self._hits(wanted)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            found = f"SELECT count(*), array_agg(conversation_id)::text FROM ({sql} LIMIT {most}) hits"  # noqa: S608
            cursor.execute(found, values)
            count, ids = cursor.fetchone()
            if count < most:
                cursor.execute("SET LOCAL enable_seqscan = on")
        return count, ArrayText(ids or "{}")

    def ids(self, wanted: Wanted) -> Sql:
        """Read once, however the rows are joined with them."""
        sql, values = self._hits(wanted)
        return f"WITH hits AS MATERIALIZED ({sql}) SELECT conversation_id FROM hits", values  # noqa: S608

    def _hits(self, wanted: Wanted) -> Sql:
        """What the index finds is fenced off by `OFFSET 0`: terms are an account's own, no other index does as well."""
        found, values = _found(wanted)
        conditions = ["account_id = %s"]
        values.append(wanted.account.pk)
        if wanted.window:
            conditions.append("started_at >= %s AND started_at < %s")
            values += wanted.window
        for condition, own in wanted.comparisons(self.found_in):
            conditions.append(condition)
            values += own
        return f"{found} WHERE {' AND '.join(conditions)}", values

    def uses(self, account: Account, terms: Terms) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM conversations_searchdocument "
                "WHERE account_id = %s AND terms && %s::bigint[])",
                [account.pk, list(terms)],
            )
            return bool(_one(cursor))


def _found(wanted: Wanted) -> Sql:
    if not wanted.lookups:
        return "SELECT conversation_id FROM conversations_searchdocument", []
    columns = "conversation_id, account_id, started_at" + (
        ", text, contacts, around, phone" if wanted.compared or wanted.told else ""
    )
    where = " AND ".join(f"({' OR '.join(map(_any_of_each, ways))})" for ways in wanted.lookups)
    values = [part for ways in wanted.lookups for way in ways for terms in way for part in _parts(terms)]
    fenced = f"SELECT {columns} FROM conversations_searchdocument WHERE {where} OFFSET 0"  # noqa: S608  (words of ours)
    return f"SELECT conversation_id FROM ({fenced}) found", values  # noqa: S608


def _any_of_each(way: Way) -> str:
    return f"({' AND '.join(map(_one_of, way))})"


def _one_of(terms: Terms) -> str:
    return f"({' OR '.join('terms && %s::bigint[]' for _ in _parts(terms))})"


def _parts(terms: Terms) -> list[list[int]]:
    """The index compares each row it finds with all terms that are asked for together, so few are."""
    return [list(terms[start : start + TOGETHER]) for start in range(0, len(terms), TOGETHER)]


def _one(cursor: Any) -> Any:
    return cursor.fetchone()[0]

"""Search on PostgreSQL: the terms of a document are an array under a GIN index."""

from typing import Any

from django.db import connection

from conversations.models import Account
from conversations.search.engine import Sql, Terms, Wanted, Way


class PostgreSQL:
    def ids(self, wanted: Wanted) -> Sql:
        conditions = ["account_id = %s"]
        values: list[Any] = [wanted.account.pk]
        for ways in wanted.lookups:
            conditions.append(f"({' OR '.join(map(_any_of_each, ways))})")
            values += [list(terms) for way in ways for terms in way]
        if wanted.window:
            conditions.append("started_at >= %s AND started_at < %s")
            values += wanted.window
        for word in wanted.compared:
            conditions.append(
                "(strpos(text, %s) > 0 OR strpos(phone, %s) > 0)" if word.phone else "strpos(text, %s) > 0"
            )
            values += [word.text, word.phone] if word.phone else [word.text]
        where = " AND ".join(conditions)
        return f"SELECT conversation_id FROM conversations_searchdocument WHERE {where}", values  # noqa: S608  (words of ours)

    def uses(self, account: Account, terms: Terms) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM conversations_searchdocument "
                "WHERE account_id = %s AND terms && %s::bigint[])",
                [account.pk, list(terms)],
            )
            return bool(_one(cursor))


def _any_of_each(way: Way) -> str:
    return f"({' AND '.join('terms && %s::bigint[]' for _ in way)})"


def _one(cursor: Any) -> Any:
    return cursor.fetchone()[0]

"""The dictionary of an account: its tokens by number. Parts of words are looked for here, and nowhere else."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import BooleanField, Func, Max, Min, Q, Value

from conversations.models import Account, SearchDocument, SearchToken
from conversations.models.querysets import owned
from conversations.record.rows import insert
from conversations.search.engine import Window
from conversations.search.planning import Part, Place
from conversations.search.terms import month_of

MOST_TOKENS = 1500
"""A part that more tokens hold is not worth looking up: it is in most texts anyway."""


class _Place(Func):
    """Where one text begins in another, from 1; 0 if nowhere."""

    output_field = BooleanField()
    template = "%(function)s(%(expressions)s) > 0"
    arity = 2

    def as_sqlite(self, compiler: object, connection: object, **context: object) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="instr", **context)  # type: ignore[arg-type]

    def as_postgresql(self, compiler: object, connection: object, **context: object) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="strpos", **context)  # type: ignore[arg-type]


def lookup(account: Account, part: Part) -> list[int] | None:
    """The tokens that the part may be; None if there are too many of them."""
    is_whole = part.place is Place.WHOLE
    held = Q(token=part.run) if is_whole else Q(_Place("token", Value(part.run)))
    rows = SearchToken.objects.filter(held, account=account)
    found = list(rows.values_list("id", "token")[: MOST_TOKENS + 1])
    if len(found) > MOST_TOKENS:
        return None
    return [pk for pk, token in found if part.may_be(token)]


def numbered(account: Account, tokens: Collection[str]) -> dict[str, int]:
    """The numbers of these tokens; new ones get one. The caller holds the account."""
    found = _known(account, tokens)
    missing = sorted(set(tokens) - found.keys())
    if missing:
        insert(SearchToken, ("account_id", "token"), [(account.pk, token) for token in missing])
        found |= _known(account, missing)
    return found


def _known(account: Account, tokens: Collection[str]) -> dict[str, int]:
    rows = SearchToken.objects.filter(account=account, token__among=tokens)
    return dict(rows.values_list("token", "id"))


def forget(account: Account, ids: Iterable[int]) -> None:
    owned(SearchToken.objects.filter(pk__among=list(ids)), account.pk).delete()


def months_of(account: Account, window: Window | None = None) -> range:
    """The months that the account's documents have terms of, or those of a window (half-open, UTC)."""
    if window is None:
        rows = SearchDocument.objects.filter(account=account)  # two questions: for one SQLite reads all of them
        ends = [rows.aggregate(at=end("started_at"))["at"] for end in (Min, Max)]
        window = ends[0], ends[1]
    return range(month_of(window[0]), month_of(window[1]) + 1)

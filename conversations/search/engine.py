"""What each database has to do for search, and which one does it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from conversations.masking import Sight
from conversations.models import Account
from conversations.prepared import ArrayText
from conversations.search.asking import Word

Terms = Sequence[int]
Way = Sequence[Terms]
"""One of each of these."""
Window = tuple[datetime, datetime]
Sql = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Documents of the account that started in the window (None: whenever) and that

    - for each of `lookups` have the terms of one of its ways;
    - have each of `compared` in the texts that who has this sight may search;
    - have each of `told`, whose terms say that it is in some text, in one of these.
    """

    account: Account
    window: Window | None
    lookups: Sequence[Sequence[Way]]
    compared: Sequence[Word]
    told: Sequence[Word]
    sight: Sight

    def comparisons(self, found: str) -> Iterator[Sql]:
        """Conditions on a document's texts; `found` is an engine's `found_in`."""
        columns = ("text", "contacts") if self.sight.full else ("text", "around")
        for word in self.compared:
            looked_in = [(found.format(column), word.text) for column in columns]
            if word.phone:
                looked_in.append((found.format("phone"), word.phone))
            yield f"({' OR '.join(sql for sql, _ in looked_in)})", [value for _, value in looked_in]
        for word in () if self.sight.full else self.told:
            places = [f"NOT {found.format('contacts')}", *(found.format(column) for column in columns)]
            yield f"({' OR '.join(places)})", [word.text] * len(places)


class Engine(Protocol):
    found_in: str
    """The condition that a text of ours (`%s`) is in a column (`{}`)."""

    def fetch(self, wanted: Wanted, most: int) -> tuple[int, ArrayText]:
        """How many they are, so many at most, and the ids of these conversations, in no order."""

    def ids(self, wanted: Wanted) -> Sql:
        """A SELECT of the ids of the conversations."""

    def uses(self, account: Account, terms: Terms) -> bool:
        """Whether any document of the account has one of the terms."""


def engine() -> Engine:
    if connection.vendor == "postgresql":
        from conversations.search.postgresql import PostgreSQL  # noqa: PLC0415  (each knows its own database only)

        return PostgreSQL()
    from conversations.search.sqlite import SQLite  # noqa: PLC0415

    return SQLite()

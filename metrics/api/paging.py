"""Pages of rows by key: the next one begins after the last row of this one, whatever was added or taken meanwhile.

A cursor holds where that row stood, signed, so that nothing but a value of ours ever comes back in it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core import signing
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable

from metrics.api.asking import bad_cursor

M = TypeVar("M", bound=Model)

_SALT = "metrics.api.paging"


@dataclass(frozen=True, slots=True)
class Order:
    """Rows by `key`, and where two are alike by `ties`. `name` tells the cursors of one order from another's.

    Where rows may lack the key, those that do come last, whichever way the others go.
    """

    name: str
    key: Combinable
    descending: bool
    may_lack: bool = False
    ties: tuple[str, ...] = ("pk",)

    def page(self, rows: "QuerySet[M]", *, cursor: str, limit: int) -> "tuple[list[M], str | None]":
        """The rows after the cursor (from the first one if it is empty), and the cursor of the page after them."""
        found = list(self.rows(rows, cursor=cursor)[: limit + 1])
        return found[:limit], self._cursor(found[limit - 1]) if len(found) > limit else None

    def rows(self, rows: "QuerySet[M]", *, cursor: str = "") -> "QuerySet[M]":
        """All of them after the cursor, in this order, each with its `place`."""
        placed: Any = rows.annotate(place=self.key)
        ties = (f"-{column}" if self.descending else column for column in self.ties)
        found: QuerySet[M] = placed.filter(self._after(cursor)).order_by(self._by_key(), *ties)
        return found

    def _by_key(self) -> Any:
        if not self.may_lack:
            return "-place" if self.descending else "place"
        place = F("place")
        return place.desc(nulls_last=True) if self.descending else place.asc(nulls_last=True)

    def _after(self, cursor: str) -> Q:
        if not cursor:
            return Q()
        value, *alike = self._read(cursor)
        beyond = "lt" if self.descending else "gt"
        tied = Q()
        for column, at in reversed(list(zip(self.ties, alike, strict=True))):
            tied = Q((f"{column}__{beyond}", at)) | (Q((column, at)) & tied if tied else Q())
        if value is None:
            return Q(("place__isnull", True)) & tied
        after = Q((f"place__{beyond}", value)) | (Q(("place", value)) & tied)
        if self.may_lack:
            return after | Q(("place__isnull", True))
        return after & Q((f"place__{beyond}e", value))  # one bound alone, for an index to begin at

    def _cursor(self, row: Any) -> str:
        values = [row.place, *(getattr(row, column) for column in self.ties)]
        return signing.dumps([self.name, *map(_told, values)], salt=_SALT)

    def _read(self, cursor: str) -> list[Any]:
        try:
            name, *values = signing.loads(cursor, salt=_SALT)
        except signing.BadSignature:
            raise bad_cursor() from None
        if name != self.name or len(values) != len(self.ties) + 1:
            raise bad_cursor()
        return [_heard(value) for value in values]


def _told(value: Any) -> Any:
    """As JSON has it: an instant in a list of its own."""
    return [value.isoformat()] if isinstance(value, datetime) else value


def _heard(value: Any) -> Any:
    return datetime.fromisoformat(value[0]) if isinstance(value, list) else value

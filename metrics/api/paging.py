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
    """Rows by `key`, and where two are alike by id. `name` tells the cursors of one order from another's.

    Where rows may lack the key, those that do come last, whichever way the others go.
    """

    name: str
    key: Combinable
    descending: bool
    may_lack: bool = False

    def page(self, rows: "QuerySet[M]", *, cursor: str, limit: int) -> "tuple[list[M], str | None]":
        """The rows after the cursor (from the first one if it is empty), and the cursor of the page after them."""
        found = list(self.rows(rows, cursor=cursor)[: limit + 1])
        return found[:limit], self._cursor(found[limit - 1]) if len(found) > limit else None

    def rows(self, rows: "QuerySet[M]", *, cursor: str = "") -> "QuerySet[M]":
        """All of them after the cursor, in this order, each with its `place`."""
        placed: Any = rows.annotate(place=self.key)
        found: QuerySet[M] = placed.filter(self._after(cursor)).order_by(
            self._by_key(), "-pk" if self.descending else "pk"
        )
        return found

    def _by_key(self) -> Any:
        if not self.may_lack:
            return "-place" if self.descending else "place"
        place = F("place")
        return place.desc(nulls_last=True) if self.descending else place.asc(nulls_last=True)

    def _after(self, cursor: str) -> Q:
        if not cursor:
            return Q()
        value, pk = self._read(cursor)
        beyond = "lt" if self.descending else "gt"
        if value is None:
            return Q(("place__isnull", True), (f"pk__{beyond}", pk))
        after = Q((f"place__{beyond}", value)) | Q(("place", value), (f"pk__{beyond}", pk))
        if self.may_lack:
            return after | Q(("place__isnull", True))
        return after & Q((f"place__{beyond}e", value))  # one bound alone, for an index to begin at

    def _cursor(self, row: Any) -> str:
        is_instant = isinstance(row.place, datetime)
        value = row.place.isoformat() if is_instant else row.place
        return signing.dumps([self.name, value, is_instant, row.pk], salt=_SALT)

    def _read(self, cursor: str) -> tuple[Any, int]:
        try:
            name, value, is_instant, pk = signing.loads(cursor, salt=_SALT)
        except signing.BadSignature:
            raise bad_cursor() from None
        if name != self.name:
            raise bad_cursor()
        return datetime.fromisoformat(value) if is_instant else value, pk

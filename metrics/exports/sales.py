"""The credited orders as CSV: with a header block, each order with its evidence, read while it is sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from conversations.models import Order
from conversations.scope import Scope
from conversations.snapshot import snapshot
from conversations.spreadsheets import csv_pieces, utc
from metrics.api.evidence import HEADER, cells_of, credits_of
from metrics.exports.files import BOM

CHUNK = 500
"""Orders whose evidence is put together at a time."""


def sales_csv(
    scope: Scope, rows: "QuerySet[Order]", *, chips: Iterable[Mapping[str, str]], now: datetime
) -> Iterator[bytes]:
    """The columns are those of the API; the words of the block are ready before the page's language is left."""
    block = [
        (_("Account"), scope.account.name),
        (_("Time zone"), scope.account.timezone),
        (_("Period"), f"{scope.period.first.isoformat()} – {scope.period.last.isoformat()}"),
        *((chip["label"], chip["value"]) for chip in chips),
        (_("As of"), utc(now.replace(microsecond=0))),
    ]
    return _written(scope, rows, block=block, counted=_("Orders"))


def _written(
    scope: Scope, rows: "QuerySet[Order]", *, block: Sequence[tuple[str, str]], counted: str
) -> Iterator[bytes]:
    with snapshot():
        lines = chain(block[1:], [(counted, str(rows.order_by().count())), (), HEADER], _cells(scope, rows))
        yield BOM.encode()
        for piece in csv_pieces(block[0], lines):
            yield piece.encode()


def _cells(scope: Scope, rows: "QuerySet[Order]") -> Iterator[Sequence[object]]:
    orders = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(orders, CHUNK)):
        yield from map(cells_of, credits_of(scope.account, chunk))

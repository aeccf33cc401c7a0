"""The credited orders as CSV: with a header block, each order with its evidence, read while it is sent."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import chain, islice

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from conversations.models import Export, Order
from conversations.scope import Scope
from conversations.spreadsheets import csv_pieces, utc
from metrics.api.evidence import HEADER, cells_of, credit_of
from metrics.evidence import Told, told, verdicts
from metrics.exports.files import BOM, Counter, noted
from metrics.settling import sales_settle_at

CHUNK = 500
"""Orders whose evidence is put together at a time."""


def sales_csv(
    scope: Scope, rows: "QuerySet[Order]", export: Export, *, chips: Iterable[Mapping[str, str]], now: datetime
) -> Iterator[bytes]:
    """The columns are those of the API, and two in words; the file goes on after the page's language is left."""
    settles = sales_settle_at(scope, now=now)
    block = [
        (_("Account"), scope.account.name),
        (_("Time zone"), scope.account.timezone),
        (_("Period"), f"{scope.period.first.isoformat()} – {scope.period.last.isoformat()}"),
        *((chip["label"], chip["value"]) for chip in chips),
        (_("As of"), utc(now.replace(microsecond=0))),
        *([(_("Can still change until"), utc(settles.replace(microsecond=0)))] if settles else ()),
    ]
    header = (*HEADER, _("Why"), _("Also touched, and why it lost"))
    cells = partial(_cells, scope, rows, language=get_language() or "en")
    return noted(export, partial(_written, rows, block=block, counted=_("Orders"), header=header, cells=cells))


def _written(
    rows: "QuerySet[Order]",
    counter: Counter,
    *,
    block: Sequence[tuple[str, str]],
    counted: str,
    header: Sequence[str],
    cells: Callable[[], Iterator[Sequence[object]]],
) -> Iterator[str]:
    yield BOM
    about = [*block[1:], (counted, str(rows.order_by().count())), (), header]
    yield from csv_pieces(block[0], chain(about, counter.through(cells())))


def _cells(scope: Scope, rows: "QuerySet[Order]", *, language: str) -> Iterator[Sequence[object]]:
    orders = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(orders, CHUNK)):
        # No line leaves within the language: what is sent meanwhile is another's.
        with override(language), timezone.override(scope.account.zone):
            found = verdicts(scope.account, chunk)
            lines = [(order, found[order.pk]) for order in chunk]
            cells = [[*cells_of(credit_of(order, each)), *_in_words(told(order, each))] for order, each in lines]
        yield from cells


def _in_words(found: Told) -> tuple[str, str]:
    """The rule in a sentence; and each touch that lost, one after the other."""
    return found.sentence, " | ".join(f"{row.name}, {utc(row.touch.at)}: {row.why}" for row in found.also)

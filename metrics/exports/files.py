"""The two files: CSV of the rows for spreadsheets, JSON lines of whole threads for programs."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import Any

from django.utils import timezone

from conversations.models import Account, Export
from conversations.models.querysets import ConversationQuerySet
from conversations.snapshot import snapshot
from conversations.spreadsheets import csv_pieces, utc
from conversations.vocabulary import ExportFormat
from metrics.exports.threads import threads_of

BOM = "\ufeff"
"""Without it, spreadsheet programs take UTF-8 for something else."""
LINES_A_PIECE = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """What is exported. All words are ready: a file is written after the page, its language and zone are left.

    `facts` are the lines of the header block as names and values, `header` the columns, `lines` what stands in them.
    """

    account: Account
    rows: ConversationQuerySet
    asked: Mapping[str, list[str]]
    facts: Sequence[tuple[str, str]]
    counted: str
    header: Sequence[str]
    lines: Callable[[], Iterator[Sequence[object]]]
    now: datetime


def file_of(listing: Listing, export: Export) -> Iterator[bytes]:
    return noted(export, partial(_csv if export.format == ExportFormat.CSV else _json_lines, listing))


def noted(export: Export, write: "Callable[[Counter], Iterator[str]]") -> Iterator[bytes]:
    """The whole file, read as of one moment while it is sent; the log notes that it is through, or was broken off."""
    counter = Counter()
    finished = None
    try:
        with snapshot():
            for piece in write(counter):
                yield piece.encode()
        finished = timezone.now()
    finally:
        Export.objects.filter(pk=export.pk).update(rows=counter.seen, finished_at=finished)


class Counter:
    seen = 0

    def through(self, rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            self.seen += 1
            yield row


def _csv(listing: Listing, counter: Counter) -> Iterator[str]:
    """With a header block: what this is, and how many rows must follow."""
    block = [*listing.facts, (listing.counted, str(listing.rows.order_by().count()))]
    yield BOM
    yield from csv_pieces(block[0], chain(block[1:], [(), listing.header], counter.through(listing.lines())))


def _json_lines(listing: Listing, counter: Counter) -> Iterator[str]:
    """The first line says what this is; each other one is a thread."""
    account = listing.account
    about = {
        "account": account.slug,
        "timezone": account.timezone,
        "currency": account.currency,
        "filters": listing.asked,
        "as_of": utc(listing.now),
        "conversations": listing.rows.order_by().count(),
    }
    lines = chain([about], counter.through(threads_of(account, listing.rows)))
    texts = (f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    while piece := "".join(islice(texts, LINES_A_PIECE)):
        yield piece

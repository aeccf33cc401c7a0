"""Import of event files: JSON lines, plain, gzipped or from standard input."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, cast

from django.utils import timezone

from conversations.intake.receive import LARGEST_LINE, Line, Receipt, receive
from conversations.models import Account

BATCH_LINES = 1000
REFUSALS_TOLD = 20
_BOM = b"\xef\xbb\xbf"
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Source:
    """An open file. `size` is its length in bytes as it lies on the disk, None where nobody knows."""

    name: str
    raw: BufferedReader
    size: int | None

    @classmethod
    def of(cls, path: Path) -> "Source":
        return cls(path.name, path.open("rb"), path.stat().st_size)


def import_lines(account: Account, source: Source, *, progress: Callable[[int], object]) -> Receipt:
    """Import one file in batches, each committed whole; run again after a kill, it goes on where it stopped.

    The receipt names the first refusals only. `progress` is told how many bytes were read since it was told last.
    Raises `OSError` (of which `gzip.BadGzipFile` is one) or `EOFError` when the file itself cannot be read; what came
    before stays imported.
    """
    total, position = Receipt(), 0
    for batch in _batches(_lines(source)):
        receipt = receive(account, batch, source=f"import {source.name}"[:200], now=timezone.now())
        total.accepted += receipt.accepted
        total.duplicates += receipt.duplicates
        total.rejected += receipt.rejected
        total.refusals += receipt.refusals[: REFUSALS_TOLD - len(total.refusals)]
        if source.size is not None:
            reached = source.raw.tell()
            progress(reached - position)
            position = reached
    return total


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Batches of so many lines, and of so many bytes that a thousand long lines never fill the memory."""
    batch: list[Line] = []
    size = 0
    try:
        for line in lines:
            batch.append(line)
            size += len(line.raw)
            if len(batch) == BATCH_LINES or size > LARGEST_LINE:
                yield batch
                batch, size = [], 0
    except (OSError, EOFError):
        yield batch  # a file that breaks off still gives what it held before
        raise
    if batch:
        yield batch


def _lines(source: Source) -> Iterator[Line]:
    """The lines that hold anything, numbered as an editor numbers them."""
    stream = _unzipped(source.raw)
    number = 0
    while raw := stream.readline(LARGEST_LINE + 1):
        number += 1
        if len(raw) > LARGEST_LINE and not raw.endswith(b"\n"):
            _skip_line(stream)
        if number == 1:
            raw = raw.removeprefix(_BOM)
        if raw.strip():
            yield Line(raw.rstrip(b"\r\n"), number)


def _unzipped(raw: "BufferedReader") -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(raw) if raw.peek(2)[:2] == _GZIP_MAGIC else raw)


def _skip_line(stream: IO[bytes]) -> None:
    while (rest := stream.readline(LARGEST_LINE)) and not rest.endswith(b"\n"):
        pass

"""What every door does with the lines it got: record the good ones, keep the refused ones whole, count all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.db.models import F

from conversations.ids import new_id
from conversations.intake.repeated import known_by_wire, wire_of
from conversations.intake.tally import tally
from conversations.models import Account, RejectedEvent
from conversations.payloads import Code, Event, Piece, Refusal, read_line, read_piece
from conversations.record import Verdict, holding_account, record_held

LARGEST_LINE = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """The bytes of one event; `number` is its place at the source, from 1, where it has one.

    `piece` is what a parser made of the bytes, if it did already.
    """

    raw: bytes
    number: int | None = None
    piece: Piece | None = None


Read = tuple[Line, Event | Refusal]


@dataclass(slots=True)
class Receipt:
    """What became of the lines. `refusals` holds the refused ones' numbers and reasons, in their order."""

    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    refusals: list[tuple[int | None, Refusal]] = field(default_factory=list)


def receive(account: Account, lines: Sequence[Line], *, source: str, now: datetime) -> Receipt:
    """Take in `lines`: what is answered as accepted is committed, and so is every refusal. Repeating adds nothing.

    Everything is read before the account is locked, and what is known word for word is not even read.
    """
    wires = [wire_of(line.raw) for line in lines]
    known = known_by_wire(account, [line.raw for line in lines], wires)
    fresh = [(line, wire) for line, wire in zip(lines, wires, strict=True) if wire not in known]
    taken = [(line, read(line, now=now)) for line, _ in fresh]
    known_lines = len(lines) - len(fresh)
    if not fresh:
        tally(account, source=source, counts=(0, known_lines, 0), now=now)
        return Receipt(duplicates=known_lines)
    said = [wire for _, wire in fresh]
    return take_in(account, taken, source=source, now=now, wires=said, known=known_lines)


def read(line: Line, *, now: datetime) -> Event | Refusal:
    """The event of a line, or why it is none. `now` is UTC."""
    if len(line.raw) > LARGEST_LINE:
        return Refusal(Code.TOO_LARGE, f"An event has at most {LARGEST_LINE:,} bytes.", pointer="", type="", id="")
    return read_piece(line.piece, now=now) if line.piece else read_line(line.raw, now=now)


@holding_account
def take_in(
    account: Account,
    lines: Sequence[Read],
    *,
    source: str,
    now: datetime,
    wires: Sequence[bytes | None] = (),
    known: int = 0,
) -> Receipt:
    """As `receive`, for a door that has read its lines already. `wires`: as `record` takes them, one a line.

    `known` are lines beside these that were not read, because they are stored word for word.
    """
    good = [place for place, (_, event) in enumerate(lines) if not isinstance(event, Refusal)]
    events: list[Any] = [lines[place][1] for place in good]
    said = [wires[place] for place in good] if wires else []
    answers = iter(record_held(account, events, now=now, wires=said))
    receipt, refused = Receipt(duplicates=known), []
    for line, outcome in lines:
        answer = outcome if isinstance(outcome, Refusal) else next(answers)
        if isinstance(answer, Refusal):
            refused.append((line, answer))
        elif answer is Verdict.ACCEPTED:
            receipt.accepted += 1
        else:
            receipt.duplicates += 1
    _keep(account, refused, source=source, now=now)
    receipt.rejected = len(refused)
    receipt.refusals = [(line.number, refusal) for line, refusal in refused]
    tally(account, source=source, counts=(receipt.accepted, receipt.duplicates, receipt.rejected), now=now)
    return receipt


def _keep(account: Account, rejected: Iterable[tuple[Line, Refusal]], *, source: str, now: datetime) -> None:
    """Keep refused lines whole. The same bytes refused for the same reason are one row."""
    rows = {
        digest_of(line.raw, refusal, source): RejectedEvent(
            id=new_id(),
            account=account,
            source=source,
            line=line.number,
            event_type=refusal.type[:40],
            event_id=refusal.id[:200],
            code=refusal.code,
            detail=refusal.detail,
            pointer=refusal.pointer[:500],
            payload=line.raw,
            digest=digest_of(line.raw, refusal, source),
            first_at=now,
            last_at=now,
        )
        for line, refusal in rejected
    }
    if not rows:
        return
    known = RejectedEvent.objects.filter(account=account, digest__in=rows)
    again = {bytes(digest) for digest in known.values_list("digest", flat=True)}
    known.update(times=F("times") + 1, last_at=now)
    RejectedEvent.objects.bulk_create(row for digest, row in rows.items() if digest not in again)


def digest_of(raw: bytes, refusal: Refusal, source: str) -> bytes:
    """16 bytes by which a refused line is known again: the same bytes, refused for the same reason, from one source."""
    return blake2b(b"\x00".join((source.encode(), refusal.code.encode(), raw)), digest_size=16).digest()

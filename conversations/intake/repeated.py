"""Events that come again word for word, as after a time-out: known by their bytes, before anything is read.

A sender repeats a whole request, so most batches are all new or all known. A few lines are looked up first; only if one
of them is known is every line looked up. Lines that say the same in other words are found out later, by their digest.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from conversations.models import Account
from conversations.record import SHELVES

PROBES = 8
SMALLEST = 50
"""Lines; in a smaller batch a look-up costs as much as reading."""

# A guess is enough: these bytes were stored under that id, or else the line is read as any other.
_TYPE = re.compile(rb'"type" ?: ?"([a-z_]+)"')
_ID = re.compile(rb'"id" ?: ?"([^"\\]{1,200})"')


def wire_of(raw: bytes) -> bytes:
    """See `Fact.wire`."""
    return blake2b(raw, digest_size=16).digest()


def known_by_wire(account: Account, raws: Sequence[bytes], wires: Sequence[bytes]) -> set[bytes]:
    """Those of these wires that are stored already. Too few at worst: it may not look."""
    if len(raws) < SMALLEST or not _stored(account, raws[:: max(1, len(raws) // PROBES)]) & set(wires):
        return set()
    return _stored(account, raws) & set(wires)


def _stored(account: Account, raws: Iterable[bytes]) -> set[bytes]:
    """The wires of the events that have the ids of these lines."""
    ids: dict[str, list[str]] = defaultdict(list)
    for raw in raws:
        kind, event_id = _TYPE.search(raw), _ID.search(raw)
        if kind and event_id:
            ids[kind[1].decode()].append(event_id[1].decode(errors="replace"))
    found: set[bytes] = set()
    for kind_of in ids.keys() & SHELVES.keys():
        facts = SHELVES[kind_of].model._default_manager
        rows = facts.filter(account=account, event_id__among=ids[kind_of], wire__isnull=False)
        found.update(bytes(wire) for wire in rows.values_list("wire", flat=True) if wire is not None)
    return found

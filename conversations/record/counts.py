"""DayCount: the rollup is moved from where conversations were counted to where they are counted now."""

from collections.abc import Iterable

from conversations.models import Account
from conversations.record.restate import Cell
from conversations.record.rollups import COUNTS, summed
from conversations.vocabulary import Status

Change = tuple[Cell | None, Cell | None]
_ONE = {status: tuple(int(other == status) for other in Status) for status in Status}


def count(account: Account, changes: Iterable[Change]) -> None:
    """Move conversations between cells, given as (before, after). Last in its transaction, in the order of keys."""
    moved = [change for change in changes if change[0] != change[1]]
    left = ((before[:3], tuple(-step for step in _ONE[Status(before[3])])) for before, _ in moved if before)
    come = ((after[:3], _ONE[Status(after[3])]) for _, after in moved if after)
    COUNTS.add(account, summed([*left, *come]))

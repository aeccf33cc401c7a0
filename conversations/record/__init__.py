"""The one writer: events become facts, and everything derived from facts, in one transaction.

The arrival order of events, their repetition and the way they are cut into batches make no difference to what is
stored (but for ids and `received_at`), with the one exception that S9 asks for: what was collected stays, even when
a pause over its time becomes known later.
"""

from conversations.record.admit import Result, Verdict, in_pause, pauses_among, pauses_of
from conversations.record.clock import close_due
from conversations.record.differences import differences
from conversations.record.lock import holding_account
from conversations.record.rebuild import rebuild, rezone
from conversations.record.shelves import SHELVES
from conversations.record.stale import drop_documents
from conversations.record.version import data_changed
from conversations.record.write import record, record_held

__all__ = [
    "SHELVES",
    "Result",
    "Verdict",
    "close_due",
    "data_changed",
    "differences",
    "drop_documents",
    "holding_account",
    "in_pause",
    "pauses_among",
    "pauses_of",
    "rebuild",
    "record",
    "record_held",
    "rezone",
]

"""Ids made by the application: 64-bit, ordered by time, unique without asking a database.

42 bits of milliseconds since 2020 (until 2159), 10 bits drawn once a process, 11 bits of sequence. Ids never come
from a database sequence, so that the tables can be spread over machines by account.
"""

import os
import secrets
import threading
import time

_EPOCH_MS = 1_577_836_800_000
_SEQUENCE_BITS = 11
_PROCESS_BITS = 10
_SEQUENCE = (1 << _SEQUENCE_BITS) - 1


class _Generator:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._start()

    def _start(self) -> None:
        self._pid = os.getpid()
        self._process = secrets.randbits(_PROCESS_BITS)
        self._last = 0

    def next(self, count: int) -> list[int]:
        with self._lock:
            if os.getpid() != self._pid:  # a fork must not repeat its parent's ids
                self._start()
            ticks = (time.time_ns() // 1_000_000 - _EPOCH_MS) << _SEQUENCE_BITS
            # Past the sequence of one millisecond the counter runs on into the next: still unique, still rising.
            first = max(self._last + 1, ticks)
            self._last = first + count - 1
            process = self._process << _SEQUENCE_BITS
        return [
            (tick >> _SEQUENCE_BITS << (_PROCESS_BITS + _SEQUENCE_BITS)) | process | (tick & _SEQUENCE)
            for tick in range(first, first + count)
        ]


_generator = _Generator()


def new_id() -> int:
    """A new id, larger than every one this process made before."""
    return _generator.next(1)[0]


def new_ids(count: int) -> list[int]:
    """So many new ids, each larger than the one before."""
    return _generator.next(count)

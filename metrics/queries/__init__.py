"""The only code that counts. Whatever it is asked, it is asked of a `Scope` (K5).

Conversations are counted from the rollup, day by day; from rows only where days are too coarse: hours, and the last
part of a comparison that is cut at a clock time (T4).
"""

from metrics.queries.beside import LiveState, live_state, touch_counts
from metrics.queries.otherwise import Otherwise
from metrics.queries.sales import Sales, sales
from metrics.queries.service import Service, service
from metrics.queries.volume import Group, Tally, volume

__all__ = [
    "Group",
    "LiveState",
    "Otherwise",
    "Sales",
    "Service",
    "Tally",
    "live_state",
    "sales",
    "service",
    "touch_counts",
    "volume",
]

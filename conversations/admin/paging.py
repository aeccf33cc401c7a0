"""Pages of tables that are too long to be counted."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from django.core import paginator

    Paginator = paginator.Paginator[Any]
else:
    from django.core.paginator import Paginator

MOST_ROWS = 10_000


class NewestPaginator(Paginator):
    """Counts, and turns the pages of, the first `MOST_ROWS` rows: a whole count would read the whole table."""

    @cached_property
    def count(self) -> int:
        return min(self._known, MOST_ROWS)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than those."""
        return self._known > MOST_ROWS

    @cached_property
    def _known(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows.order_by()[: MOST_ROWS + 1].count()

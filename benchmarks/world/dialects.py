"""The few words that the two databases spell differently. The rest of the world's SQL is the same for both."""

from typing import NamedTuple


class Dialect(NamedTuple):
    """`series` are the numbers from `first` to `last` in a column n; the others are functions of one expression."""

    series: str
    at: str
    bytes16: str
    analyze: str

    def numbers(self, first: int, last: int) -> str:
        return self.series.format(first=first, last=last)

    def moment(self, seconds: str) -> str:
        """An instant from whole seconds since 1970, as the database keeps it; nothing from nothing."""
        return self.at.format(seconds)

    def digest(self, number: str) -> str:
        return self.bytes16.format(number)


POSTGRESQL = Dialect(
    series="SELECT generate_series({first}::bigint, {last}::bigint) AS n",
    at="to_timestamp({})",
    bytes16="convert_to(lpad(({})::text, 16, '0'), 'UTF8')",
    analyze="VACUUM (ANALYZE, FREEZE)",
)
SQLITE = Dialect(
    series=(
        "WITH RECURSIVE counted(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM counted WHERE n < {last}) "
        "SELECT n FROM counted"
    ),
    at="datetime({}, 'unixepoch')",
    bytes16="CAST(printf('%016d', {}) AS BLOB)",
    analyze="ANALYZE",
)

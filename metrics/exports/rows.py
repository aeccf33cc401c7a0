"""A row of the list as files have it, read as plain values: no object a row, no question a row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, CharField, Func, Value
from django.db.models.functions import Coalesce, NullIf

from conversations.models import Conversation, Review
from conversations.models.querysets import ConversationQuerySet
from conversations.spreadsheets import utc

Row = tuple[Any, ...]

_UNREAD = ("", "", "")
_QUARTER = 900
_MINUTES = [f"{minute:02}:{second:02}" for minute in range(60) for second in range(60)]

CHUNK = 2000
"""Rows that are fetched at a time."""
SHOWN = Coalesce(*(NullIf(f"profile__{column}", Value("")) for column in ("name", "email", "phone")))
"""S7: what is shown of a profile, in the words of the database."""
COLUMNS = (
    *("pk", "key", "first_question", "shown_profile", "channel", "status", "label__name", "messages"),
    *("start", "last", "test"),
)
HEADER = (
    *("id", "conversation", "first_question", "profile", "channel", "status", "label", "messages"),
    *("started_at", "last_updated", "test"),
)
"""As the API names the columns."""


class Exact(Func):
    """An instant as `spreadsheets.utc` spells it, but by the database: as an object it costs as much as the row."""

    output_field = CharField()
    template = "replace(%(expressions)s, ' ', 'T') || 'Z'"  # SQLite keeps UTC, with microseconds where there are any

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        spelt = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
        return self.as_sql(compiler, connection, template=f"replace({spelt}, '.000000Z', 'Z')")


class Seconds(Func):
    """An instant in whole seconds since 1970."""

    output_field = BigIntegerField()
    template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template="floor(extract(epoch FROM %(expressions)s))::bigint")

    def get_db_converters(self, connection: Any) -> list[Any]:
        """It comes as a whole number: to make sure of that, row by row, would cost a fifth of the time."""
        return []


def row_of(row: Conversation) -> dict[str, Any]:
    """One row of the list as the API has it. The conversation is visible, so it has its times."""
    assert row.started_at is not None
    assert row.last_message_at is not None
    profile = (row.profile.shown_name or None) if row.profile else None
    label = row.label.name if row.label else None
    values = (str(row.pk), row.key, row.first_question, profile, row.channel, row.status, label, row.messages)
    return dict(zip(HEADER, (*values, utc(row.started_at), utc(row.last_message_at), row.test), strict=True))


def rows_of(rows: ConversationQuerySet, times: type[Func], *more: str) -> Iterator[Row]:
    """The values of `COLUMNS` and `more`, in the order of the rows; in a transaction from the database's own cursor."""
    shown = {"shown_profile": SHOWN, "start": times("started_at"), "last": times("last_message_at")}
    return rows.select_related(None).annotate(**shown).values_list(*COLUMNS, *more).iterator(chunk_size=CHUNK)


def for_machines(rows: ConversationQuerySet) -> Iterator[Row]:
    """As `HEADER` names them: codes, instants in UTC to the microsecond."""
    return rows_of(rows, Exact)


def for_people(
    rows: ConversationQuerySet, words: Mapping[str, Mapping[str, str]], *, zone: ZoneInfo, address: str
) -> Iterator[Sequence[object]]:
    """As spreadsheets read it: names of channels and statuses, times of the account's zone, a link to the thread."""
    channels, statuses, yes = words["channel"], words["status"], words["test"]["true"]
    local = local_clock(zone)
    found = rows_of(rows, Seconds, "reviewed")
    while batch := list(islice(found, CHUNK)):
        judged = _judged([row[0] for row in batch if row[-1]], words)
        for pk, key, question, profile, channel, status, label, messages, start, last, test, _ in batch:
            yield (
                *(question, profile, channels[channel], statuses[status], label, messages),
                *(local(start), local(last)),
                *(yes if test else "", *judged.get(pk, _UNREAD), key, f"{address}{pk}/"),
            )


def _judged(ids: Sequence[int], words: Mapping[str, Mapping[str, str]]) -> Mapping[int, Sequence[str]]:
    """Verdict, cause and note of those of the conversations that somebody read."""
    if not ids:
        return {}
    rows = Review.objects.current().filter(conversation__among=ids)
    return {
        pk: (words["verdict"][verdict], words["cause"].get(cause, ""), note)
        for pk, verdict, cause, note in rows.values_list("conversation_id", "verdict", "cause", "note")
    }


def local_clock(zone: ZoneInfo) -> Callable[[int], str]:
    """Spells seconds since 1970 as 2026-06-07 14:00:00 in a zone.

    A zone changes its offset on a quarter of an hour if at all, so what comes before the minutes is looked up once a
    quarter. Where it does not, as before 2000, each instant is looked up.
    """
    known: dict[int, tuple[str, int] | None] = {}

    def spelt(at: int) -> str:
        quarter, rest = divmod(at, _QUARTER)
        if quarter not in known:
            known[quarter] = _hour_of(quarter * _QUARTER, zone)
        found = known[quarter]
        return found[0] + _MINUTES[found[1] + rest] if found else str(datetime.fromtimestamp(at, zone))[:19]

    return spelt


def _hour_of(start: int, zone: ZoneInfo) -> tuple[str, int] | None:
    """What is before the minutes, and the seconds since the hour; None if the offset is none of whole quarters."""
    first, last = (datetime.fromtimestamp(at, zone) for at in (start, start + _QUARTER - 1))
    whole = first.utcoffset() == last.utcoffset() and first.minute % 15 == 0 and first.second == 0
    return (f"{first:%Y-%m-%d %H:}", first.minute * 60) if whole else None

"""A row of the list as files have it, read as plain values: no object a row, no question a row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

from conversations.models import Conversation
from conversations.models.querysets import ConversationQuerySet
from conversations.spreadsheets import utc

Row = tuple[Any, ...]

CHUNK = 2000
"""Rows that are fetched at a time."""
SHOWN = Coalesce(*(NullIf(f"profile__{column}", Value("")) for column in ("name", "email", "phone")))
"""S7: what is shown of a profile, in the words of the database."""
COLUMNS = (
    *("pk", "key", "first_question", "shown_profile", "channel", "status", "label__name", "messages"),
    *("started_at", "last_message_at", "test"),
)
HEADER = (
    *("id", "conversation", "first_question", "profile", "channel", "status", "label", "messages"),
    *("started_at", "last_updated", "test"),
)
"""As the API names the columns."""


def row_of(row: Conversation) -> dict[str, Any]:
    """One row of the list as the API has it. The conversation is visible, so it has its times."""
    assert row.started_at is not None
    assert row.last_message_at is not None
    profile = (row.profile.shown_name or None) if row.profile else None
    label = row.label.name if row.label else None
    values = (row.pk, row.key, row.first_question, profile, row.channel, row.status, label, row.messages)
    return dict(zip(HEADER, exact((*values, row.started_at, row.last_message_at, row.test)), strict=True))


def rows_of(rows: ConversationQuerySet) -> Iterator[Row]:
    """The values of `COLUMNS`, in the order of the rows; within a transaction from the database's own cursor."""
    plain = rows.select_related(None).annotate(shown_profile=SHOWN).values_list(*COLUMNS)
    return plain.iterator(chunk_size=CHUNK)


def exact(row: Row) -> list[Any]:
    """As machines read it: codes, ids as text, instants in UTC to the microsecond."""
    pk, *middle, started_at, last_at, test = row
    return [str(pk), *middle, utc(started_at), utc(last_at), test]


def for_people(
    words: Mapping[str, Mapping[str, str]], *, zone: ZoneInfo, address: str
) -> Callable[[Row], Sequence[object]]:
    """As spreadsheets read it: names of channels and statuses, times of the account's zone, a link to the thread."""
    channels, statuses, yes = words["channel"], words["status"], words["test"]["true"]

    def cells(row: Row) -> Sequence[object]:
        pk, key, question, profile, channel, status, label, messages, started_at, last_at, test = row
        return (
            *(question, profile, channels[channel], statuses[status], label, messages),
            *(str(started_at.astimezone(zone))[:19], str(last_at.astimezone(zone))[:19]),
            *(yes if test else "", key, f"{address}{pk}/"),
        )

    return cells

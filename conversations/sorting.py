"""The orders of the list: by each of its columns; where two rows are alike by last message, then by id.

So pages never overlap.
"""

from collections.abc import Mapping, Sequence

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from conversations.models import Conversation
from conversations.models.querysets import ConversationQuerySet

COLUMNS: Mapping[str, str] = {
    "first_question": "first_question",
    "channel": "channel",
    "status": "status",
    "messages": "messages",
    "last_updated": "last_message_at",
}

TIES = ("last_message_at", "pk")


def _shown(column: str) -> NullIf:
    return NullIf(F(column), Value(""))


# Rows without one come last, whichever way the others go. S7: a profile is sorted by what is shown of it.
MAY_LACK: Mapping[str, F | Coalesce] = {
    "label": F("label__name"),
    "profile": Coalesce(_shown("profile__name"), _shown("profile__email"), _shown("profile__phone")),
}


def ordered(rows: ConversationQuerySet, sort: str) -> ConversationQuerySet:
    """`rows` by a column of the list, descending with a minus before its name."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name in COLUMNS:
        columns = dict.fromkeys([COLUMNS[name], *TIES])
        return rows.order_by(*(f"-{column}" if descending else column for column in columns))
    shown = MAY_LACK[name]
    first = shown.desc(nulls_last=True) if descending else shown.asc(nulls_last=True)
    return rows.order_by(first, *(f"-{column}" if descending else column for column in TIES))


def neighbours(rows: ConversationQuerySet, conversation: Conversation, *, sort: str) -> tuple[int | None, int | None]:
    """The ids of the rows before and after this one in the list; none by columns that a row may lack."""
    column = COLUMNS.get(sort.removeprefix("-"))
    if column is None:
        return None, None
    columns = list(dict.fromkeys([column, *TIES]))
    higher, lower = (rows.filter(_beyond(conversation, columns, side)) for side in ("gt", "lt"))
    above = higher.order_by(*columns).values_list("pk", flat=True).first()
    below = lower.order_by(*(f"-{name}" for name in columns)).values_list("pk", flat=True).first()
    return (above, below) if sort.startswith("-") else (below, above)


def _beyond(conversation: Conversation, columns: Sequence[str], side: str) -> Q:
    """What comes after ("gt") or before ("lt") it in the order of these columns."""
    found, alike = Q(), Q()
    for column in columns:
        value = getattr(conversation, column)
        found |= alike & Q((f"{column}__{side}", value))
        alike &= Q((column, value))
    return found

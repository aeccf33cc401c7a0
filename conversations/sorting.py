"""The orders of the list: by each of its columns, and where two rows are alike by id, so that pages never overlap."""

from collections.abc import Mapping

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
    tie = "-pk" if descending else "pk"
    if name in COLUMNS:
        column = COLUMNS[name]
        return rows.order_by(f"-{column}" if descending else column, tie)
    shown = MAY_LACK[name]
    return rows.order_by(shown.desc(nulls_last=True) if descending else shown.asc(nulls_last=True), tie)


def neighbours(rows: ConversationQuerySet, conversation: Conversation, *, sort: str) -> tuple[int | None, int | None]:
    """The ids of the rows before and after this one in the list; none by columns that a row may lack."""
    column = COLUMNS.get(sort.removeprefix("-"))
    if column is None:
        return None, None
    value = getattr(conversation, column)
    higher = rows.filter(Q((f"{column}__gt", value)) | Q((column, value), pk__gt=conversation.pk))
    lower = rows.filter(Q((f"{column}__lt", value)) | Q((column, value), pk__lt=conversation.pk))
    above = higher.order_by(column, "pk").values_list("pk", flat=True).first()
    below = lower.order_by(f"-{column}", "-pk").values_list("pk", flat=True).first()
    return (above, below) if sort.startswith("-") else (below, above)

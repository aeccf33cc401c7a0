"""The orders of the list: by each of its columns; where two rows are alike by last message, then by id.

So pages never overlap, and files and the API have the rows in the order of the pages.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Left, NullIf

from conversations.models import Conversation
from conversations.models.querysets import ConversationQuerySet

LONGEST_KEY = 200
"""Characters of a first question that rows are sorted by: no row shows more, and a cursor must fit into an address."""

COLUMNS: Mapping[str, str] = {
    "channel": "channel",
    "status": "status",
    "messages": "messages",
    "last_updated": "last_message_at",
}

WALKED = frozenset({"messages", "last_updated"})
"""Orders that are an index of conversations, whatever is filtered by: the next row is read without the others."""

TIES = ("last_message_at", "pk")


def _shown(column: str) -> NullIf:
    return NullIf(F(column), Value(""))


# S7: a profile is sorted by what is shown of it.
SHOWN: Mapping[str, F | Func] = {
    "first_question": Left("first_question", LONGEST_KEY),
    "label": F("label__name"),
    "profile": Coalesce(_shown("profile__name"), _shown("profile__email"), _shown("profile__phone")),
}
MAY_LACK = frozenset({"label", "profile"})
"""Rows without one come last, whichever way the others go."""

TELLING = frozenset({"first_question", "profile"})
"""What may hold contact data. Who sees it masked is not offered these orders: a row's place tells what is hidden."""


def ordered(rows: ConversationQuerySet, sort: str) -> ConversationQuerySet:
    """`rows` by a column of the list, descending with a minus before its name."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name in COLUMNS:
        return by_column(rows, COLUMNS[name], descending=descending)
    shown, last = SHOWN[name], True if name in MAY_LACK else None
    first = shown.desc(nulls_last=last) if descending else shown.asc(nulls_last=last)
    return rows.order_by(first, *(f"-{column}" if descending else column for column in TIES))


def by_column(rows: ConversationQuerySet, column: str, *, descending: bool) -> ConversationQuerySet:
    """`rows` by a column, and then as ties are broken."""
    columns = dict.fromkeys([column, *TIES])
    return rows.order_by(*(f"-{name}" if descending else name for name in columns))


def around(
    rows: ConversationQuerySet, conversation: Conversation, *, sort: str, most: int = 1
) -> tuple[list[int], list[int]]:
    """The ids of up to `most` rows before this one in the list, and after it, the nearest first.

    Each is a walk along the order from this row on, of at most three questions; nothing is counted or skipped.
    """
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    key = _key(conversation, name)
    if name in SHOWN:
        rows = rows.alias(shown=SHOWN[name])
    before = _walk(rows, _stages(key, up=descending, forward=False, may_lack=name in MAY_LACK), most)
    after = _walk(rows, _stages(key, up=not descending, forward=True, may_lack=name in MAY_LACK), most)
    return before, after


def _key(conversation: Conversation, name: str) -> list[tuple[str, Any]]:
    """The columns of the order with the row's values; what it lacks is None."""
    ties = [("last_message_at", conversation.last_message_at), ("pk", conversation.pk)]
    if name == "first_question":
        return [("shown", conversation.first_question[:LONGEST_KEY]), *ties]
    if name == "label":
        return [("shown", conversation.label.name if conversation.label else None), *ties]
    if name == "profile":
        return [("shown", (conversation.profile.shown_name if conversation.profile else "") or None), *ties]
    column = COLUMNS[name]
    return ties if column == "last_message_at" else [(column, getattr(conversation, column)), *ties]


Stage = tuple[Q, list[str]]


def _stages(key: Sequence[tuple[str, Any]], *, up: bool, forward: bool, may_lack: bool) -> Iterator[Stage]:
    """What lies beyond the row, the nearest first, each part with its order: a range that one index can serve."""
    sign, side = ("", "gt") if up else ("-", "lt")
    (last_column, last_at), (_, pk) = key[-2:]
    ties = [f"{sign}{last_column}", f"{sign}pk"]
    beyond = Q((f"{last_column}__{side}e", last_at)) & (Q((f"{last_column}__{side}", last_at)) | Q((f"pk__{side}", pk)))
    if len(key) == 2:
        yield beyond, ties
        return
    column, value = key[0]
    yield beyond & (Q((f"{column}__isnull", True)) if value is None else Q((column, value))), ties
    if value is not None:
        yield Q((f"{column}__{side}", value)), [f"{sign}{column}", *ties]
    elif not forward:
        yield Q((f"{column}__isnull", False)), [f"{sign}{column}", *ties]
    if may_lack and forward and value is not None:
        yield Q((f"{column}__isnull", True)), ties


def _walk(rows: ConversationQuerySet, stages: Iterable[Stage], most: int) -> list[int]:
    found: list[int] = []
    for condition, order in stages:
        if len(found) < most:
            found += rows.filter(condition).order_by(*order).values_list("pk", flat=True)[: most - len(found)]
    return found

"""The rows beside one conversation in a list, however long the list is: found from that row on, never by counting."""

from datetime import datetime

from conversations.models import Conversation
from conversations.models.querysets import LONG, ConversationQuerySet, LastsLong
from conversations.scope import Basis, Scope
from conversations.sorting import around


def neighbours(
    scope: Scope, rows: ConversationQuerySet, conversation: Conversation, *, sort: str, most: int, now: datetime
) -> tuple[list[int], list[int]]:
    """The ids of up to `most` of the scope's `rows` before and after this one as the list sorts them, nearest first.

    By last message a walk must not leave the window for good: whatever started in it had its last message soon after,
    but for the few that went on for long, which have an index of their own.
    """
    starts, ends = scope.window
    if scope.basis is not Basis.STARTED:
        return around(rows, conversation, sort=sort, most=most)
    rows = rows.filter(last_message_at__gte=starts)
    if sort.removeprefix("-") != "last_updated" or ends + LONG > now:
        return around(rows, conversation, sort=sort, most=most)
    usual = around(rows.filter(last_message_at__lt=ends + LONG), conversation, sort=sort, most=most)
    longer = around(rows.filter(LastsLong(), last_message_at__gte=ends + LONG), conversation, sort=sort, most=most)
    first, second = (longer, usual) if sort.startswith("-") else (usual, longer)
    return (second[0] + first[0])[:most], (first[1] + second[1])[:most]

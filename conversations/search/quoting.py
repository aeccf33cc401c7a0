"""Where a row of the list was hit if its own words do not show it: a message, and the one before it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Subquery

from conversations.models import Account, Conversation, Message
from conversations.search.asking import asked
from conversations.search.folding import normal
from conversations.search.marking import in_any_case

MOST = 500
"""Messages that are looked at for a page of rows: in a long thread every second one may hold a common word."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The message with the hit, and what was said before it; `before` is empty if it was the first."""

    sender: str
    text: str
    before_sender: str
    before: str


def quotes(account: Account, rows: Iterable[Conversation], query: str) -> Mapping[int, Quote]:
    """By conversation, for those whose question and profile do not hold all that was looked for. One query.

    Of several messages the one that holds most of what is missing, and of these the first.
    """
    words = [word.text for word in asked(query)]
    missing = {row.pk: left for row in rows if (left := [word for word in words if word not in _shown(row)])}
    if not missing:
        return {}
    found: dict[int, list[Quote]] = defaultdict(list)
    for conversation_id, *parts in _said(account, list(missing), words):
        found[conversation_id].append(Quote(*(part or "" for part in parts)))
    return {
        pk: max(said, key=lambda quote: sum(word in normal(quote.text) for word in missing[pk]))
        for pk, said in found.items()
    }


def _said(account: Account, ids: Sequence[int], words: Iterable[str]) -> Iterable[tuple[Any, ...]]:
    earlier = Message.objects.filter(
        account=account, conversation=OuterRef("conversation"), occurred_at__lt=OuterRef("occurred_at")
    ).order_by("-occurred_at", "-pk")
    rows = Message.objects.filter(
        account=account, conversation__in=ids, text__regex="|".join(in_any_case(word) for word in words)
    ).exclude(pk=F("conversation__first_question_id"))
    found = rows.order_by("occurred_at", "pk").values_list(
        "conversation_id",
        "sender",
        "text",
        Subquery(earlier.values("sender")[:1]),
        Subquery(earlier.values("text")[:1]),
    )
    return found[:MOST]


def _shown(row: Conversation) -> str:
    profile = row.profile
    shown = (row.first_question, *((profile.name, profile.email, profile.phone) if profile else ()))
    return "\n".join(normal(text) for text in shown)

"""Where a row of the list, or a thread, was hit: the message, and for a row the one before it.

The database looks for messages that may have it; what is a hit is judged by the rule, in what the reader may search.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Subquery

from conversations.masking import Sight
from conversations.models import Account, Conversation, Message
from conversations.models.querysets import MessageQuerySet, owned
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


def quotes(account: Account, rows: Iterable[Conversation], query: str, *, sight: Sight) -> Mapping[int, Quote]:
    """By conversation, for those whose question and profile do not hold all that was looked for. One query.

    Of several messages the one that holds most of what is missing, and of these the first.
    """
    words = [word.text for word in asked(query)]
    missing = {row.pk: left for row in rows if (left := _missing(words, _shown(row, sight), sight))}
    if not missing:
        return {}
    found: dict[int, list[tuple[int, Quote]]] = defaultdict(list)
    for conversation_id, *parts in _said(account, list(missing), words):
        quote = Quote(*(part or "" for part in parts))
        lacking = missing[conversation_id]
        held = len(lacking) - len(_missing(lacking, [quote.text], sight))
        if held:
            found[conversation_id].append((held, quote))
    return {pk: max(said, key=lambda pair: pair[0])[1] for pk, said in found.items()}


def latest_hit(account: Account, conversation: Conversation, query: str, *, sight: Sight) -> Message | None:
    """The latest message of a thread that has one of the words looked for."""
    words = [word.text for word in asked(query)]
    if not words:
        return None
    said = _holding(owned(Message.objects.filter(conversation=conversation), account.pk), words)
    for message in said.latest_first()[:MOST]:
        if len(_missing(words, [message.text], sight)) < len(words):
            return message
    return None


def _missing(words: Iterable[str], texts: Iterable[str], sight: Sight) -> list[str]:
    """Those of the words that none of the texts has."""
    seen = "\n".join(normal(part) for text in texts for part in sight.parts(text))
    return [word for word in words if word not in seen]


def _holding(said: MessageQuerySet, words: Iterable[str]) -> MessageQuerySet:
    return said.filter(text__regex="|".join(in_any_case(word) for word in words))


def _said(account: Account, ids: Sequence[int], words: Iterable[str]) -> Iterable[tuple[Any, ...]]:
    thread = Message.objects.filter(conversation=OuterRef("conversation"), occurred_at__lt=OuterRef("occurred_at"))
    earlier = owned(thread, account.pk).order_by("-occurred_at", "-pk")
    said = owned(Message.objects.filter(conversation__in=ids), account.pk)
    rows = _holding(said, words).exclude(pk=F("conversation__first_question_id"))
    found = rows.order_by("occurred_at", "pk").values_list(
        "conversation_id",
        "sender",
        "text",
        Subquery(earlier.values("sender")[:1]),
        Subquery(earlier.values("text")[:1]),
    )
    return found[:MOST]


def _shown(row: Conversation, sight: Sight) -> list[str]:
    profile = row.profile
    if profile is None:
        return [row.first_question]
    return [row.first_question, profile.name, *((profile.email, profile.phone) if sight.full else ())]

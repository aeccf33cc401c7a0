"""The tail: conversations without a document. They are read whole, and judged by the rule itself (`Word.is_in`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conversations.models import Account, Conversation, Message, SearchPending
from conversations.models.querysets import ConversationQuerySet
from conversations.search.asking import Word, digits_of
from conversations.search.folding import document_text

BATCH = 500


@dataclass(slots=True)
class Document:
    """As `SearchDocument` has it. `texts` are its lines as they were written."""

    id: int
    started_at: datetime | None
    phone: str
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return document_text(self.texts)


def waiting(rows: ConversationQuerySet, account: Account, words: Sequence[Word]) -> list[int]:
    """The ids of those of `rows` that wait for their document and in which all the words are found."""
    pending = SearchPending.objects.filter(account=account)
    if not pending.exists():
        return []
    ids = list(rows.filter(pk__in=pending.values("conversation")).order_by().values_list("pk", flat=True))
    return [
        document.id
        for document in documents(account, ids)
        if all(word.is_in(text, document.phone) for text in [document.text] for word in words)
    ]


def documents(account: Account, ids: Sequence[int]) -> Iterator[Document]:
    """What can be found of these conversations, a batch at a time."""
    for start in range(0, len(ids), BATCH):
        yield from _read(account, ids[start : start + BATCH])


def _read(account: Account, ids: Sequence[int]) -> list[Document]:
    inside: dict[str, Any] = {"account": account}
    rows = Conversation.objects.filter(pk__among=ids, **inside).order_by("pk")
    columns = ("id", "started_at", "profile__name", "profile__email", "profile__phone")
    found = {
        pk: Document(pk, started_at, digits_of(phone or ""), [name or "", email or "", phone or ""])
        for pk, started_at, name, email, phone in rows.values_list(*columns)
    }
    said = Message.objects.filter(conversation__among=list(found), **inside).exclude(text="")
    for conversation_id, text in said.order_by("conversation", "occurred_at").values_list("conversation_id", "text"):
        found[conversation_id].texts.append(text)
    return list(found.values())

"""The tail: conversations without a document. They are read whole, and judged by the rule itself (`Word.is_in`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from conversations.masking import MASKED, Sight
from conversations.models import Account, Conversation, Message, SearchPending
from conversations.models.querysets import ConversationQuerySet, owned
from conversations.search.asking import Word, digits_of
from conversations.search.folding import document_text

BATCH = 500


@dataclass(slots=True)
class Document:
    """What `SearchDocument` has, as it was written: `addresses` are the profile's email and phone."""

    id: int
    started_at: datetime | None
    phone: str
    addresses: list[str]
    texts: list[str] = field(default_factory=list)

    @property
    def columns(self) -> tuple[str, str, str]:
        """`text`, `contacts` and `around`."""
        text, contacts, around = [], list(self.addresses), []
        for said in self.texts:
            parts = MASKED.parts(said)
            if parts == [said]:
                text.append(said)
            else:
                contacts.append(said)
                around += parts
        return document_text(text), document_text(contacts), document_text(around)

    def has(self, words: Sequence[Word], sight: Sight) -> bool:
        """Whether who has this sight finds all the words in it."""
        seen = (
            [*self.addresses, *self.texts]
            if sight.full
            else [part for text in self.texts for part in sight.parts(text)]
        )
        text, phone = document_text(seen), self.phone if sight.full else ""
        return all(word.is_in(text, phone) for word in words)


def waiting(rows: ConversationQuerySet, account: Account, words: Sequence[Word], *, sight: Sight) -> list[int]:
    """The ids of those of `rows` that wait for their document and in which all the words are found."""
    pending = SearchPending.objects.filter(account=account)
    if not pending.exists():
        return []
    ids = list(rows.filter(pk__in=pending.values("conversation")).order_by().values_list("pk", flat=True))
    return [document.id for document in documents(account, ids) if document.has(words, sight)]


def documents(account: Account, ids: Sequence[int]) -> Iterator[Document]:
    """What can be found of these conversations, a batch at a time."""
    for start in range(0, len(ids), BATCH):
        yield from _read(account, ids[start : start + BATCH])


def _read(account: Account, ids: Sequence[int]) -> list[Document]:
    rows = owned(Conversation.objects.filter(pk__among=ids), account.pk).order_by("pk")
    columns = ("id", "started_at", "profile__name", "profile__email", "profile__phone")
    found = {
        pk: Document(pk, started_at, digits_of(phone or ""), [email or "", phone or ""], [name or ""])
        for pk, started_at, name, email, phone in rows.values_list(*columns)
    }
    said = owned(Message.objects.filter(conversation__among=list(found)), account.pk).exclude(text="")
    for conversation_id, text in said.order_by("conversation", "occurred_at").values_list("conversation_id", "text"):
        found[conversation_id].texts.append(text)
    return list(found.values())

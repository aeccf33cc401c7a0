"""One thread, read for its page: its messages, newest part first, and all that happened between them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conversations.happenings import Stretch, happenings, touch_entry, touches
from conversations.in_words import amount_in_words
from conversations.masking import Sight
from conversations.models import Account, Conversation, Message, Touch
from conversations.models.querysets import MessageQuerySet
from conversations.money import exponent, is_decimal
from conversations.prepared import Prepared
from conversations.search import pieces
from conversations.timeline import Entry, timeline
from conversations.vocabulary import Sender, TouchKind
from conversations.wording import SENDER

MESSAGES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where to read: before a message, after one, or around one; nowhere in particular is the end."""

    before: Message | None = None
    after: Message | None = None
    at: Message | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """`entries` in time order. `earlier` and `later`: the message before, or after, which there is more of it."""

    entries: tuple[Entry, ...]
    earlier: Message | None
    later: Message | None


def read_thread(account: Account, conversation: Conversation, *, place: Place, query: str, sight: Sight) -> Thread:
    """One screen of messages with what happened meanwhile; hits marked. So much work however long the thread is."""
    messages, earlier, later = _part(account, conversation, place)
    stretch = Stretch(start=messages[0].occurred_at if earlier else None, end=later.occurred_at if later else None)
    touched = Touched(messages, touches(conversation, stretch))
    entries = [
        *(_entry(message, account, touched=touched, query=query, sight=sight) for message in messages),
        *touched.entries(),
        *happenings(conversation, stretch, said=(messages[0].occurred_at, messages[-1].occurred_at), sight=sight),
    ]
    return Thread(
        tuple(timeline(entries, zone=account.zone)),
        earlier=messages[0] if earlier else None,
        later=messages[-1] if later else None,
    )


def _part(account: Account, conversation: Conversation, place: Place) -> tuple[list[Message], bool, Message | None]:
    """The messages of this place in time order, whether there are earlier ones, and the next one after them."""
    if place == Place():
        return _upto(_NEWEST.objects((), account.pk, conversation.pk), None)
    said = _said(account.pk, conversation.pk)
    if place.after:
        found = list(said.after(place.after).earliest_first()[: MESSAGES_SHOWN + 1])
        return found[:MESSAGES_SHOWN], True, next(iter(found[MESSAGES_SHOWN:]), None)
    if place.at:
        half = MESSAGES_SHOWN // 2
        upto = [place.at, *said.before(place.at).latest_first()[:half]]
        rest = list(said.after(place.at).earliest_first()[: MESSAGES_SHOWN - half + 1])
        messages = [*reversed(upto[:half]), *rest[: MESSAGES_SHOWN - half]]
        return messages, len(upto) > half, next(iter(rest[MESSAGES_SHOWN - half :]), None)
    assert place.before
    return _upto(list(said.before(place.before).latest_first()[: MESSAGES_SHOWN + 1]), place.before)


def _upto(found: list[Message], later: Message | None) -> tuple[list[Message], bool, Message | None]:
    return found[:MESSAGES_SHOWN][::-1], len(found) > MESSAGES_SHOWN, later


def _said(account: int, conversation: int) -> MessageQuerySet:
    return Message.objects.filter(account=account, conversation=conversation)


def _newest(_shape: object, account: int, conversation: int) -> MessageQuerySet:
    return _said(account, conversation).latest_first()[: MESSAGES_SHOWN + 1]


_NEWEST = Prepared(_newest)


class Touched:
    """Touches, tied to the messages and product cards they are about; the others are entries of their own."""

    def __init__(self, messages: Iterable[Message], found: Iterable[Touch]) -> None:
        self._messages = {message.event_id: message for message in messages}
        self._titles = {
            str(card["id"]): str(card["title"]) for message in messages for card in message.product_cards or ()
        }
        self.clicked: dict[tuple[str, str], datetime] = {}
        self.receipts: dict[tuple[str, str], datetime] = {}
        self._left = [touch for touch in sorted(found, key=lambda touch: touch.occurred_at) if not self._ties(touch)]

    def entries(self) -> Iterator[Entry]:
        return (touch_entry(touch, self._titles.get(touch.product, "")) for touch in self._left)

    def _ties(self, touch: Touch) -> bool:
        if touch.bot:
            return False
        message = self._message_of(touch)
        if message is None:
            return False
        if touch.kind == TouchKind.PRODUCT_CARD_CLICKED and _shows(message, touch.product):
            self.clicked.setdefault((message.event_id, touch.product), touch.occurred_at)
            return True
        if touch.kind in (TouchKind.MESSAGE_DELIVERED, TouchKind.MESSAGE_OPENED):
            self.receipts.setdefault((message.event_id, touch.kind), touch.occurred_at)
            return True
        return False

    def _message_of(self, touch: Touch) -> Message | None:
        """The message that the touch names; else the last one before it that showed its product."""
        if touch.message_key:
            return self._messages.get(touch.message_key)
        shown = [
            message
            for message in self._messages.values()
            if message.occurred_at <= touch.occurred_at and _shows(message, touch.product)
        ]
        return max(shown, key=lambda message: message.occurred_at, default=None)


def _shows(message: Message, product: str) -> bool:
    return any(card["id"] == product for card in message.product_cards or ())


def _entry(message: Message, account: Account, *, touched: Touched, query: str, sight: Sight) -> Entry:
    text = sight.text(message.text)
    data: dict[str, Any] = {
        "id": str(message.pk),  # a name, which no language writes with separators
        "sender": message.sender,
        "occurred_at": message.occurred_at,
        "text": text,
        "pieces": pieces(text, query) if query else None,
        "product_cards": [_card(card, message, account, touched, sight) for card in message.product_cards or ()],
        "by": SENDER[Sender(message.sender)],
        "receipts": _receipts(message, touched),
    }
    return Entry(message.occurred_at, message.event_id, "message", data)


def _receipts(message: Message, touched: Touched) -> str:
    """delivered 11:52 · opened 11:55."""
    parts, clock = [], pgettext("date format", "H:i")
    for kind, words in ((TouchKind.MESSAGE_DELIVERED, _("delivered")), (TouchKind.MESSAGE_OPENED, _("opened"))):
        at = touched.receipts.get((message.event_id, kind))
        if at:
            parts.append(f"{words} {date_format(timezone.localtime(at), clock)}")
    return " · ".join(parts)


def _card(
    card: Mapping[str, Any], message: Message, account: Account, touched: Touched, sight: Sight
) -> dict[str, Any]:
    return {
        "title": card["title"],
        "url": sight.link(str(card.get("url") or "")),
        "price": _price(card.get("price"), card.get("currency") or account.currency),
        "clicked_at": touched.clicked.get((message.event_id, card["id"])),
    }


def _price(price: str | None, currency: str) -> str:
    """As the event gave it, which may be finer than the currency: it is shown, not counted."""
    if not price or not is_decimal(price):
        return ""
    return amount_in_words(Decimal(price), currency, digits=exponent(currency))

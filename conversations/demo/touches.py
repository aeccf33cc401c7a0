"""What shoppers do because of the agent: cards and links clicked, messages received and opened, carts filled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from conversations.demo.catalogue import Product
from conversations.demo.dialogue import CARD_CHANNELS
from conversations.demo.thread import Said, Thread
from conversations.demo.wire import Arrival, arrival
from conversations.vocabulary import Channel, Sender, TouchKind


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of messages with a link, or with cards, that lead to each kind of touch on a channel."""

    delivered: float = 0.0
    opened: float = 0.0
    link_clicked: float = 0.0
    card_clicked: float = 0.0
    bot: float = 0.0


HABITS: Mapping[Channel, Habits] = {
    Channel.WEB_CHAT: Habits(link_clicked=0.34, card_clicked=0.58),
    Channel.SMS: Habits(delivered=0.97, opened=0.56, link_clicked=0.4, bot=0.05),
    Channel.WHATSAPP: Habits(delivered=0.99, opened=0.85, link_clicked=0.3, card_clicked=0.3),
    Channel.EMAIL: Habits(delivered=0.98, opened=0.6, link_clicked=0.27, bot=0.08),
}
CART_SHARE = 0.36


@dataclass(frozen=True, slots=True)
class Touched:
    """One touch, with the instant of the message behind it: where its window may start (A2)."""

    at: datetime
    received_at: datetime
    kind: TouchKind
    message: str
    product: Product | None = None
    bot: bool = False


def touches(thread: Thread, rng: Random) -> list[Touched]:
    """What the shopper did with the agent's cards and links, in order of time."""
    sent = (said for said in thread.said() if said.say.sender is Sender.AGENT)
    found = [touched for said in sent for touched in _touches_of(said, thread, rng)]
    return sorted(found, key=lambda touched: touched.at)


def touch_events(thread: Thread, found: list[Touched]) -> Iterator[Arrival]:
    for count, touched in enumerate(found, start=1):
        yield arrival(
            "touch",
            thread.event_id("t", count),
            touched.at,
            kind=touched.kind.value,
            conversation=thread.id,
            message=touched.message,
            shopper=thread.cast.person.wire(touched.at),
            product=touched.product.id if touched.product else None,
            bot=touched.bot or None,
        )


def _touches_of(said: Said, thread: Thread, rng: Random) -> Iterator[Touched]:
    habits = HABITS[thread.cast.channel]
    if said.say.links:
        yield from _link_touches(said, habits, rng)
    if said.say.products and thread.cast.channel in CARD_CHANNELS and rng.random() < habits.card_clicked:
        yield from _card_touches(said, rng)


def _link_touches(said: Said, habits: Habits, rng: Random) -> Iterator[Touched]:
    """Deliveries, openings and clicks. A bot (A7) follows the link within seconds, before anyone could read it."""
    delivered_at = said.at + _seconds(rng, 1, 6)
    opened_at = delivered_at + _seconds(rng, 15, 5400)
    if rng.random() < habits.delivered:
        yield Touched(delivered_at, said.at, TouchKind.MESSAGE_DELIVERED, said.id)
    if rng.random() < habits.bot:
        yield Touched(delivered_at + _seconds(rng, 0.2, 2), said.at, TouchKind.LINK_CLICKED, said.id, bot=True)
    if rng.random() < habits.opened:
        yield Touched(opened_at, said.at, TouchKind.MESSAGE_OPENED, said.id)
    if rng.random() < habits.link_clicked:
        yield Touched(opened_at + _seconds(rng, 2, 60), said.at, TouchKind.LINK_CLICKED, said.id)


def _card_touches(said: Said, rng: Random) -> Iterator[Touched]:
    product = rng.choice(said.say.products)
    clicked_at = said.at + _seconds(rng, 4, 150)
    yield Touched(clicked_at, said.at, TouchKind.PRODUCT_CARD_CLICKED, said.id, product)
    if rng.random() < CART_SHARE:
        yield Touched(clicked_at + _seconds(rng, 15, 420), said.at, TouchKind.ADDED_TO_CART, said.id, product)


def _seconds(rng: Random, least: float, most: float) -> timedelta:
    return timedelta(seconds=rng.uniform(least, most))

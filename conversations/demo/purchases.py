"""What a touched shopper buys, and when: mostly soon enough for the agent to be credited (A1), sometimes too late."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from random import Random

from conversations.demo.pacing import awake
from conversations.demo.people import KnownBy, Person
from conversations.demo.sales import Ledger
from conversations.demo.season import DAY, HOUR, Season
from conversations.demo.thread import Thread
from conversations.demo.touches import Touched
from conversations.demo.wire import Arrival, arrival
from conversations.vocabulary import Channel, TouchKind

CHECKOUT = timedelta(seconds=40)
KNOWN_AT_CHECKOUT_SHARE = 0.65


@dataclass(frozen=True, slots=True)
class Temptation:
    """How often a touch ends in an order, the median hours until then with their limit, and how often it takes days."""

    bought: float
    median_hours: float
    most_hours: float
    late: float


TEMPTATIONS: Mapping[tuple[Channel, TouchKind], Temptation] = {
    (Channel.WEB_CHAT, TouchKind.PRODUCT_CARD_CLICKED): Temptation(0.62, 0.7, 22, 0.18),
    (Channel.WHATSAPP, TouchKind.PRODUCT_CARD_CLICKED): Temptation(0.3, 0.9, 22, 0.2),
    (Channel.SMS, TouchKind.LINK_CLICKED): Temptation(0.42, 5, 110, 0.15),
    (Channel.SMS, TouchKind.MESSAGE_OPENED): Temptation(0.11, 4, 22, 0.3),
    (Channel.SMS, TouchKind.MESSAGE_DELIVERED): Temptation(0.03, 3, 11, 0),
    (Channel.WHATSAPP, TouchKind.LINK_CLICKED): Temptation(0.15, 4, 60, 0.2),
    (Channel.EMAIL, TouchKind.LINK_CLICKED): Temptation(0.15, 8, 100, 0.2),
}


def purchase(
    thread: Thread, found: Sequence[Touched], *, ledger: Ledger, season: Season, rng: Random
) -> Iterator[Arrival]:
    """At most one order, by the first touch that tempts; before it, perhaps, the visitor's name from the checkout."""
    person = thread.cast.person
    for touched in found:
        temptation = TEMPTATIONS.get((thread.cast.channel, touched.kind))
        if temptation and not touched.bot and rng.random() < temptation.bought:
            at = awake(touched.at + _wait(temptation, rng), season, rng)
            if rng.random() < KNOWN_AT_CHECKOUT_SHARE:
                yield from introduce(person, at - CHECKOUT, season)
            product = touched.product or thread.cast.goods.product
            ledger.place(person, at, ledger.basket_with(product), off_percent=_discount(thread))
            return


def introduce(person: Person, at: datetime, season: Season) -> Iterator[Arrival]:
    """The event by which a visitor becomes somebody, unless they are already or nobody listens (S9)."""
    if person.known_by is KnownBy.VISITOR and person.identified_at is None and not season.paused(at):
        person.identified_at = at
        yield arrival("shopper", f"s-{person.number:06d}", at, shopper=person.introduction())


def _wait(temptation: Temptation, rng: Random) -> timedelta:
    if rng.random() < temptation.late:
        return temptation.most_hours * HOUR + rng.uniform(0.2, 7) * DAY
    return min(temptation.median_hours * exp(rng.gauss(0, 1.1)), temptation.most_hours) * HOUR


def _discount(thread: Thread) -> int:
    return int(thread.cast.slots["percent"]) if thread.cast.label == "Discount codes" else 0

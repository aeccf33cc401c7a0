"""The shop's orders: most by people who never wrote, some by those whom the agent moved; some are given back."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from conversations.demo.catalogue import Product
from conversations.demo.people import KnownBy, Person, Population
from conversations.demo.season import DAY, HOUR, Season
from conversations.demo.trades import Shop, Trade
from conversations.demo.weights import weighted
from conversations.demo.wire import Arrival, Event, money, stamp

FIRST_NUMBER = 10_000
SECONDS_A_NUMBER = 400
EURO_SHARE = 0.012
CANCELLED_SHARE = 0.02
REFUNDED_SHARE = 0.06
REGULAR_SHARE = 0.18
ITEM_COUNTS = {1: 55, 2: 30, 3: 15}
BUYERS = {KnownBy.ID: 76, KnownBy.EMAIL: 19, KnownBy.VISITOR: 5}


@dataclass(frozen=True, slots=True)
class Order:
    """`number` is as printed, without its #. `items` is never empty."""

    number: str
    placed_at: datetime
    buyer: Person
    items: tuple[Product, ...]


class Ledger:
    """Every order of the shop, with the arrivals that tell of them."""

    def __init__(self, shop: Shop, trade: Trade, *, season: Season, rng: Random) -> None:
        self.arrivals: list[Arrival] = []
        self._shop, self._trade, self._season, self._rng = shop, trade, season, rng
        self._popularity = [product.price_minor**-0.6 for product in trade.products]
        self._numbers: set[int] = set()
        self._crowd: list[Order] = []

    def crowd(self, population: Population, count: int) -> None:
        """So many orders without the agent's doing, in the pause as well (S9), one in six by an earlier buyer."""
        for at in self._season.moments(self._rng, count, through_pause=True):
            again = self._crowd and self._rng.random() < REGULAR_SHARE
            buyer = self._rng.choice(self._crowd).buyer if again else self._newcomer(population)
            self._crowd.append(self.place(buyer, at, self._basket()))

    def place(
        self, buyer: Person, at: datetime, items: Sequence[Product], *, off_percent: int = 0, test: bool = False
    ) -> Order:
        """Records an order of these goods and what becomes of it later. One that lies ahead of now is never told."""
        order = Order(str(self._number_for(at)), at, buyer, tuple(items))
        event = self._event(order, off_percent=off_percent, test=test)
        self.arrivals.append(Arrival(at, event))
        if not test:
            self._regret(order, event)
        return order

    def basket_with(self, product: Product) -> tuple[Product, ...]:
        """The product, sometimes with a small thing beside it."""
        small = [p for p in self._trade.products if p.kinds[0] == "small"]
        return (product, self._rng.choice(small)) if self._rng.random() < 0.35 else (product,)

    def recent(self, before: datetime, *, known_by: KnownBy) -> Order | None:
        """An order placed one to six days before, by somebody whom the shop knows that way; None if there is none."""
        bounds = (before - 6 * DAY, before - DAY)
        start, end = (bisect_left(self._crowd, at, key=lambda order: order.placed_at) for at in bounds)
        fitting = [order for order in self._crowd[start:end] if order.buyer.known_by is known_by]
        return self._rng.choice(fitting) if fitting else None

    def likely_number(self, at: datetime) -> str:
        """A number that an order of that time could have, for a shopper whose order nobody looks up."""
        return str(self._number_at(at) + 1)

    def _newcomer(self, population: Population) -> Person:
        languages = self._trade.languages
        language = weighted(languages, self._rng)
        known_by = weighted(BUYERS, self._rng)
        return population.newcomer(language, known_by)

    def _basket(self) -> tuple[Product, ...]:
        """One to three things, the cheaper ones more often; two of a kind happen."""
        count = weighted(ITEM_COUNTS, self._rng)
        return tuple(self._rng.choices(self._trade.products, self._popularity, k=count))

    def _number_at(self, at: datetime) -> int:
        return FIRST_NUMBER + int((at - self._season.start).total_seconds()) // SECONDS_A_NUMBER

    def _number_for(self, at: datetime) -> int:
        """Numbers rise with time and have gaps, like those of any shop."""
        number = self._number_at(at)
        while number in self._numbers:
            number += 1
        self._numbers.add(number)
        return number

    def _event(self, order: Order, *, off_percent: int, test: bool) -> Event:
        total, currency = self._total(order.items, off_percent), self._shop.currency
        if self._rng.random() < EURO_SHARE:
            total, currency = round(total / self._trade.euro_rate), "EUR"
        event: Event = {
            "type": "order",
            "id": f"o-{order.number}",
            "occurred_at": stamp(order.placed_at),
            "number": order.number,
            "shopper": order.buyer.wire(order.placed_at),
            "total": money(total),
            "currency": currency,
            "refunded": money(0),
            "updated_at": stamp(order.placed_at),
            "meta": {"items": [item.id for item in order.items]},
        }
        return event | {"test": True} if test else event

    def _total(self, items: Sequence[Product], off_percent: int) -> int:
        """Minor units, the freight of small orders included, whole hundredths after the discount."""
        goods = sum(item.price_minor for item in items) * (100 - off_percent) // 100
        return goods + (self._trade.freight_minor if goods < self._trade.free_from_minor else 0)

    def _regret(self, order: Order, event: Event) -> None:
        """Some are cancelled within hours, some paid back in whole or in part after days: the same event, updated."""
        fate, later = self._rng.random(), event
        if fate < CANCELLED_SHARE:
            at = order.placed_at + self._rng.uniform(0.2, 9) * HOUR
            later = event | {"cancelled_at": stamp(at), "updated_at": stamp(at)}
        elif fate < CANCELLED_SHARE + REFUNDED_SHARE:
            at = order.placed_at + timedelta(days=self._rng.uniform(2, 14))
            later = event | {"refunded": self._refund(order, str(event["total"])), "updated_at": stamp(at)}
        else:
            return
        self.arrivals.append(Arrival(at, later))

    def _refund(self, order: Order, total: str) -> str:
        """One of several items, else half the time everything, else a fifth for the trouble."""
        paid = int(total.replace(".", ""))
        if len(order.items) > 1:
            worth = sum(item.price_minor for item in order.items)
            return money(paid * order.items[-1].price_minor // worth)
        return total if self._rng.random() < 0.5 else money(paid // 5)

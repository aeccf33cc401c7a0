"""Who writes, where and about what: new shoppers, buyers who ask about their order, and those who come back."""

from bisect import bisect_left
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from conversations.demo.catalogue import Product
from conversations.demo.dialogue import Cast
from conversations.demo.people import ACQUAINTANCE, CHANNELS_OF, KnownBy, Person, Population
from conversations.demo.sales import Ledger, Order
from conversations.demo.scripts import Scene, odd_scenes, scenes
from conversations.demo.season import DAY, HOUR, Season
from conversations.demo.slots import Goods, choose_goods, fill_slots
from conversations.demo.trades import Shop, Trade
from conversations.demo.weights import weighted
from conversations.vocabulary import Channel

CHANNELS: Mapping[Channel, float] = {
    Channel.WEB_CHAT: 63,
    Channel.SMS: 15.5,
    Channel.EMAIL: 12.5,
    Channel.WHATSAPP: 9,
}
OFFER = Scene("offer", "Discount codes", "", ())
RETURNING_SHARE = 0.13
ORDER_TOPICS = ("Order status", "Returns", "Complaints", "Payment")
OWN_ORDER_SHARE = 0.8
SCENES_BEFORE_A_REPEAT = 12
ORDERED_DAYS_AGO = timedelta(days=3)


class Casting:
    """Puts together the casts of one shop, in order of their times."""

    def __init__(
        self, shop: Shop, trade: Trade, *, season: Season, ledger: Ledger, population: Population, rng: Random
    ) -> None:
        self.wrote: list[tuple[datetime, Person]] = []
        self._shop, self._trade, self._season, self._rng = shop, trade, season, rng
        self._ledger, self._population = ledger, population
        self._recent_scenes: deque[str] = deque(maxlen=SCENES_BEFORE_A_REPEAT)

    def ordinary(self, at: datetime) -> tuple[Cast, Scene]:
        """A shopper who writes of their own accord."""
        label = weighted(self._trade.topics, self._rng)
        person, channel, order = self._player(label, at)
        scene = self._scene(label, person.language)
        self.wrote.append((at, person))
        return self._cast(person, channel, at=at, scene=scene, order=order), scene

    def offer(self, at: datetime) -> Cast:
        """Somebody who gets the campaign: half of them bought something lately."""
        order = self._ledger.recent(at, known_by=KnownBy.ID) if self._rng.random() < 0.5 else None
        person = order.buyer if order else self._newcomer(KnownBy.ID)
        self.wrote.append((at, person))
        return self._cast(person, Channel.SMS, at=at, scene=OFFER, order=None)

    def _player(self, label: str, at: datetime) -> tuple[Person, Channel, Order | None]:
        if self._rng.random() < RETURNING_SHARE and (person := self._returning(at)):
            return person, weighted(CHANNELS_OF[person.known_by], self._rng), None
        channel = weighted(CHANNELS, self._rng)
        known_by = weighted(ACQUAINTANCE[channel], self._rng)
        if label in ORDER_TOPICS and known_by in (KnownBy.ID, KnownBy.EMAIL) and self._rng.random() < OWN_ORDER_SHARE:
            order = self._ledger.recent(at, known_by=known_by)
            if order:
                return order.buyer, channel, order
        return self._newcomer(known_by), channel, None

    def _returning(self, at: datetime) -> Person | None:
        """Somebody who wrote within the seven days before, but not just now."""
        start, end = (bisect_left(self.wrote, at - ago, key=lambda wrote: wrote[0]) for ago in (7 * DAY, 4 * HOUR))
        return self._rng.choice(self.wrote[start:end])[1] if start < end else None

    def _newcomer(self, known_by: KnownBy) -> Person:
        return self._population.newcomer(weighted(self._trade.languages, self._rng), known_by)

    def _scene(self, label: str, language: str) -> Scene:
        """A scene on the topic that was not played lately; once in a while an odd one, on whatever topic."""
        if self._rng.random() < self._trade.odd_share:
            return self._rng.choice(odd_scenes())
        fitting = [scene for scene in scenes(self._trade.texts, language) if scene.label == label]
        fresh = [scene for scene in fitting if scene.name not in self._recent_scenes]
        scene = self._rng.choice(fresh) if fresh else max(fitting, key=self._scenes_since)
        self._recent_scenes.append(scene.name)
        return scene

    def _scenes_since(self, scene: Scene) -> int:
        """How many scenes ago this one was last played."""
        return [*reversed(self._recent_scenes)].index(scene.name)

    def _cast(self, person: Person, channel: Channel, *, at: datetime, scene: Scene, order: Order | None) -> Cast:
        goods = choose_goods(self._trade, scene.kind, self._rng)
        if order and not scene.kind:
            goods = _ordered(goods, order.items)
        number = order.number if order else self._ledger.likely_number(max(at - ORDERED_DAYS_AGO, self._season.start))
        slots = fill_slots(
            self._shop,
            self._trade,
            person=person,
            at=self._season.local(at),
            goods=goods,
            order=number,
            rng=self._rng,
        )
        return Cast(self._shop, self._trade, person, channel, at, scene.label, goods, slots)


def _ordered(goods: Goods, items: Sequence[Product]) -> Goods:
    """The goods with the order's first item as the product, and its second, if any, as the other one."""
    product = items[0]
    other = items[1] if len(items) > 1 else goods.other
    return replace(goods, product=product, other=goods.product if other is product else other)

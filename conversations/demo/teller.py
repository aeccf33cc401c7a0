"""Tells a shop's weeks: who writes when, what follows from it, and in which order the dashboard hears of it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from operator import attrgetter
from random import Random
from zoneinfo import ZoneInfo

from conversations.demo.campaign import CAMPAIGN_SHARE, Campaign, sending_times
from conversations.demo.casting import Casting
from conversations.demo.dialogue import Draft
from conversations.demo.endings import weights_for
from conversations.demo.pacing import schedule
from conversations.demo.people import KnownBy, Population
from conversations.demo.playing import play
from conversations.demo.purchases import introduce, purchase
from conversations.demo.renames import renames
from conversations.demo.sales import Ledger
from conversations.demo.season import DAY, HOUR, Season, season
from conversations.demo.thread import Thread, first_answer_at, thread_events
from conversations.demo.touches import touch_events, touches
from conversations.demo.trades import TRADES, Shop
from conversations.demo.weights import weighted
from conversations.demo.wire import Arrival, Event, arrival

CONVERSATIONS = 3000
DAYS = 90
# How long before now the last shoppers wrote, so that the demo opens on fresh conversations at any hour.
FRESH_SECONDS = (75, 190, 420, 900, 1700, 3100)
INTRODUCED_SHARE = 0.2
Scenario = Callable[[int, datetime], Iterable[Arrival]]


def story(shop: Shop, *, now: datetime, days: int = DAYS, seed: int = 2026) -> Iterator[Event]:
    """The events of the `days` times 24 hours up to `now`, as the API takes them, in the order of their sending.

    All are at or before `now`; an order that changes is told again at its `updated_at`. The same shop, `now`, `days`
    and `seed` give the same events to the byte. Raises ValueError for a `now` without an offset, for fewer than 14
    days, and for a shop that is not one of `shops()`.
    """
    if shop.slug not in TRADES:
        raise ValueError(f"no texts for {shop.slug}")
    weeks = season(ZoneInfo(shop.timezone), now, days=days)
    told = Teller(shop, weeks, Random(f"{seed} {shop.slug}")).arrivals(round(CONVERSATIONS * shop.share * days / DAYS))
    return (event for at, event in sorted(told, key=attrgetter("at")) if at <= weeks.now)


class Teller:
    """Makes one shop's arrivals, conversation by conversation, in order of their starts."""

    def __init__(self, shop: Shop, weeks: Season, rng: Random) -> None:
        self._trade = trade = TRADES[shop.slug]
        self._season, self._rng = weeks, rng
        self._population = population = Population(trade.texts, rng)
        self._ledger = Ledger(shop, trade, season=weeks, rng=rng)
        self._campaign = Campaign(weeks, rng)
        self._casting = Casting(shop, trade, season=weeks, ledger=self._ledger, population=population, rng=rng)

    def arrivals(self, conversations: int) -> list[Arrival]:
        """Everything, in no particular order; some of it may lie ahead of now."""
        self._ledger.crowd(self._population, round(conversations * self._trade.orders_a_conversation))
        told = list(self._switches())
        for number, (at, scenario) in enumerate(self._plan(conversations), start=1):
            told += scenario(number, at)
        told += self._ledger.arrivals
        told += renames(told, [person for _, person in self._casting.wrote], season=self._season, rng=self._rng)
        return told

    def _switches(self) -> Iterator[Arrival]:
        """S9: live from the start, paused for a while, live again."""
        yield arrival("agent", "a-1", self._season.start, live=True)
        yield arrival("agent", "a-2", self._season.pause_start, live=False)
        yield arrival("agent", "a-3", self._season.pause_end, live=True)

    def _plan(self, conversations: int) -> list[tuple[datetime, Scenario]]:
        """When each conversation starts, and what kind it is, in order of time."""
        offers = sending_times(self._season, round(conversations * CAMPAIGN_SHARE), self._rng)
        ordinary = self._season.moments(self._rng, conversations - len(offers) - len(FRESH_SECONDS))
        ordinary += [self._season.now - timedelta(seconds=seconds) for seconds in FRESH_SECONDS]
        plan: list[tuple[datetime, Scenario]] = [(at, self._ordinary) for at in ordinary]
        plan += [(at, self._offer) for at in offers]
        plan.append((self._season.pause_end + 2 * DAY, self._test))
        return sorted(plan, key=lambda entry: entry[0])

    def _ordinary(self, number: int, at: datetime) -> Iterator[Arrival]:
        return self._told(self._thread(number, at))

    def _offer(self, number: int, at: datetime) -> Iterator[Arrival]:
        cast = self._casting.offer(at)
        ending, beats = self._campaign.beats(cast)
        return self._told(Thread(number, cast, ending, beats))

    def _test(self, number: int, at: datetime) -> Iterator[Arrival]:
        """S10: the shop tries out its own agent and its own checkout."""
        thread = self._thread(number, at, test=True)
        yield from thread_events(thread, self._rng)
        buyer = self._population.newcomer(thread.cast.person.language, KnownBy.ID)
        self._ledger.place(buyer, at + HOUR, [thread.cast.goods.product], test=True)

    def _thread(self, number: int, at: datetime, *, test: bool = False) -> Thread:
        cast, scene = self._casting.ordinary(at)
        ending = weighted(weights_for(scene.label), self._rng)
        draft = Draft(cast, self._rng)
        play(draft, scene, ending)
        beats = schedule(draft.beats, at, season=self._season, channel=cast.channel, rng=self._rng)
        return Thread(number, cast, ending, list(beats), test=test)

    def _told(self, thread: Thread) -> Iterator[Arrival]:
        """The conversation and what follows from it, as far as the agent was live to hear of it (S9)."""
        told = list(self._introduction(thread))
        found = touches(thread, self._rng)
        told += purchase(thread, found, ledger=self._ledger, season=self._season, rng=self._rng)
        told += thread_events(thread, self._rng)
        told += touch_events(thread, found)
        cut_at = self._season.pause_start if thread.cast.starts_at < self._season.pause_start else None
        return (heard for heard in told if cut_at is None or heard.at < cut_at)

    def _introduction(self, thread: Thread) -> Iterator[Arrival]:
        """Some visitors log in during the conversation, some in the days after."""
        if self._rng.random() < INTRODUCED_SHARE:
            soon, later = timedelta(seconds=self._rng.uniform(5, 20)), self._rng.uniform(1, 50) * HOUR
            at = first_answer_at(thread) + soon if self._rng.random() < 0.5 else thread.ends_at + later
            yield from introduce(thread.cast.person, at, self._season)

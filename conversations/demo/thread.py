"""One conversation as events: its messages, handoffs, farewell, label and rating."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from conversations.demo.catalogue import Product
from conversations.demo.dialogue import Beat, Cast, Ended, Handoff, Say
from conversations.demo.endings import HANDED, Ending
from conversations.demo.season import HOUR
from conversations.demo.wire import Arrival, arrival, money
from conversations.demo.wording import fill
from conversations.vocabulary import Sender

UNLABELLED_SHARE = 0.12
RELABELLED_SHARE = 0.05
RATED_SHARE = {Ending.FAREWELL: 0.5, Ending.WELCOMED: 0.13, Ending.UNHAPPY: 0.16, Ending.TICKET: 0.16}
GOOD_SCORES, MIXED_SCORES, POOR_SCORES = (0, 1, 4, 24, 71), (12, 14, 24, 28, 22), (46, 27, 17, 8, 2)
COMMENTED_SHARE = 0.38


@dataclass(frozen=True, slots=True)
class Said:
    """A message with its time and the id of its event."""

    at: datetime
    id: str
    say: Say


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation with its number, its players and its timed beats."""

    number: int
    cast: Cast
    ending: Ending
    beats: Sequence[tuple[datetime, Beat]]
    test: bool = False

    @property
    def id(self) -> str:
        return f"c-{self.number:06d}"

    @property
    def ends_at(self) -> datetime:
        return self.beats[-1][0]

    def event_id(self, letter: str, count: int = 1) -> str:
        return f"{letter}-{self.number:06d}-{count}"

    def said(self) -> Iterator[Said]:
        messages = ((at, beat) for at, beat in self.beats if isinstance(beat, Say))
        return (Said(at, self.event_id("m", n), say) for n, (at, say) in enumerate(messages, start=1))


def thread_events(thread: Thread, rng: Random) -> Iterator[Arrival]:
    """Everything in the conversation but the touches. A real one may be labelled and rated, a test is not."""
    yield from (_message(thread, said) for said in thread.said())
    yield from _marks(thread)
    if not thread.test:
        yield from _labels(thread, rng)
        yield from _rating(thread, rng)


def _message(thread: Thread, said: Said) -> Arrival:
    cards = [_card(thread.cast, product) for product in said.say.products]
    return arrival(
        "message",
        said.id,
        said.at,
        conversation=thread.id,
        channel=thread.cast.channel.value,
        sender=said.say.sender.value,
        text=said.say.text,
        shopper=thread.cast.person.wire(said.at),
        product_cards=cards or None,
        test=thread.test or None,
    )


def _card(cast: Cast, product: Product) -> dict[str, str]:
    return {
        "id": product.id,
        "title": product.title,
        "url": f"https://{cast.trade.host}/p/{product.id}",
        "price": money(product.price_minor),
        "currency": cast.shop.currency,
    }


def _marks(thread: Thread) -> Iterator[Arrival]:
    """The handoff's stages and the end, each numbered by its place among the beats."""
    for place, (at, beat) in enumerate(thread.beats, start=1):
        match beat:
            case Handoff(stage, method):
                fields = {"stage": stage.value, "method": method.value, "reason": beat.reason, "ticket": beat.ticket}
                yield arrival("handoff", thread.event_id("h", place), at, conversation=thread.id, **fields)
            case Ended(by):
                event_id = thread.event_id("e", place)
                yield arrival("conversation_ended", event_id, at, conversation=thread.id, by=by.value)


def _labels(thread: Thread, rng: Random) -> Iterator[Arrival]:
    """S8: mostly one label soon after the first message, now and then corrected by hand hours later."""
    if rng.random() < UNLABELLED_SHARE:
        return
    at = thread.cast.starts_at + timedelta(seconds=rng.uniform(25, 90))
    if rng.random() < RELABELLED_SHARE:
        others = [topic for topic in thread.cast.trade.topics if topic != thread.cast.label]
        yield arrival("label", thread.event_id("l"), at, conversation=thread.id, label=rng.choice(others))
        at += rng.uniform(1, 30) * HOUR
        yield arrival("label", thread.event_id("l", 2), at, conversation=thread.id, label=thread.cast.label)
    else:
        yield arrival("label", thread.event_id("l"), at, conversation=thread.id, label=thread.cast.label)


def _rating(thread: Thread, rng: Random) -> Iterator[Arrival]:
    if rng.random() >= RATED_SHARE.get(thread.ending, 0.05):
        return
    score = rng.choices(range(1, 6), _scores(thread.ending))[0]
    at = thread.ends_at + timedelta(seconds=rng.uniform(4, 90))
    comment = _comment(thread.cast, score, rng) if rng.random() < COMMENTED_SHARE else None
    yield arrival("rating", thread.event_id("r"), at, conversation=thread.id, score=score, comment=comment)


def _scores(ending: Ending) -> tuple[int, ...]:
    if ending is Ending.UNHAPPY:
        return POOR_SCORES
    return MIXED_SCORES if ending in HANDED else GOOD_SCORES


def _comment(cast: Cast, score: int, rng: Random) -> str | None:
    """What belongs to the score; a middling one says nothing."""
    if score == 3:
        return None
    phrases = cast.words["good rating" if score > 3 else "poor rating"]
    return fill(rng.choice(phrases), cast.slots, rng)


def first_answer_at(thread: Thread) -> datetime:
    """When the agent first wrote, else the start."""
    spoken = (said.at for said in thread.said() if said.say.sender is Sender.AGENT)
    return next(spoken, thread.cast.starts_at)

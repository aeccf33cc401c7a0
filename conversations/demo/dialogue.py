"""A dialogue as it is written down, before it gets its clock times: beats of speech, handoff and farewell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random

from conversations.demo.catalogue import Product
from conversations.demo.people import Person
from conversations.demo.scripts import Line, phrases
from conversations.demo.slots import Goods
from conversations.demo.trades import Shop, Trade
from conversations.demo.wording import fill, typed
from conversations.vocabulary import Channel, EndedBy, HandoffMethod, HandoffStage, Sender

# Topics in which there is most likely an order that somebody can look at.
ORDER_LABELS = ("Order status", "Delivery", "Returns", "Warranty", "Payment", "Complaints")
CARD_MARKS = ("card", "cards", "othercard", "gifts")
CARD_CHANNELS = (Channel.WEB_CHAT, Channel.WHATSAPP)
GREETINGS = ("hi", "hello", "hey", "hej", "hall", "tjena")


class Pace(StrEnum):
    """How long a beat lets wait for itself."""

    AT_ONCE = "at once"
    AGENT = "agent"
    SHOPPER = "shopper"
    TEAM = "team"
    DAYS_LATER = "days later"


PACES = {Sender.AGENT: Pace.AGENT, Sender.SHOPPER: Pace.SHOPPER, Sender.TEAM: Pace.TEAM, Sender.SYSTEM: Pace.AT_ONCE}


@dataclass(frozen=True, slots=True)
class Say:
    sender: Sender
    text: str
    pace: Pace
    products: tuple[Product, ...] = ()

    @property
    def links(self) -> bool:
        return "https://" in self.text


@dataclass(frozen=True, slots=True)
class Handoff:
    stage: HandoffStage
    method: HandoffMethod
    pace: Pace = Pace.AT_ONCE
    reason: str | None = None
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    by: EndedBy
    pace: Pace


Beat = Say | Handoff | Ended


@dataclass(frozen=True, slots=True)
class Cast:
    """Who talks about what, where and in which words."""

    shop: Shop
    trade: Trade
    person: Person
    channel: Channel
    starts_at: datetime
    label: str
    goods: Goods
    slots: Mapping[str, str]

    @property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        return phrases(self.person.language)


class Draft:
    """Collects the beats of one dialogue, each message worded as its speaker would on that channel."""

    def __init__(self, cast: Cast, rng: Random) -> None:
        self.cast = cast
        self.rng = rng
        self.beats: list[Beat] = []
        name = cast.person.first if cast.person.greeted(cast.starts_at) else ""
        self._slots = dict(cast.slots, space_name=f" {name}" if name else "", comma_name=f", {name}" if name else "")
        self._spoken: set[Sender] = set()

    @property
    def length(self) -> int:
        """Messages so far, system notes left out."""
        return sum(isinstance(beat, Say) and beat.sender is not Sender.SYSTEM for beat in self.beats)

    def play(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self.say(line.sender, self.rng.choice(line.wordings))

    def phrase(self, sender: Sender, heading: str, *, pace: Pace | None = None) -> None:
        """One of the phrases under that heading, those for talk of an order among them where there are any."""
        self.say(sender, self.choose(heading), pace=pace)

    def choose(self, heading: str) -> str:
        words = self.cast.words
        more = words.get(f"{heading} order", ()) if self.cast.label in ORDER_LABELS else ()
        return self.rng.choice(words[heading] + more)

    def outbound(self, heading: str) -> None:
        """A message that the agent sends unasked: it brings its own greeting."""
        self._spoken.add(Sender.AGENT)
        self.phrase(Sender.AGENT, heading)

    def say(self, sender: Sender, phrase: str, *, pace: Pace | None = None) -> None:
        """A message; marks of cards in the phrase become product cards, or a link where no cards can be shown."""
        products, bare = self._take_cards(phrase)
        text = self._dress(sender, fill(bare, self._slots, self.rng))
        if products and self.cast.channel not in CARD_CHANNELS:
            text, products = f"{text}\n{self._page(products[0])}", ()
        self._spoken.add(sender)
        self.beats.append(Say(sender, text, pace or PACES[sender], products))

    def add(self, beat: Beat) -> None:
        self.beats.append(beat)

    def _take_cards(self, phrase: str) -> tuple[tuple[Product, ...], str]:
        goods = self.cast.goods
        shown = {"card": (goods.product,), "cards": (goods.product, goods.other), "othercard": (goods.other,)}
        for mark in CARD_MARKS:
            if f"{{{mark}}}" in phrase:
                return shown.get(mark, goods.gifts), phrase.replace(f"{{{mark}}}", "").rstrip()
        return (), phrase

    def _page(self, product: Product) -> str:
        return f"https://{self.cast.trade.host}/p/{product.id}"

    def _dress(self, sender: Sender, text: str) -> str:
        first = sender not in self._spoken
        match sender, self.cast.channel:
            case Sender.SHOPPER, Channel.EMAIL:
                return self._shopper_mail(text) if first else text
            case Sender.SHOPPER, channel:
                typing = typed(text, self.cast.person.hand, self.rng)
                return self._greet(typing) if first and self.rng.random() < _greeting_share(channel) else typing
            case Sender.AGENT, Channel.EMAIL:
                return self._agent_mail(text, first=first)
            case Sender.AGENT, _ if first and self.rng.random() < 0.4:
                return f"{self._pick('agent hello')} {text}"
        return text

    def _greet(self, text: str) -> str:
        return text if text.lower().startswith(GREETINGS) else f"{self._pick('hello')} {text}"

    def _shopper_mail(self, text: str) -> str:
        hello = "" if text.lower().startswith(GREETINGS) else f"{self._pick('mail hello')}\n\n"
        return f"{hello}{text}\n\n{self._pick('mail bye')}"

    def _agent_mail(self, text: str, *, first: bool) -> str:
        hello = f"{self._pick('agent hello')}\n\n" if first else ""
        return f"{hello}{text}\n\n{self._pick('agent mail bye')}"

    def _pick(self, heading: str) -> str:
        return fill(self.rng.choice(self.cast.words[heading]), self._slots, self.rng)


def _greeting_share(channel: Channel) -> float:
    return 0.45 if channel is Channel.WHATSAPP else 0.3 if channel is Channel.WEB_CHAT else 0.12

"""The shoppers: nobody real. Addresses end in example domains, phone numbers are those set aside for fiction."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random

from conversations.demo.scripts import names
from conversations.demo.weights import weighted
from conversations.demo.wording import HANDS, Hand
from conversations.vocabulary import Channel


class KnownBy(StrEnum):
    """What the shop knows of a shopper when they first write."""

    VISITOR = "visitor"
    ID = "id"
    EMAIL = "email"
    PHONE = "phone"


# How new shoppers of a channel are known, by weight; and where each of them may write again.
ACQUAINTANCE: Mapping[Channel, Mapping[KnownBy, float]] = {
    Channel.WEB_CHAT: {KnownBy.VISITOR: 56, KnownBy.ID: 33, KnownBy.EMAIL: 11},
    Channel.SMS: {KnownBy.PHONE: 34, KnownBy.ID: 66},
    Channel.EMAIL: {KnownBy.EMAIL: 65, KnownBy.ID: 35},
    Channel.WHATSAPP: {KnownBy.PHONE: 45, KnownBy.ID: 55},
}
CHANNELS_OF: Mapping[KnownBy, Mapping[Channel, float]] = {
    KnownBy.VISITOR: {Channel.WEB_CHAT: 1},
    KnownBy.ID: {Channel.WEB_CHAT: 62, Channel.SMS: 18, Channel.EMAIL: 12, Channel.WHATSAPP: 8},
    KnownBy.EMAIL: {Channel.WEB_CHAT: 35, Channel.EMAIL: 65},
    KnownBy.PHONE: {Channel.SMS: 75, Channel.WHATSAPP: 25},
}
EMAIL_HOSTS = ("example.com", "example.org", "example.net")


@dataclass(slots=True, eq=False)
class Person:
    """A shopper. `identified_at` is when a visitor told who they are; nothing else ever changes."""

    number: int
    known_by: KnownBy
    first: str
    last: str
    language: str
    email: str
    phone: str
    town: str
    street: str
    hand: Hand
    named: bool
    identified_at: datetime | None = None

    @property
    def id(self) -> str:
        return f"cust-{1000 + self.number}"

    @property
    def visitor(self) -> str:
        return f"v-{self.number * 2654435761 % 2**32:08x}"

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    def identified(self, at: datetime) -> bool:
        return self.identified_at is not None and self.identified_at <= at

    def greeted(self, at: datetime) -> bool:
        """Whether the agent knows a name to use."""
        return self.named and (self.known_by is not KnownBy.VISITOR or self.identified(at))

    def wire(self, at: datetime) -> dict[str, str]:
        """The `shopper` of an event at that instant: only what the shop knew by then."""
        match self.known_by:
            case KnownBy.VISITOR if self.identified(at):
                return {"id": self.id, "visitor": self.visitor}
            case KnownBy.VISITOR:
                return {"visitor": self.visitor}
            case KnownBy.ID:
                return {"id": self.id, "name": self.name}
            case KnownBy.EMAIL:
                return {"email": self.email} | self._name()
            case KnownBy.PHONE:
                return {"phone": self.phone} | self._name()

    def introduction(self) -> dict[str, str]:
        """The `shopper` of the event by which a visitor gets a name."""
        return {"id": self.id, "visitor": self.visitor, "name": self.name, "email": self.email}

    def _name(self) -> dict[str, str]:
        return {"name": self.name} if self.named else {}


class Population:
    """Makes shoppers, each with an address and a phone number of their own."""

    def __init__(self, texts: str, rng: Random) -> None:
        self._texts, self._rng = texts, rng
        self._made = 0
        self._emails: set[str] = set()
        self._phones = {"sv": _shuffled("+4670174{:04d}", range(605, 700), rng)}
        self._phones["en"] = _shuffled("+447700900{:03d}", range(1000), rng)

    def newcomer(self, language: str, known_by: KnownBy) -> Person:
        """A new shopper. When the numbers set aside for fiction have run out, one known by id instead of by phone."""
        if known_by is KnownBy.PHONE and not self._phones[language]:
            known_by = KnownBy.ID
        rng, words = self._rng, names()
        self._made += 1
        first, last = rng.choice(words[f"{language} first"]), rng.choice(words[f"{language} last"])
        return Person(
            number=self._made,
            known_by=known_by,
            first=first,
            last=last,
            language=language,
            email=self._email(first, last),
            phone=self._phones[language].pop() if known_by is KnownBy.PHONE else "",
            town=rng.choice(words[f"{self._texts} {language} cities"]),
            street=f"{rng.choice(words[f'{language} streets'])} {rng.randint(1, 60)}",
            hand=weighted(HANDS, rng),
            named=known_by in (KnownBy.ID, KnownBy.VISITOR) or rng.random() < 0.45,
        )

    def _email(self, first: str, last: str) -> str:
        one, two = _ascii(first), _ascii(last)
        form = self._rng.choice((f"{one}.{two}", f"{one[0]}.{two}", f"{one}{two}", f"{two}.{one}"))
        host = self._rng.choice(EMAIL_HOSTS)
        address, again = f"{form}@{host}", 1
        while address in self._emails:
            again += 1
            address = f"{form}{again}@{host}"
        self._emails.add(address)
        return address


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in plain if letter.isalnum())


def _shuffled(form: str, numbers: range, rng: Random) -> list[str]:
    phones = [form.format(number) for number in numbers]
    rng.shuffle(phones)
    return phones

"""Contact data, and who sees it: below support a reader sees that there is an email or a phone, not which.

Pure: no Django. Pages ask the `Sight` of their reader for every text that a shopper, or somebody about a shopper, may
have written: names, questions, messages, notes. What is masked is masked before it is cut, or marked as a hit.
An email keeps the first letters of its parts, a phone its country and its last two digits: enough to tell two
people on a page apart, too little to write or to call. How much is hidden is not to be seen.
"""

import re
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote

from conversations.vocabulary import Role

HIDDEN = "•••"
FEWEST_DIGITS, MOST_DIGITS = 7, 15
"""Of a phone number, its country's included (E.164). Fewer are a price or an order; more, in one piece, a parcel."""

_EMAIL = re.compile(r"([\w.!#$%&'*+/=?^`{|}~-]{1,64})\s?[@\uff20]\s?((?:[\w-]{1,63}[.\u3002\uff0e]){1,8}[\w-]{2,63})")
_GAP = "[ \t\u00a0\u2000-\u200d\u202f\u2060().\u2010\u2011\u2013\u2014/-]{0,3}"
_DIGITS = re.compile(rf"(?:[+\uff0b] ?)?\(?\d(?:{_GAP}\d)+")
_DATE = re.compile(
    r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)\d\d"
)
_DATE_AND_HOUR = re.compile(rf"(?:{_DATE.pattern})(?: +[012]?\d)?")
_COUNTRY = re.compile(r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}")
"""E.164: no code is the beginning of another one."""
_PHONE_SHOWN = "•• ••• ••"
_MASKED = re.compile(
    rf"[^\s@]?{HIDDEN}@[^\s@]?{HIDDEN}(?:\.[\w-]+)?|(?:\+\d{{1,3}} )?{_PHONE_SHOWN} \d{{0,2}}|{HIDDEN}"
)
"""What stands for contact data in a masked text."""


class Named(Protocol):
    """A profile, as `models.Profile` has it."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Sight:
    """What one reader sees of contact data: all of it, or masked."""

    full: bool

    def text(self, text: str) -> str:
        return text if self.full else masked(text)

    def parts(self, text: str) -> list[str]:
        """What of a text is searched: all of it, or what is left when contact data is cut out."""
        shown = self.text(text)
        return [text] if shown == text else _MASKED.split(shown)

    def name(self, profile: Named | None) -> str:
        """S7: name, else email, else phone, else nothing (the page then says Anonymous)."""
        if profile is None:
            return ""
        return self.text(profile.name) or self.email(profile.email) or self.phone(profile.phone)

    def email(self, email: str) -> str:
        return email if self.full or not email else masked_email(email)

    def phone(self, phone: str) -> str:
        return phone if self.full or not phone else masked_phone(phone)

    def link(self, url: str) -> str:
        """An address without anybody's email in it, or nothing."""
        return url if self.full or not _EMAIL.search(unquote(url)) else ""


FULL, MASKED = Sight(full=True), Sight(full=False)


def sight_of(role: Role) -> Sight:
    return MASKED if role is Role.VIEWER else FULL


def names_contact(query: str) -> bool:
    """Whether a search asks for an email or a phone: those who do not see them find nothing, and are told why."""
    return "@" in query or "\uff20" in query or masked(query) != query


def masked(text: str) -> str:
    """`text` with every email and phone number in it masked. Dates, prices and the numbers of orders stay."""
    if "@" in text or "\uff20" in text:
        text = _EMAIL.sub(lambda found: _email(found[1], found[2]), text)
    return _DIGITS.sub(lambda found: _digits(found, text), text)


def masked_email(email: str) -> str:
    """a•••@e•••.com; whatever has no @ is hidden whole."""
    name, at, host = email.rpartition("@")
    return _email(name, host) if at and name else HIDDEN


def masked_phone(phone: str) -> str:
    """+46 •• ••• •• 67; without its country's code •• ••• •• 67."""
    digits = re.sub(r"\D", "", phone)
    abroad = _COUNTRY.match(digits) if phone.lstrip(" (").startswith(("+", "\uff0b")) else None
    country = f"+{abroad[0]} " if abroad else ""
    return f"{country}{_PHONE_SHOWN} {digits[-2:]}"


def _email(name: str, host: str) -> str:
    _, dot, top = host.rpartition(".")
    return f"{name[:1]}{HIDDEN}@{host[:1]}{HIDDEN}{dot}{top if dot else ''}"


def _digits(found: "re.Match[str]", text: str) -> str:
    """A run of digits and what stands between them: masked if it can be a phone number."""
    run = found[0]
    count = sum(letter.isdigit() for letter in run)
    before = text[found.start() - 1] if found.start() else ""
    in_one_piece = run.isdigit()
    if (
        count < FEWEST_DIGITS
        or _DATE_AND_HOUR.fullmatch(run)
        or (in_one_piece and count > MOST_DIGITS)
        or (in_one_piece and before == "#")
    ):
        return run
    return masked_phone(run)

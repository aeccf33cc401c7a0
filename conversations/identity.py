"""Who is who: to which profile each thing said about a shopper belongs.

A5, S7 and the API's "Profiles are matched by `id`, else by email, else by phone; `visitor` ties anonymous activity".
Pure: no Django, no clock, no order of arrival.

An identity names one to four keys, from strong to weak: id, email, phone, visitor. The strongest is its *lead*.
A key follows the latest identity that names it beside a stronger key: an email follows an id, a phone follows an id or
an email, a visitor any of the three. Where following the lead ends, there is the profile; every step reaches a
stronger key, so it ends after three at most. At the same time the content decides, ids before emails before phones.

An identity X that is added, taken away, or said again later can move these, and no others:

- X itself;
- identities led by an email that X names beside an id;
- identities led by a phone that X names beside an id or email, or that is named by an identity moved above;
- visitors alone, if X names the visitor beside anything, or an identity moved above names it.

`followers` finds them and `owners` places them, each with at most three questions to whoever keeps the identities;
doing so for every change gives the same as `resolve` over everything.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from conversations.blank import is_blank
from conversations.caseless import caseless

Kind = Literal["id", "email", "phone", "visitor"]

# Keys that can follow another one, the strongest first. An id follows nothing.
_FOLLOWING: tuple[Kind, ...] = ("email", "phone", "visitor")


class ProfileKey(NamedTuple):
    """What names a profile in its account: an id from the shop, else an email, a phone or a visitor."""

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What events said about a shopper, word for word; "" where they said nothing.

    `email_key` is the email folded by `fold_email`, `email` the same as written, `phone` is E.164, `last_at` the latest
    time (UTC) at which any event said exactly this, name and spelling included. Raises ValueError if no key is given.
    """

    external_id: str = ""
    visitor: str = ""
    email_key: str = ""
    phone: str = ""
    last_at: datetime
    name: str = ""
    email: str = ""

    def __post_init__(self) -> None:
        if not (self.external_id or self.email_key or self.phone or self.visitor):
            raise ValueError("an identity needs an id, an email, a phone or a visitor")

    @property
    def keys(self) -> tuple[ProfileKey, ...]:
        """Every key it names, the strongest first."""
        named = (
            ProfileKey("id", self.external_id),
            ProfileKey("email", self.email_key),
            ProfileKey("phone", self.phone),
            ProfileKey("visitor", self.visitor),
        )
        return tuple(key for key in named if key.value)

    @property
    def lead(self) -> ProfileKey:
        return self.keys[0]


class Known(Protocol):
    """The identities of one account, wherever they are kept."""

    def naming(self, kind: Kind, values: Set[str], /) -> Iterable[Identity]:
        """Every identity that names one of these values; more does no harm."""


class Description(NamedTuple):
    """S7: what is known of a profile; "" where nothing is."""

    name: str
    email: str
    phone: str

    @property
    def shown(self) -> str:
        """S7: the name, else the email, else the phone, else "" for the word Anonymous."""
        return self.name or self.email or self.phone


def resolve(identities: Iterable[Identity]) -> dict[Identity, ProfileKey]:
    """The profile of each identity, given all identities of the account."""
    everyone = tuple(identities)
    links = _links(everyone)
    return {identity: _follow(identity.lead, links) for identity in everyone}


def owners(identities: Iterable[Identity], known: Known) -> dict[Identity, ProfileKey]:
    """The profile of each of these identities, asking `known` only for what decides it.

    `known` already holds the change that made the question come up.
    """
    asked = tuple(identities)
    reached = {identity.lead for identity in asked}
    links: dict[ProfileKey, Identity] = {}
    for kind in reversed(_FOLLOWING):
        found = _links(_naming(known, kind, keys=reached))
        # Only the keys of this question are complete: what its answer links besides may lack a later identity.
        links |= {key: identity for key, identity in found.items() if key.kind == kind and key in reached}
        reached |= {identity.lead for identity in links.values()}
    return {identity: _follow(identity.lead, links) for identity in asked}


def followers(changed: Iterable[Identity], known: Known) -> set[Identity]:
    """The known identities whose profile may change because these were added, taken away or moved in time.

    The changed ones themselves are in it only where they follow one another.
    """
    moved = {key for identity in changed for key in identity.keys[1:]}
    found: set[Identity] = set()
    for kind in _FOLLOWING:
        led = {identity for identity in _naming(known, kind, keys=moved) if identity.lead in moved}
        moved |= {key for identity in led for key in identity.keys[1:]}
        found |= led
    return found


def describe(identities: Iterable[Identity]) -> Description:
    """S7: the latest name, email (as written) and phone said of one profile, each on its own.

    A name that nobody can see is none: it would hide the email, and nobody could click on it.
    """
    name = email = phone = ""
    for identity in sorted(identities, key=_rank):
        name = name if is_blank(identity.name) else identity.name
        email, phone = identity.email or email, identity.phone or phone
    return Description(name, email, phone)


def fold_email(email: str) -> str:
    """The email as profiles are matched by it: case-folded, without space around it, accents composed."""
    return caseless(email.strip())


def _naming(known: Known, kind: Kind, *, keys: Set[ProfileKey]) -> Iterable[Identity]:
    values = {key.value for key in keys if key.kind == kind}
    return known.naming(kind, values) if values else ()


def _links(identities: Iterable[Identity]) -> dict[ProfileKey, Identity]:
    """For each key, the latest identity that names it beside a stronger one."""
    links: dict[ProfileKey, Identity] = {}
    for identity in identities:
        for key in identity.keys[1:]:
            if key not in links or _rank(links[key]) < _rank(identity):
                links[key] = identity
    return links


def _follow(key: ProfileKey, links: dict[ProfileKey, Identity]) -> ProfileKey:
    while key in links:
        key = links[key].lead
    return key


def _rank(identity: Identity) -> tuple[datetime, str, str, str, str, str, str]:
    """Time first, then the content, so that no two different identities are level."""
    said = (identity.external_id, identity.email_key, identity.phone, identity.visitor, identity.name, identity.email)
    return (identity.last_at, *said)

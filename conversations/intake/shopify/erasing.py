"""A person is forgotten, and no number moves: whose conversations, touches and orders they are becomes a pseudonym.

A profile is replaced by a new one that is known by a random name and nothing else. Everything that pointed at the old
one points at it, so threads, credits and counts stay as they are, and rebuilding them gives the same. Texts are
emptied; statuses rest on who wrote last and when, and on marks of thanks, which are kept (S6b).
"""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Max, Model, Q

from conversations.intake.receive import Line, receive
from conversations.models import (
    Account,
    Conversation,
    Ending,
    Handoff,
    Identity,
    Labelling,
    Message,
    Order,
    Profile,
    Rating,
    Review,
    ShopperNote,
    Touch,
)
from conversations.payloads import ShopperRef
from conversations.payloads.fields import compact_json
from conversations.record import drop_documents
from conversations.search import forget_words, words_of

STRONGEST = 4
"""The rank of an identity that has an id, which a pseudonym is (see `summary.Line`)."""


@dataclass(slots=True)
class Forgotten:
    """What the erased are called now: the person, and each of their orders by its event id."""

    person: str
    orders: dict[str, str] = field(default_factory=dict)


def forget(account: Account, person: ShopperRef | None, *, orders: Collection[str], now: datetime) -> Forgotten:
    """Erase the profiles known by the person's id, email or phone, and those of `orders` that no other id names.

    The caller holds the account. Repeating finds nobody.
    """
    profiles = list(_profiles(account, person, orders))
    names = {profile.pk: _pseudonym() for profile in profiles}
    forgotten = Forgotten(next(iter(names.values()), _pseudonym()))
    for profile in profiles:
        name = names[profile.pk]
        theirs = Order.objects.filter(account=account, profile=profile).values_list("event_id", flat=True)
        forgotten.orders |= dict.fromkeys(theirs, name)
        _rename(account, profile, name=name, now=now)
    return forgotten


def _profiles(account: Account, person: ShopperRef | None, orders: Collection[str]) -> Iterable[Profile]:
    """Never one that is known by another id: it is somebody else's, though they may share an address or a phone."""
    known = Q(pk__in=())
    if person is not None:
        keys = (("id", person.id), ("email", person.email_key), ("phone", person.phone))
        for kind, value in keys:
            known |= Q(kind=kind, value=value) if value else Q(pk__in=())
    bought = Order.objects.filter(account=account, event_id__in=orders).values("profile_id")
    known |= Q(pk__in=bought) & ~Q(kind="id")
    return Profile.objects.filter(known, account=account).order_by("kind", "pk")


def _pseudonym() -> str:
    return f"erased-{secrets.token_hex(8)}"


def _rename(account: Account, profile: Profile, *, name: str, now: datetime) -> None:
    said = Identity.objects.filter(account=account, profile=profile)
    identities = list(said.values_list("pk", flat=True))
    threads = Conversation.objects.filter(account=account, profile=profile).values_list("pk", flat=True)
    words = words_of(account, list(threads), *chain.from_iterable(said.values_list("name", "email", "phone")))
    new = _introduce(account, name, at=said.aggregate(at=Max("last_at"))["at"] or now, now=now)
    elsewhere = Message.objects.filter(account=account, identity__in=identities).exclude(conversation__profile=profile)
    elsewhere.update(identity=None)  # their threads belong to somebody else, whom the stronger pseudonym would displace
    Conversation.objects.filter(account=account, identity__in=identities).update(identity_rank=STRONGEST)
    _repoint(Identity, identities, to=new.pk)
    Identity.objects.filter(account=account, pk__in=identities).delete()
    _repoint(Profile, [profile.pk], to=new.profile_id)
    profile.delete()
    _empty_texts(account, new)
    drop_documents(account, set(), profiles={new.profile_id})
    forget_words(account, words)


def _introduce(account: Account, name: str, *, at: datetime, now: datetime) -> Identity:
    """The pseudonym's own identity and profile, made as every other: by an event."""
    event = {"type": "shopper", "id": name, "occurred_at": at.isoformat(), "shopper": {"id": name}}
    receive(account, [Line(compact_json(event))], source="erasure", now=now)
    return Identity.objects.get(account=account, external_id=name)


def _repoint(model: type[Model], old: list[int], *, to: int) -> None:
    """Whatever points at one of `old` points at `to`."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.one_to_many and relation.auto_created:
            pointer: Any = relation
            rows = pointer.related_model._base_manager.filter(**{f"{pointer.field.name}__in": old})
            rows.update(**{pointer.field.name: to})


def _empty_texts(account: Account, identity: Identity) -> None:
    threads = Conversation.objects.filter(account=account, profile=identity.profile_id)
    inside = {"account": account, "conversation__in": threads.values("pk")}
    Message.objects.filter(**inside).update(text="", meta=None)
    Handoff.objects.filter(**inside).update(reason="", ticket="", meta=None)
    Rating.objects.filter(**inside).update(comment="", meta=None)
    Review.objects.filter(**inside).update(note="")
    for plain in (Ending, Labelling, Touch):
        plain._default_manager.filter(**inside).update(meta=None)
    for told in (Order, ShopperNote):
        told._default_manager.filter(account=account, identity=identity).update(meta=None)
    threads.update(first_question="")

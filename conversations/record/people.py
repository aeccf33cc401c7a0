"""Identities and profiles: what events said about shoppers, and who that makes them (A5, S7)."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any, cast

from django.db.models import Max, QuerySet

from conversations import identity as rule
from conversations.ids import new_id, new_ids
from conversations.models import Account, Identity, Message, Order, Profile, ShopperNote, Touch
from conversations.models.querysets import owned
from conversations.payloads import Event
from conversations.prepared import Prepared
from conversations.record.rows import insert, update
from conversations.record.shelves import Key, Said, said

_SAID = ("external_id", "visitor", "email_key", "phone", "name", "email")
_COLUMNS = ("id", "profile_id", "last_at", *_SAID)
_FIELD_OF: Mapping[rule.Kind, str] = {
    "id": "external_id",
    "email": "email_key",
    "phone": "phone",
    "visitor": "visitor",
}
_SPEAKERS = (Message, Touch, Order, ShopperNote)


@dataclass(slots=True)
class Entry:
    """An identity as it was in the database (`before`, `profile_id`; None: not there) and as it is to be."""

    id: int
    before: rule.Identity | None
    now: rule.Identity | None
    profile_id: int | None = None


@dataclass(slots=True)
class Moves:
    """What settling changed.

    `profile_of` has every identity looked at, `moved` those that changed their profile, `profiles` the profiles whose
    names may have changed or that may have lost their last identity.
    """

    profile_of: dict[int, int] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    profiles: set[int] = field(default_factory=set)


class Identities:
    """The identities of one account, with this batch's changes over what the database holds."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._entries: dict[int, Entry] = {}
        self._changed: set[int] = set()
        self._met: dict[Said, datetime] = {}
        self._asked: dict[rule.Kind, set[str]] = {kind: set() for kind in _FIELD_OF}

    def meet(self, events: Iterable[Event]) -> dict[Key, int]:
        """Take in what these events say; the id of the identity that each one names. Writes nothing yet."""
        latest: dict[Said, datetime] = {}
        named: dict[Key, Said] = {}
        for event in events:
            shopper = getattr(event, "shopper", None)
            if shopper is not None:
                named[event.type, event.id] = words = said(shopper)
                if words not in latest or latest[words] < event.occurred_at:
                    latest[words] = event.occurred_at
        known = self._find(latest)
        ids: dict[Said, int] = {}
        for words, at in latest.items():
            entry = known.get(words) or self._add(Entry(new_id(), before=None, now=None))
            if entry.now is None or entry.now.last_at < at:
                entry.now = rule.Identity(**dict(zip(_SAID, words, strict=True)), last_at=at)
                self._changed.add(entry.id)
            ids[words] = entry.id
        self._met = latest
        return {key: ids[words] for key, words in named.items()}

    def recount(self, ids: Set[int], *, leaving: Set[int]) -> None:
        """The facts `leaving` no longer say these: find the latest time of each again, or that nobody says it now.

        What the batch itself says was taken in by `meet`.
        """
        rows = Identity.objects.filter(account=self._account, pk__in=ids).values_list(*_COLUMNS)
        for entry in self._load(rows if ids else ()):
            shape = entry.now or entry.before
            assert shape is not None
            times = [_last_said(self._account, entry.id, leaving=leaving), self._met.get(_words(shape))]
            at = max((at for at in times if at is not None), default=None)
            entry.now = replace(shape, last_at=at) if at else None
            if entry.now != entry.before:
                self._changed.add(entry.id)

    def settle(self) -> Moves:
        """Write the identities that changed, each with its profile, and move those that follow them."""
        changed = [self._entries[pk] for pk in sorted(self._changed)]
        shapes = [shape for entry in changed for shape in {entry.before, entry.now} if shape is not None]
        asked = {entry.now for entry in changed if entry.now is not None} | rule.followers(shapes, self)
        keys = rule.owners(asked, self)
        profiles = _profiles(self._account, set(keys.values()))
        return self._write({shape: profiles[key] for shape, key in keys.items()})

    def forget(self) -> None:
        """Delete the identities that nobody names any more, once no row points at them."""
        gone = [entry.id for entry in self._entries.values() if entry.now is None and entry.before is not None]
        if gone:
            Identity.objects.filter(account=self._account, pk__in=gone).delete()

    def naming(self, kind: rule.Kind, values: Set[str], /) -> Iterable[rule.Identity]:
        """See `identity.Known`."""
        fresh = values - self._asked[kind]
        if fresh:
            self._asked[kind] |= fresh
            self._load(_NAMED.rows(_FIELD_OF[kind], self._account.pk, frozenset(fresh)))
        name = _FIELD_OF[kind]
        return [
            entry.now
            for entry in self._entries.values()
            if entry.now is not None and getattr(entry.now, name) in values
        ]

    def _write(self, profile_of: Mapping[rule.Identity, int]) -> Moves:
        moves = Moves()
        added: list[tuple[Any, ...]] = []
        moved: list[tuple[Any, ...]] = []
        for entry in sorted(self._entries.values(), key=lambda entry: entry.id):
            if entry.now is None:
                if entry.before is not None:
                    moves.profiles.add(entry.profile_id or 0)
                continue
            profile_id = profile_of.get(entry.now, entry.profile_id)
            assert profile_id is not None
            moves.profile_of[entry.id] = profile_id
            if entry.before is None:
                words = tuple(getattr(entry.now, name) for name in _SAID)
                added.append((entry.id, self._account.pk, _digest(words), *words, entry.now.last_at, profile_id))
            elif (entry.before, entry.profile_id) != (entry.now, profile_id):
                moved.append((entry.now.last_at, profile_id, entry.id))
            else:
                continue
            if entry.now.name or entry.now.email or entry.now.phone or entry.profile_id not in (None, profile_id):
                moves.profiles |= {profile_id, entry.profile_id or profile_id}
            if entry.profile_id not in (None, profile_id):
                moves.moved.add(entry.id)
        insert(Identity, ("id", "account_id", "digest", *_SAID, "last_at", "profile_id"), added)
        update(Identity, ("last_at", "profile_id"), moved)
        return moves

    def _find(self, words: Iterable[Said]) -> dict[Said, Entry]:
        digests = [_digest(each) for each in words]
        rows = Identity.objects.filter(account=self._account, digest__in=digests).values_list(*_COLUMNS)
        found: dict[Said, Entry] = {}
        for entry in self._load(rows if digests else ()):
            assert entry.before is not None
            found[_words(entry.before)] = entry
        return found

    def _load(self, rows: Iterable[tuple[Any, ...]]) -> list[Entry]:
        """Rows of `_COLUMNS`."""
        entries = []
        for pk, profile_id, last_at, *words in rows:
            entry = self._entries.get(pk)
            if entry is None:
                shape = rule.Identity(**dict(zip(_SAID, words, strict=True)), last_at=last_at)
                entry = self._add(Entry(pk, before=shape, now=shape, profile_id=profile_id))
            entries.append(entry)
        return entries

    def _add(self, entry: Entry) -> Entry:
        self._entries[entry.id] = entry
        return entry


def tell_profiles(account: Account, ids: Set[int]) -> set[int]:
    """Write the names of these profiles anew (S7), and drop those that no identity belongs to any more.

    Returned are those that are called something else now.
    """
    said_of: dict[int, list[rule.Identity]] = {pk: [] for pk in ids if pk}
    rows = owned(Identity.objects.filter(profile__in=said_of), account.pk)
    for profile_id, last_at, *words in rows.values_list("profile_id", "last_at", *_SAID):
        said_of[profile_id].append(rule.Identity(**dict(zip(_SAID, words, strict=True)), last_at=last_at))
    shown = {
        pk: tuple(names)
        for pk, *names in Profile.objects.filter(account=account, pk__in=said_of).values_list(
            "id", "name", "email", "phone"
        )
    }
    told = {pk: rule.describe(identities) for pk, identities in said_of.items() if identities}
    renamed = [pk for pk in sorted(told) if shown.get(pk) != tuple(told[pk])]
    update(Profile, ("name", "email", "phone"), [(*told[pk], pk) for pk in renamed])
    nobodies = [pk for pk, identities in said_of.items() if not identities]
    if nobodies:
        Profile.objects.filter(account=account, pk__in=nobodies).delete()
    return set(renamed)


def _profiles(account: Account, keys: Set[rule.ProfileKey]) -> dict[rule.ProfileKey, int]:
    """The ids of the profiles these keys name, made where they do not exist."""
    kinds = tuple(sorted({key.kind for key in keys}))
    rows = _PROFILES.rows(kinds, account.pk, frozenset(key.value for key in keys)) if keys else ()
    found = {rule.ProfileKey(cast("rule.Kind", kind), value): pk for kind, value, pk in rows}
    unknown = sorted(keys - found.keys())
    made = dict(zip(unknown, new_ids(len(unknown)), strict=True))
    insert(
        Profile,
        ("id", "account_id", "kind", "value", "name", "email", "phone"),
        [(pk, account.pk, *key, "", "", "") for key, pk in made.items()],
    )
    return found | made


def _named(field: str, account: int, values: frozenset[str]) -> "QuerySet[Identity, tuple[Any, ...]]":
    rows = Identity.objects.filter((f"{field}__among", values), account=account)
    # Which no value is: it lets both databases take the index of those that have one, however many are asked for.
    return rows.exclude(**{field: ""}).values_list(*_COLUMNS)


def _known(
    kinds: tuple[rule.Kind, ...], account: int, values: frozenset[str]
) -> "QuerySet[Profile, tuple[str, str, int]]":
    rows = Profile.objects.filter(account=account, kind__in=kinds, value__among=values)
    return rows.values_list("kind", "value", "id")


_NAMED, _PROFILES = Prepared(_named), Prepared(_known)


def _last_said(account: Account, identity_id: int, *, leaving: Set[int]) -> datetime | None:
    named: list[QuerySet[Any]] = [speaker._default_manager.filter(identity=identity_id) for speaker in _SPEAKERS]
    said_by = [owned(facts, account.pk) for facts in named]
    times = [facts.exclude(pk__in=leaving).aggregate(at=Max("occurred_at"))["at"] for facts in said_by]
    return max((at for at in times if at is not None), default=None)


def _words(shape: rule.Identity) -> Said:
    return (shape.external_id, shape.visitor, shape.email_key, shape.phone, shape.name, shape.email)


def _digest(words: Iterable[str]) -> bytes:
    return blake2b("\x00".join(words).encode(), digest_size=16).digest()

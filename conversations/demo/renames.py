"""A few shoppers get another name: a `shopper` event with a known id, after everything else that is said of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from random import Random

from conversations.demo.people import KnownBy, Person
from conversations.demo.scripts import names
from conversations.demo.season import DAY, Season
from conversations.demo.wire import Arrival, arrival

RENAMED = 4


def renames(told: Iterable[Arrival], people: Sequence[Person], *, season: Season, rng: Random) -> Iterator[Arrival]:
    """New last names for some of the people who were last heard of days ago, else the old name would come back."""
    last = _last_told(told)
    known = (person for person in dict.fromkeys(people) if person.known_by is KnownBy.ID)
    quiet = [person for person in known if last[person.id] < season.now - 4 * DAY]
    for person in rng.sample(quiet, min(RENAMED, len(quiet))):
        at = last[person.id] + rng.uniform(1, 3) * DAY
        if not season.paused(at):
            name = f"{person.first} {rng.choice(names()[f'{person.language} last'])}"
            yield arrival("shopper", f"s-{person.number:06d}-2", at, shopper={"id": person.id, "name": name})


def _last_told(told: Iterable[Arrival]) -> dict[str, datetime]:
    """When each id was last named."""
    last: dict[str, datetime] = {}
    for at, event in told:
        shopper = event.get("shopper")
        if isinstance(shopper, dict) and "id" in shopper:
            last[shopper["id"]] = max(at, last.get(shopper["id"], at))
    return last

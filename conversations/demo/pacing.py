"""Gives the beats of a dialogue their clock times: the agent is quick, shoppers sleep, the team has office hours."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from math import exp
from random import Random

from conversations.demo.dialogue import Beat, Pace
from conversations.demo.season import DAY, HOUR, Season
from conversations.vocabulary import Channel

# Seconds in which the agent answers, and the shopper's median seconds with the spread of their logarithm.
AGENT_SECONDS: Mapping[Channel, tuple[float, float]] = {
    Channel.WEB_CHAT: (3, 22),
    Channel.SMS: (7, 45),
    Channel.WHATSAPP: (5, 35),
    Channel.EMAIL: (50, 420),
}
SHOPPER_SECONDS: Mapping[Channel, tuple[float, float]] = {
    Channel.WEB_CHAT: (48, 0.8),
    Channel.SMS: (260, 1.4),
    Channel.WHATSAPP: (120, 1.3),
    Channel.EMAIL: (9000, 1.0),
}
TEAM_SECONDS = (4000, 1.0)
# S1: an ordinary wait stays well under the 48 hours after which silence closes a conversation.
LONGEST_WAIT = 44 * HOUR
OFFICE_HOURS = range(9, 17)
NIGHT_HOURS = range(6)


def schedule(
    beats: Iterable[Beat], starts_at: datetime, *, season: Season, channel: Channel, rng: Random
) -> Iterator[tuple[datetime, Beat]]:
    """Each beat with its instant (UTC), the first one at the start, each later than the one before."""
    moment = starts_at
    for index, beat in enumerate(beats):
        if index:
            moment = _after(moment, beat.pace, season=season, channel=channel, rng=rng)
        yield moment, beat


def _after(moment: datetime, pace: Pace, *, season: Season, channel: Channel, rng: Random) -> datetime:
    match pace:
        case Pace.AT_ONCE:
            return moment + timedelta(seconds=rng.uniform(0.2, 1.5))
        case Pace.AGENT:
            return moment + timedelta(seconds=rng.uniform(*AGENT_SECONDS[channel]))
        case Pace.SHOPPER:
            wait = _spread(SHOPPER_SECONDS[channel], rng)
            return awake(moment + wait, season, rng) if wait > HOUR else moment + wait
        case Pace.TEAM:
            return _at_work(moment + _spread(TEAM_SECONDS, rng), season, rng)
        case Pace.DAYS_LATER:
            return awake(moment + rng.uniform(2.2, 4.5) * DAY, season, rng)


def _spread(seconds: tuple[float, float], rng: Random) -> timedelta:
    median, spread = seconds
    return min(timedelta(seconds=2 + median * exp(rng.gauss(0, spread))), LONGEST_WAIT)


def awake(moment: datetime, season: Season, rng: Random) -> datetime:
    """The moment, or that morning if it falls in the night."""
    local = season.local(moment)
    return moment + rng.uniform(6, 9) * HOUR if local.hour in NIGHT_HOURS else moment


def _at_work(moment: datetime, season: Season, rng: Random) -> datetime:
    """The moment, or the next morning in office hours."""
    local = season.local(moment)
    if local.weekday() < 5 and local.hour in OFFICE_HOURS:
        return moment
    day = local.date() + timedelta(days=local.hour >= OFFICE_HOURS.stop)
    while day.weekday() > 4:
        day += DAY
    morning = datetime.combine(day, time(OFFICE_HOURS.start), season.zone)
    return morning.astimezone(moment.tzinfo) + rng.uniform(0, 2) * HOUR

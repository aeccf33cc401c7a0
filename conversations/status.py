"""S1–S6b: what a conversation's status is. Pure: a function of the facts, the account's rules and the clock.

`explain` is the only decision; a status is the status of its reason, so that the two can never disagree.
A conversation is closed by the first of two things (S1): the first ending at or after its last message, or the
silence running out. What comes later finds it closed already and changes nothing; only a later message (an open
conversation again) or a handoff does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from conversations.vocabulary import ClosingThanks, HandoffMethod, HandoffStage, Sender, SilenceMeans, Status


class Reason(StrEnum):
    """The rule that decided: the answer to "why this status?"."""

    HANDED_OFF = "handed_off"  # S2
    STILL_OPEN = "still_open"  # S4
    AGENT_LAST_ENDED = "agent_last_ended"  # S3: ended by the shopper or the team
    AGENT_LAST_SILENCE = "agent_last_silence"  # S3: closed by silence
    THANKS_CONFIRM = "thanks_confirm"  # S6b: S3, once the shopper's closing thanks are set aside
    SILENCE_SETTING = "silence_setting"  # S6: the agent's word was last, but silence is no answer in this account
    SHOPPER_LAST = "shopper_last"  # S5
    TEAM_LAST = "team_last"  # S5

    @property
    def status(self) -> Status:
        return _STATUS[self]


_STATUS: Mapping[Reason, Status] = {
    Reason.HANDED_OFF: Status.NOT_RESOLVED,
    Reason.STILL_OPEN: Status.OPEN,
    Reason.AGENT_LAST_ENDED: Status.RESOLVED,
    Reason.AGENT_LAST_SILENCE: Status.RESOLVED,
    Reason.THANKS_CONFIRM: Status.RESOLVED,
    Reason.SILENCE_SETTING: Status.CLOSED,
    Reason.SHOPPER_LAST: Status.CLOSED,
    Reason.TEAM_LAST: Status.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one conversation that has at least one message. All times are UTC and aware.

    Messages are those of shopper, agent and team: a system note is never the last one. `last_word_sender` wrote the
    last message that is not a shopper's thank-you or goodbye (S6b), None if there is no such message. `ended_at` holds
    every time somebody ended it, in any order, repeated or not.
    """

    last_message_at: datetime
    last_sender: Sender
    last_word_sender: Sender | None
    ended_at: tuple[datetime, ...]
    handed_off: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What an account has set: how long silence lasts before it closes (S1), and what S6 and S6b say."""

    silence: timedelta = timedelta(hours=48)
    silence_means: SilenceMeans = SilenceMeans.RESOLVED
    closing_thanks: ClosingThanks = ClosingThanks.STRICT


def status_at(facts: Facts, rules: Rules, now: datetime) -> Status:
    """The status at the instant `now`, whatever order the facts came in."""
    return explain(facts, rules, now).status


def explain(facts: Facts, rules: Rules, now: datetime) -> Reason:
    """The rule that decides the status at the instant `now`."""
    if facts.handed_off:
        return Reason.HANDED_OFF
    if now < closes_at(facts, rules):
        return Reason.STILL_OPEN
    match _last_word(facts, rules):
        case Sender.AGENT:
            return _why_agent_last(facts, rules)
        case Sender.TEAM:
            return Reason.TEAM_LAST
        case _:
            return Reason.SHOPPER_LAST


def closes_at(facts: Facts, rules: Rules) -> datetime:
    """S1: when it closes, or closed, UTC; that instant itself is closed. An ending before the last message is void."""
    silent = facts.last_message_at + rules.silence
    return min((ended for ended in facts.ended_at if facts.last_message_at <= ended <= silent), default=silent)


def is_handoff(stage: HandoffStage, method: HandoffMethod) -> bool:
    """S2: accepted, or the custom closing message shown, by either method. An offer or an answer alone is not."""
    match (stage, method):
        case (HandoffStage.ACCEPTED | HandoffStage.MESSAGE_SHOWN, _):
            return True
        case _:
            return False


def _last_word(facts: Facts, rules: Rules) -> Sender | None:
    """Whose word counts as the last one; None when a shopper did nothing but give thanks (S6b)."""
    confirms = rules.closing_thanks is ClosingThanks.CONFIRMS
    return facts.last_word_sender if confirms else facts.last_sender


def _why_agent_last(facts: Facts, rules: Rules) -> Reason:
    """S3, S6, S6b: why a closed conversation in which the agent's word counts as the last is resolved, or is not."""
    ended = closes_at(facts, rules) in facts.ended_at
    if not ended and rules.silence_means is SilenceMeans.CLOSED:
        return Reason.SILENCE_SETTING
    if facts.last_sender is Sender.SHOPPER:
        return Reason.THANKS_CONFIRM
    return Reason.AGENT_LAST_ENDED if ended else Reason.AGENT_LAST_SILENCE

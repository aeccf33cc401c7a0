"""How dialogues end, and so which status they get (S2–S5) once they are closed."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from conversations.demo.dialogue import Draft, Ended, Handoff, Pace
from conversations.vocabulary import Channel, EndedBy, HandoffMethod, HandoffStage, Sender

TICKET, MESSAGE = HandoffMethod.HELP_DESK_TICKET, HandoffMethod.CUSTOM_MESSAGE


class Ending(StrEnum):
    ANSWERED = "the agent's answer is the last word"
    WELCOMED = "thanks, and the agent's you're welcome"
    FAREWELL = "the same, and the shopper ends it"
    DECLINED = "a handoff offered, declined, and solved"
    UNHEEDED = "a handoff offered and never answered"
    AGAIN = "silence for days, another question, an answer"
    THANKED = "the shopper's thanks are the last word"
    UNHAPPY = "the shopper leaves without a solution"
    CORRECTED = "the team has the last word without a handoff"
    TICKET = "handed to the team by a help-desk ticket"
    MESSAGE = "handed over with the custom closing message"


WEIGHTS: Mapping[Ending, float] = {
    Ending.WELCOMED: 34,
    Ending.ANSWERED: 17,
    Ending.FAREWELL: 12.5,
    Ending.DECLINED: 3.4,
    Ending.UNHEEDED: 1.2,
    Ending.AGAIN: 2,
    Ending.THANKED: 5.7,
    Ending.UNHAPPY: 2.5,
    Ending.CORRECTED: 0.6,
    Ending.TICKET: 12,
    Ending.MESSAGE: 4.7,
}
HANDED = (Ending.TICKET, Ending.MESSAGE)
# Endings that leave room to stop listening after the first answer.
SHORT = (*HANDED, Ending.UNHAPPY, Ending.UNHEEDED, Ending.DECLINED)
# How much likelier than elsewhere a topic ends with the team.
HARD_TOPICS = {
    "Complaints": 3.0,
    "Warranty": 1.7,
    "Returns": 1.3,
    "Payment": 1.2,
    "Equipment": 1.3,
    "Product advice": 0.5,
    "Brewing advice": 0.3,
    "Store hours": 0.2,
    "Café hours": 0.2,
}


def weights_for(label: str) -> Mapping[Ending, float]:
    hard = HARD_TOPICS.get(label, 1.0)
    return {ending: weight * hard if ending in HANDED else weight for ending, weight in WEIGHTS.items()}


def finish(draft: Draft, ending: Ending) -> None:
    """Writes the last beats of a dialogue whose latest message is the agent's."""
    WRITERS[ending](draft)


def _answered(draft: Draft) -> None:
    """Nothing more is said."""


def _welcomed(draft: Draft) -> None:
    _thanked(draft)
    draft.phrase(Sender.AGENT, "welcome")


def _farewell(draft: Draft) -> None:
    if draft.rng.random() < 0.8:
        _welcomed(draft)
    draft.add(Ended(EndedBy.SHOPPER, Pace.SHOPPER))


def _thanked(draft: Draft) -> None:
    draft.phrase(Sender.SHOPPER, "thanks" if draft.rng.random() < 0.84 else "warm thanks")


def _unhappy(draft: Draft) -> None:
    draft.phrase(Sender.SHOPPER, "last words")
    if draft.cast.channel is Channel.WEB_CHAT and draft.rng.random() < 0.4:
        draft.add(Ended(EndedBy.SHOPPER, Pace.SHOPPER))


def _corrected(draft: Draft) -> None:
    draft.phrase(Sender.TEAM, "team unasked")
    draft.add(Ended(EndedBy.TEAM, Pace.AGENT))


def _again(draft: Draft) -> None:
    draft.phrase(Sender.SHOPPER, "again", pace=Pace.DAYS_LATER)
    draft.phrase(Sender.AGENT, "again answer")


def _offer(draft: Draft) -> None:
    draft.phrase(Sender.SHOPPER, "ask for a person")
    draft.phrase(Sender.AGENT, "offer")
    draft.add(Handoff(HandoffStage.OFFERED, TICKET, reason=_reason(draft)))


def _declined(draft: Draft) -> None:
    _offer(draft)
    draft.phrase(Sender.SHOPPER, "decline")
    draft.phrase(Sender.AGENT, "recover")


def _ticket(draft: Draft) -> None:
    ticket = draft.cast.slots["ticket"]
    _offer(draft)
    draft.phrase(Sender.SHOPPER, "accept")
    draft.add(Handoff(HandoffStage.ACCEPTED, TICKET, ticket=ticket))
    draft.phrase(Sender.AGENT, "ticket")
    if draft.rng.random() < 0.6:
        draft.phrase(Sender.SYSTEM, "ticket note")
    if draft.rng.random() < 0.86:
        _team_answers(draft, ticket)


def _team_answers(draft: Draft, ticket: str) -> None:
    draft.phrase(Sender.TEAM, "team")
    draft.add(Handoff(HandoffStage.ANSWERED, TICKET, ticket=ticket))
    if draft.rng.random() < 0.62:
        draft.phrase(Sender.SHOPPER, "to team")
        if draft.rng.random() < 0.6:
            draft.phrase(Sender.TEAM, "team again")
    if draft.rng.random() < 0.5:
        draft.add(Ended(EndedBy.TEAM, Pace.TEAM))


def _message(draft: Draft) -> None:
    draft.phrase(Sender.SHOPPER, "ask for a person")
    draft.phrase(Sender.AGENT, "custom message")
    draft.add(Handoff(HandoffStage.MESSAGE_SHOWN, MESSAGE, reason=_reason(draft)))


def _reason(draft: Draft) -> str:
    return draft.choose("reason")


WRITERS: Mapping[Ending, Callable[[Draft], None]] = {
    Ending.ANSWERED: _answered,
    Ending.WELCOMED: _welcomed,
    Ending.FAREWELL: _farewell,
    Ending.DECLINED: _declined,
    Ending.UNHEEDED: _offer,
    Ending.AGAIN: _again,
    Ending.THANKED: _thanked,
    Ending.UNHAPPY: _unhappy,
    Ending.CORRECTED: _corrected,
    Ending.TICKET: _ticket,
    Ending.MESSAGE: _message,
}

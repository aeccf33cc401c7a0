"""What a thread's messages add up to, message by message. Pure: no Django.

`Summary` is the derived part of a conversation that comes from its messages. Messages have one total order
(`order_key`), so a summary is a fold over them in that order: a message later than all before is one step more;
anything else (an earlier one, a correction) folds the whole thread again. System notes are no messages.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from conversations.vocabulary import Channel, Sender

OrderKey = tuple[datetime, int, str]


def order_key(at: datetime, event_id: str) -> OrderKey:
    """The order of messages: by time; at the same instant by event id, shorter ones first (m-9 before m-10)."""
    return (at, len(event_id), event_id)


class Line(NamedTuple):
    """One message, as far as the summary needs it.

    `thanks` is set for a shopper's message alone. `identity_rank`: 4 id, 3 email, 2 phone, 1 visitor, 0 nobody.
    """

    id: int
    at: datetime
    event_id: str
    sender: Sender
    channel: Channel
    test: bool
    thanks: bool
    identity_id: int | None
    identity_rank: int

    @property
    def key(self) -> OrderKey:
        return order_key(self.at, self.event_id)


@dataclass(frozen=True, slots=True)
class Summary:
    """`messages` counts shopper, agent and team; times are UTC and empty while it is 0.

    `last_word_sender` wrote the last message that is not a shopper's thanks (S6b). The identity is the strongest
    that any message named, of equally strong ones the latest.
    """

    messages: int = 0
    channel: Channel | None = None
    test: bool = False
    started_at: datetime | None = None
    first_question_id: int | None = None
    first_question_at: datetime | None = None
    first_reply_at: datetime | None = None
    last_message_at: datetime | None = None
    last_event_id: str = ""
    last_sender: Sender | None = None
    last_word_sender: Sender | None = None
    identity_id: int | None = None
    identity_rank: int = 0

    @property
    def last_key(self) -> OrderKey | None:
        return order_key(self.last_message_at, self.last_event_id) if self.last_message_at else None

    def can_take(self, line: Line) -> bool:
        """Whether `line` comes after all messages so far."""
        return self.last_key is None or line.key > self.last_key


def fold(summary: Summary, lines: Iterable[Line]) -> Summary:
    """`summary` with `lines` added. Every one must come after all messages so far; any order among themselves."""
    counted = sorted((line for line in lines if line.sender is not Sender.SYSTEM), key=lambda line: line.key)
    if not counted:
        return summary
    last = counted[-1]
    return replace(
        summary,
        messages=summary.messages + len(counted),
        channel=summary.channel or counted[0].channel,
        test=summary.test or any(line.test for line in counted),
        started_at=summary.started_at or counted[0].at,
        **_question_and_reply(summary, counted),
        last_message_at=last.at,
        last_event_id=last.event_id,
        last_sender=last.sender,
        last_word_sender=_last_word(counted) or summary.last_word_sender,
        **_identity(summary, counted),
    )


def _question_and_reply(summary: Summary, lines: list[Line]) -> dict[str, Any]:
    """The shopper's first message, and the agent's first one after it."""
    question_id, asked_at, replied_at = summary.first_question_id, summary.first_question_at, summary.first_reply_at
    for line in lines:
        if replied_at is not None:
            break
        if asked_at is None and line.sender is Sender.SHOPPER:
            question_id, asked_at = line.id, line.at
        elif asked_at is not None and line.sender is Sender.AGENT:
            replied_at = line.at
    return {"first_question_id": question_id, "first_question_at": asked_at, "first_reply_at": replied_at}


def _last_word(lines: list[Line]) -> Sender | None:
    """S6b: who wrote the last of these that is not a shopper's thanks."""
    return next((line.sender for line in reversed(lines) if not line.thanks), None)


def _identity(summary: Summary, lines: list[Line]) -> dict[str, Any]:
    """The strongest identity so far; of equally strong ones the later."""
    identity_id, rank = summary.identity_id, summary.identity_rank
    for line in lines:
        if line.identity_rank and line.identity_rank >= rank:
            identity_id, rank = line.identity_id, line.identity_rank
    return {"identity_id": identity_id, "identity_rank": rank}

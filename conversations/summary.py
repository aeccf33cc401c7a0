"""What a thread's messages add up to, message by message. Pure: no Django.

`Summary` is the derived part of a conversation that comes from its messages. Messages have one total order
(`order_key`), so a summary is a fold over them in that order: a message later than all before is one step more;
anything else (an earlier one, a correction) folds the whole thread again. System notes are no messages.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from conversations.vocabulary import Channel, Sender

OrderKey = tuple[datetime, int, str]


def order_key(at: datetime, event_id: str) -> OrderKey:
    """The order of messages: by time; at the same instant by event id, shorter ones first (m-9 before m-10)."""
    return (at, len(event_id), event_id)


@dataclass(frozen=True, slots=True)
class Line:
    """One message, as far as the summary needs it. `identity_rank`: 4 id, 3 email, 2 phone, 1 visitor, 0 nobody."""

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
    for line in sorted(lines, key=lambda line: line.key):
        if line.sender is not Sender.SYSTEM:
            summary = _add(summary, line)
    return summary


def _add(summary: Summary, line: Line) -> Summary:
    asks = line.sender is Sender.SHOPPER and summary.first_question_at is None
    replies = line.sender is Sender.AGENT and summary.first_question_at is not None and summary.first_reply_at is None
    names = line.identity_rank > 0 and line.identity_rank >= summary.identity_rank
    only_thanks = line.sender is Sender.SHOPPER and line.thanks
    return replace(
        summary,
        messages=summary.messages + 1,
        channel=summary.channel or line.channel,
        test=summary.test or line.test,
        started_at=summary.started_at or line.at,
        first_question_id=line.id if asks else summary.first_question_id,
        first_question_at=line.at if asks else summary.first_question_at,
        first_reply_at=line.at if replies else summary.first_reply_at,
        last_message_at=line.at,
        last_event_id=line.event_id,
        last_sender=line.sender,
        last_word_sender=summary.last_word_sender if only_thanks else line.sender,
        identity_id=line.identity_id if names else summary.identity_id,
        identity_rank=line.identity_rank if names else summary.identity_rank,
    )

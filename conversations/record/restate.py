"""What a conversation's columns follow from: its steps, its times, the account's rules and the clock (S1–S6b, S8)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from conversations.models import Account, Conversation
from conversations.record.steps import Step
from conversations.status import Facts, closes_at, is_handoff, status_at
from conversations.vocabulary import HandoffMethod, HandoffStage, Sender

Cell = tuple[Any, str, int, str]
"""Where a conversation is counted: local day, channel, label (0: none), status."""


def cell_of(row: Conversation) -> Cell | None:
    """None while it counts nowhere: before its first message, and for a test (S10)."""
    if row.day is None or row.test:
        return None
    return (row.day, str(row.channel), row.label_id or 0, str(row.status))


def restate(row: Conversation, account: Account, *, now: datetime) -> None:
    """S1–S6b: when the row closes, and its status at `now`."""
    facts = facts_of(row)
    if facts is None:
        row.closes_at, row.status = None, None
        return
    rules = account.status_rules
    row.closes_at, row.status = closes_at(facts, rules), status_at(facts, rules, now)


def facts_of(row: Conversation) -> Facts | None:
    """What the status rules need to know; None before the first message."""
    if row.last_message_at is None:
        return None
    return Facts(
        last_message_at=row.last_message_at,
        last_sender=Sender(str(row.last_sender)),
        last_word_sender=Sender(row.last_word_sender) if row.last_word_sender else None,
        ended_at=(row.ended_at,) if row.ended_at else (),
        handed_off=row.handed_off_at is not None,
    )


def set_handoffs(row: Conversation, steps: Iterable[Step]) -> None:
    """S2: the first time of each stage, and of what took the conversation from the agent."""
    first: dict[str, datetime] = {}
    for step in steps:
        stage, method = HandoffStage(step.value[0]), HandoffMethod(step.value[1])
        for name in (stage, "handed off") if is_handoff(stage, method) else (stage,):
            first[name] = min(first.get(name, step.at), step.at)
    row.offered_at = first.get(HandoffStage.OFFERED)
    row.answered_at = first.get(HandoffStage.ANSWERED)
    row.handed_off_at = first.get("handed off")


def set_ending(row: Conversation, steps: Iterable[Step]) -> None:
    """S1: only an ending at or after the last message counts; of several, the first."""
    last = row.last_message_at
    row.ended_at = min((step.at for step in steps if last is not None and step.at >= last), default=None)

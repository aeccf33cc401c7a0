"""Why a conversation has its status, in one sentence with the rule's short name (S1–S6b)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conversations.models import Account, Conversation
from conversations.record.restate import facts_of
from conversations.status import Reason, explain
from conversations.vocabulary import Status

SENTENCE: Mapping[Reason, Promise] = {
    Reason.HANDED_OFF: _("It was handed off to the team, and what was handed off is never resolved by AI."),
    Reason.STILL_OPEN: _("Nobody has ended it, and the silence has not lasted long enough to close it."),
    Reason.AGENT_LAST_ENDED: _("The agent had the last word, no handoff took place, and somebody ended it."),
    Reason.AGENT_LAST_SILENCE: _("The agent had the last word, no handoff took place, and silence closed it."),
    Reason.THANKS_CONFIRM: _("The shopper’s closing thanks confirm the agent’s answer, and no handoff took place."),
    Reason.SILENCE_SETTING: _("The agent had the last word, but in this account silence alone resolves nothing."),
    Reason.SHOPPER_LAST: _("It is closed, no handoff took place, and the shopper had the last word."),
    Reason.TEAM_LAST: _("It is closed, no handoff took place, and the team had the last word."),
}
RULE: Mapping[Reason, str] = {
    Reason.HANDED_OFF: "S2",
    Reason.STILL_OPEN: "S4",
    Reason.AGENT_LAST_ENDED: "S3",
    Reason.AGENT_LAST_SILENCE: "S3",
    Reason.THANKS_CONFIRM: "S6b",
    Reason.SILENCE_SETTING: "S6",
    Reason.SHOPPER_LAST: "S5",
    Reason.TEAM_LAST: "S5",
}


def reason_of(conversation: Conversation, account: Account, *, now: datetime) -> Reason | None:
    """The reason for the status as it is stored; None before the first message.

    The clock may have closed a conversation that nothing has told so yet: until then it is open, here as everywhere.
    """
    facts = facts_of(conversation)
    if facts is None or conversation.closes_at is None:
        return None
    if conversation.status == Status.OPEN:
        now = min(now, conversation.closes_at - timedelta(microseconds=1))
    return explain(facts, account.status_rules, now)

"""What the words of `vocabulary.py` are called on the screen, in the reader's language."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conversations.vocabulary import (
    Anchor,
    Cause,
    Channel,
    Check,
    ClosingThanks,
    EndedBy,
    ExportFormat,
    ExportOf,
    HandoffMethod,
    HandoffSeen,
    HandoffStage,
    HasOrder,
    ProfileKind,
    ReviewKind,
    Role,
    Sender,
    SilenceMeans,
    Status,
    TouchKind,
    Trait,
    Verdict,
)

CHANNEL: Mapping[Channel, Promise] = {
    Channel.WEB_CHAT: _("Web chat"),
    Channel.SMS: _("SMS"),
    Channel.EMAIL: _("Email"),
    Channel.WHATSAPP: _("WhatsApp"),
}
SENDER: Mapping[Sender, Promise] = {
    Sender.SHOPPER: _("Shopper"),
    Sender.AGENT: _("Agent"),
    Sender.TEAM: _("Team"),
    Sender.SYSTEM: _("Note"),
}
STATUS: Mapping[Status, Promise] = {
    Status.RESOLVED: _("Resolved by AI"),
    Status.NOT_RESOLVED: _("Not resolved by AI"),
    Status.OPEN: _("Open"),
    Status.CLOSED: _("Ended without resolution"),
}
TRAIT: Mapping[Trait, Promise] = {
    Trait.REPLIED: _("A reply by the agent"),
    Trait.CAME_BACK: _("Another conversation within 7 days"),
    Trait.OFFER_NOT_ACCEPTED: _("A handoff offered, not accepted"),
    Trait.RATED: _("A rating"),
}
TASK: Mapping[str, Promise] = {
    "close silent conversations": _("Close silent conversations"),
    "index conversations for search": _("Index conversations for search"),
    "forget words": _("Forget words that nobody says any more"),
    "forget finished jobs": _("Forget finished jobs"),
    "forget old hours of intake": _("Forget what was sent by hour, after 90 days"),
    "look at the tables": _("Look at how full the tables are, to find rows faster (SQLite)"),
    "check the numbers": _("Check the numbers"),
}
"""The worker's tasks by their names; one that is not here is called by its own."""
CHECK: Mapping[Check, Promise] = {
    Check.ROLLUP: _("What is counted day by day is what the rows give"),
    Check.DAYS: _("Every conversation is counted on its local day"),
    Check.PARTS: _("The parts add up to the total"),
    Check.BARS: _("The bars add up to the total"),
    Check.LIST: _("Every list has as many rows as its card says"),
    Check.CSV: _("The file has the rows of the list"),
    Check.CREDITS: _("Sales are the totals of the credited orders"),
    Check.DERIVED: _("Statuses and credits are what the events say"),
}
HANDOFF_STAGE: Mapping[HandoffStage, Promise] = {
    HandoffStage.OFFERED: _("Handoff offered"),
    HandoffStage.ACCEPTED: _("Handoff accepted"),
    HandoffStage.MESSAGE_SHOWN: _("Closing message shown"),
    HandoffStage.ANSWERED: _("Team answered"),
}
HANDOFF_SEEN: Mapping[HandoffSeen, Promise] = {
    HandoffSeen.OFFERED: HANDOFF_STAGE[HandoffStage.OFFERED],
    HandoffSeen.ACCEPTED: HANDOFF_STAGE[HandoffStage.ACCEPTED],
    HandoffSeen.MESSAGE_SHOWN: HANDOFF_STAGE[HandoffStage.MESSAGE_SHOWN],
    HandoffSeen.NONE: _("No handoff"),
}
PROFILE_KIND: Mapping[ProfileKind, Promise] = {
    ProfileKind.IDENTIFIED: _("Identified"),
    ProfileKind.ANONYMOUS: _("Anonymous"),
}
HAS_ORDER: Mapping[HasOrder, Promise] = {
    HasOrder.YES: _("With a credited order"),
    HasOrder.NO: _("Without a credited order"),
}
HANDOFF_METHOD: Mapping[HandoffMethod, Promise] = {
    HandoffMethod.HELP_DESK_TICKET: _("Help-desk ticket"),
    HandoffMethod.CUSTOM_MESSAGE: _("Custom closing message"),
}
ENDED_BY: Mapping[EndedBy, Promise] = {
    EndedBy.SHOPPER: _("Ended by the shopper"),
    EndedBy.TEAM: _("Ended by the team"),
}
TOUCH_KIND: Mapping[TouchKind, Promise] = {
    TouchKind.PRODUCT_CARD_CLICKED: _("Product card clicked"),
    TouchKind.LINK_CLICKED: _("Link clicked"),
    TouchKind.ADDED_TO_CART: _("Added to cart"),
    TouchKind.MESSAGE_DELIVERED: _("Message delivered"),
    TouchKind.MESSAGE_OPENED: _("Message opened"),
}
ANCHOR: Mapping[Anchor, Promise] = {
    Anchor.RECEIVED: _("When the message was received"),
    Anchor.TOUCH: _("When the shopper clicked or opened"),
}
SILENCE_MEANS: Mapping[SilenceMeans, Promise] = {
    SilenceMeans.RESOLVED: _("Resolved by AI"),
    SilenceMeans.CLOSED: _("Ended without resolution"),
}
CLOSING_THANKS: Mapping[ClosingThanks, Promise] = {
    ClosingThanks.STRICT: _("The agent must have the last word"),
    ClosingThanks.CONFIRMS: _("A closing thank-you confirms the answer"),
}
ROLE: Mapping[Role, Promise] = {
    Role.VIEWER: _("Viewer"),
    Role.SUPPORT: _("Support"),
    Role.ANALYST: _("Analyst"),
    Role.ADMIN: _("Admin"),
}
EXPORT_FORMAT: Mapping[ExportFormat, Promise] = {
    ExportFormat.CSV: _("CSV"),
    ExportFormat.JSONL: _("JSON lines"),
}
EXPORT_OF: Mapping[ExportOf, Promise] = {
    ExportOf.CONVERSATIONS: _("Conversations"),
    ExportOf.SALES: _("Sales"),
}
VERDICT: Mapping[Verdict, Promise] = {
    Verdict.RIGHT_CALL: _("Right call"),
    Verdict.SHOULD_HAVE_RESOLVED: _("Should have resolved"),
    Verdict.SHOULD_HAVE_HANDED_OVER: _("Should have handed over"),
}
CAUSE: Mapping[Cause, Promise] = {
    Cause.MISSING_KNOWLEDGE: _("Missing knowledge"),
    Cause.WRONG_ANSWER: _("Wrong answer"),
    Cause.POLICY: _("Policy"),
    Cause.TOOL_FAILED: _("Tool failed"),
    Cause.OUT_OF_SCOPE: _("Out of scope"),
}
REVIEWED: Mapping[str, Promise] = {"unreviewed": _("Not read yet")} | dict([*VERDICT.items(), *CAUSE.items()])
"""What lists are filtered by."""
REVIEW_KIND: Mapping[ReviewKind, Promise] = {
    ReviewKind.QUEUE: _("Queue"),
    ReviewKind.SAMPLE: _("Weekly sample"),
}
NO_LABEL = _("No label")
ANONYMOUS = _("Anonymous")


def choices(words: Mapping[Any, Promise]) -> list[tuple[str, Promise]]:
    """The pairs a Django field or form takes."""
    return [(str(word), name) for word, name in words.items()]


def values(words: Iterable[StrEnum]) -> list[str]:
    return [str(word) for word in words]

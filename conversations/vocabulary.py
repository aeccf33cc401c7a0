"""The words of the product, each spelt once: as the API takes them and as the database keeps them.

Pure: no Django. What a merchant reads on the screen is in `wording.py`.
"""

from enum import StrEnum


class Channel(StrEnum):
    WEB_CHAT = "web_chat"
    SMS = "sms"
    EMAIL = "email"
    WHATSAPP = "whatsapp"


class Sender(StrEnum):
    """Who wrote a message. A `system` note is shown in the thread and counts nowhere."""

    SHOPPER = "shopper"
    AGENT = "agent"
    TEAM = "team"
    SYSTEM = "system"


class Status(StrEnum):
    """S2–S5: the four statuses, which always add up to the total."""

    RESOLVED = "resolved"
    NOT_RESOLVED = "not_resolved"
    OPEN = "open"
    CLOSED = "closed"


class Trait(StrEnum):
    """What is true of a conversation beside its status, and counted: each is a predicate in `traits`."""

    REPLIED = "replied"
    CAME_BACK = "came_back"
    OFFER_NOT_ACCEPTED = "offer_not_accepted"
    RATED = "rated"


class Check(StrEnum):
    """K5: what the self-check of the numbers compares."""

    ROLLUP = "rollup"
    DAYS = "days"
    PARTS = "parts"
    BARS = "bars"
    LIST = "list"
    CSV = "csv"
    CREDITS = "credits"
    DERIVED = "derived"


class HandoffStage(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    MESSAGE_SHOWN = "message_shown"
    ANSWERED = "answered"


class HandoffMethod(StrEnum):
    HELP_DESK_TICKET = "help_desk_ticket"
    CUSTOM_MESSAGE = "custom_message"


class EndedBy(StrEnum):
    SHOPPER = "shopper"
    TEAM = "team"


class TouchKind(StrEnum):
    PRODUCT_CARD_CLICKED = "product_card_clicked"
    LINK_CLICKED = "link_clicked"
    ADDED_TO_CART = "added_to_cart"
    MESSAGE_DELIVERED = "message_delivered"
    MESSAGE_OPENED = "message_opened"


class ProfileKind(StrEnum):
    """S7: whether the profile shows a name, an email or a phone."""

    IDENTIFIED = "identified"
    ANONYMOUS = "anonymous"


class HasOrder(StrEnum):
    """Whether an order is credited to it (K4), whenever it was placed."""

    YES = "yes"
    NO = "no"


class HandoffSeen(StrEnum):
    """A step of a handoff that took place (S2), or none of them."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    MESSAGE_SHOWN = "message_shown"
    NONE = "none"


class Anchor(StrEnum):
    """A2: where the window of a message channel starts."""

    RECEIVED = "received"
    TOUCH = "touch"


class SilenceMeans(StrEnum):
    """S6: what the shopper's silence after the agent's answer says."""

    RESOLVED = "resolved"
    CLOSED = "closed"


class ClosingThanks(StrEnum):
    """S6b: whether a shopper's closing thank-you counts as the last word."""

    STRICT = "strict"
    CONFIRMS = "confirms"


class Role(StrEnum):
    """What a member may do in an account, from least to most."""

    VIEWER = "viewer"
    SUPPORT = "support"
    ANALYST = "analyst"
    ADMIN = "admin"

    def reaches(self, least: "Role") -> bool:
        """Whether it may do all that `least` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(least)


class ExportFormat(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


class ExportOf(StrEnum):
    CONVERSATIONS = "conversations"
    SALES = "sales"


class Verdict(StrEnum):
    """What a reader thinks of how the agent left a conversation."""

    RIGHT_CALL = "right_call"
    SHOULD_HAVE_RESOLVED = "should_have_resolved"
    SHOULD_HAVE_HANDED_OVER = "should_have_handed_over"


class Cause(StrEnum):
    MISSING_KNOWLEDGE = "missing_knowledge"
    WRONG_ANSWER = "wrong_answer"
    POLICY = "policy"
    TOOL_FAILED = "tool_failed"
    OUT_OF_SCOPE = "out_of_scope"


class ReviewKind(StrEnum):
    """Where a conversation was read: in the queue of those not resolved, or in a week's sample of resolved ones."""

    QUEUE = "queue"
    SAMPLE = "sample"

"""Facts as they came, and what is derived from them."""

from conversations.models import lookups as lookups  # registers `among`
from conversations.models.account import Account, Membership, User
from conversations.models.base import Fact
from conversations.models.commerce import (
    AttributionChange,
    AttributionSettings,
    Credit,
    Order,
    ShopperNote,
    Touch,
    TouchWindow,
    attribution_of,
)
from conversations.models.counts import IN_ALL, NO_LABEL, DayCount, DayCredit, DayOrder
from conversations.models.day_notes import DayNote
from conversations.models.exports import Export
from conversations.models.intake import ApiKey, HourIntake, LiveSwitch, RejectedEvent
from conversations.models.people import Identity, Profile, Reveal
from conversations.models.reviews import Review
from conversations.models.saved_views import SavedView
from conversations.models.search import SearchDocument, SearchPending, SearchToken
from conversations.models.shopify import (
    ShopifyConnection,
    ShopifyDelivery,
    ShopifyErasure,
    ShopifyOrder,
    ShopifyRefund,
    ShopifyRequest,
    ShopifyTally,
)
from conversations.models.thread import Conversation, Ending, Handoff, Label, Labelling, Message, Rating
from conversations.models.work import Heartbeat, Job, NumberCheck

__all__ = [
    "IN_ALL",
    "NO_LABEL",
    "Account",
    "ApiKey",
    "AttributionChange",
    "AttributionSettings",
    "Conversation",
    "Credit",
    "DayCount",
    "DayCredit",
    "DayNote",
    "DayOrder",
    "Ending",
    "Export",
    "Fact",
    "Handoff",
    "Heartbeat",
    "HourIntake",
    "Identity",
    "Job",
    "Label",
    "Labelling",
    "LiveSwitch",
    "Membership",
    "Message",
    "NumberCheck",
    "Order",
    "Profile",
    "Rating",
    "RejectedEvent",
    "Reveal",
    "Review",
    "SavedView",
    "SearchDocument",
    "SearchPending",
    "SearchToken",
    "ShopifyConnection",
    "ShopifyDelivery",
    "ShopifyErasure",
    "ShopifyOrder",
    "ShopifyRefund",
    "ShopifyRequest",
    "ShopifyTally",
    "ShopperNote",
    "Touch",
    "TouchWindow",
    "User",
    "attribution_of",
]

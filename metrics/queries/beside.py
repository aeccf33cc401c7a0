"""What stands beside the four numbers: clicks, closing thanks, and whether the agent is live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from conversations.models import Account, Touch
from conversations.record import pauses_of
from conversations.scope import Scope
from conversations.vocabulary import ClosingThanks, Sender, SilenceMeans, Status, TouchKind

CLICKS = (TouchKind.ADDED_TO_CART, TouchKind.LINK_CLICKED, TouchKind.PRODUCT_CARD_CLICKED)

Pause = tuple[datetime, datetime | None]


def touch_counts(scope: Scope) -> Mapping[TouchKind, int]:
    """How often shoppers clicked in the conversations of `scope`, whenever they did. A bot's click is nobody's."""
    touches = Touch.objects.filter(
        account=scope.account, kind__in=CLICKS, bot=False, conversation__in=scope.conversations()
    )
    return {TouchKind(kind): count for kind, count in touches.values_list("kind").annotate(Count("pk")).order_by()}


@dataclass(frozen=True, slots=True)
class Thanked:
    """S6b: conversations whose last words are the shopper's thanks, and how many the other setting would judge anew.

    Under `strict` they are among the ended ones, and `turning` of them would be resolved; under `confirms` they are
    among the resolved ones, and all of them would be ended.
    """

    setting: ClosingThanks
    conversations: int
    turning: int

    def resolved_otherwise(self, resolved: int) -> int:
        """How many would be resolved under the other setting, now that `resolved` are."""
        return resolved + self.turning if self.setting is ClosingThanks.STRICT else resolved - self.turning


def thanked(scope: Scope) -> Thanked:
    """S6b, of all conversations of `scope`, whatever statuses it asks for."""
    rules = scope.account.status_rules
    strict = rules.closing_thanks is ClosingThanks.STRICT
    rows = (
        scope.with_(statuses=())
        .conversations()
        .filter(
            status=Status.CLOSED if strict else Status.RESOLVED,
            last_sender=Sender.SHOPPER,
            last_word_sender=Sender.AGENT,
        )
    )
    # S6: where silence is no answer, thanks confirm only what somebody ended.
    confirmed = Q() if rules.silence_means is SilenceMeans.RESOLVED or not strict else Q(ended_at__isnull=False)
    counts = rows.aggregate(all=Count("pk"), turning=Count("pk", filter=confirmed))
    return Thanked(rules.closing_thanks, counts["all"], counts["turning"])


@dataclass(frozen=True, slots=True)
class LiveState:
    """S9. `live` is None as long as nothing was ever heard of the agent; `since` is when that began, if it is known."""

    live: bool | None
    since: datetime | None
    last_message_at: datetime | None
    pauses: tuple[Pause, ...]


def live_state(account: Account) -> LiveState:
    """Whether the agent is live. Before its first switch it counts as live, if it has had a conversation."""
    heard = account.conversations.visible().filter(last_message_at__isnull=False).order_by("-last_message_at")
    last = heard.values_list("last_message_at", flat=True).first()
    pauses = tuple(pauses_of(account))
    if pauses:
        began, ended = pauses[-1]
        return LiveState(ended is not None, ended or began, last, pauses)
    first = account.live_switches.order_by("occurred_at").values_list("occurred_at", flat=True).first()
    return LiveState(True if last or first else None, first, last, pauses)

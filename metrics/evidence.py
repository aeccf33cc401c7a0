"""Why an order is credited to a touch, and why the other touches lost, in words: the pure rule, asked again (A1–A7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conversations import crediting
from conversations.crediting import Lost, Settings, Touch, Verdict
from conversations.in_words import duration_in_words, hours_in_words
from conversations.models import Account, Credit, Order, attribution_of
from conversations.record.credits import touches_of
from conversations.vocabulary import Channel, TouchKind
from conversations.wording import CHANNEL, TOUCH_KIND

LOOKED_BACK = timedelta(days=90)
"""No window is longer (A1): what the shopper did before that, no setting could credit."""
BEATEN = frozenset({Lost.LATER_TOUCH, Lost.WEAKER_KIND, Lost.LOWER_MESSAGE, Lost.LOWER_TOUCH})
"""These qualified, and the winner was better (A3)."""

LOST: Mapping[Lost, Promise] = {
    Lost.NOT_A_TOUCH_POINT: _("Nothing of this kind earns an order."),
    Lost.NO_CHANNEL: _("Its conversation has no message yet, so it has no channel."),
    Lost.SWITCHED_OFF: _("This kind of touch is switched off in this account."),
    Lost.BOT: _("It was a bot (A7)."),
    Lost.TEST_CONVERSATION: _("Its conversation is a test (S10)."),
    Lost.AFTER_ORDER: _("It came after the order (A1)."),
    Lost.OUTSIDE_WINDOW: _("The order came after its window (A1)."),
    Lost.LATER_TOUCH: _("A later touch goes before it (A3)."),
    Lost.WEAKER_KIND: _("At the same instant a click goes before an opening, that before a delivery (A3)."),
    Lost.LOWER_MESSAGE: _("At the same instant the later message goes before it (A3)."),
    Lost.LOWER_TOUCH: _("At the same instant, of the same message, the later touch goes before it (A3)."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One touch of the shopper before an order, and what became of it; `why` is empty for the winner."""

    touch: Touch
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """A credit in words: the rule in a sentence, and what else was touched, the best first, each with why it lost."""

    sentence: str
    also: Sequence[Row]


def verdicts(account: Account, orders: Sequence[Order]) -> Mapping[int, Verdict]:
    """By order: the rule, asked about what its shopper touched in the time before it. Few queries for any number."""
    touches = touches_of(account, {order.profile_id for order in orders if order.profile_id})
    settings = attribution_of(account)
    return {order.pk: _verdict(order, touches.get(order.profile_id or 0, ()), settings) for order in orders}


def told(order: Order, found: Verdict) -> Told:
    """Of an order that has a credit."""
    return Told(
        sentence(order.credit, contested=contested(found)),
        [row for row in rows(found) if row.touch.id != order.credit.touch_id],
    )


def contested(found: Verdict) -> bool:
    """Whether other touches qualified, too."""
    return any(lost in BEATEN for _touch, lost in found.also_touched)


def _verdict(order: Order, touches: Iterable[Touch], settings: Settings) -> Verdict:
    before = [touch for touch in touches if order.occurred_at - LOOKED_BACK <= touch.at <= order.occurred_at]
    judged = crediting.Order(id=order.pk, placed_at=order.occurred_at, test=order.test)
    return crediting.credit(judged, before, settings)


def rows(found: Verdict) -> list[Row]:
    """The winner first, then the others, the best first."""
    lost = [Row(touch, name(touch.channel, touch.kind), str(LOST[why])) for touch, why in found.also_touched]
    won = [Row(found.winner, name(found.winner.channel, found.winner.kind), "")] if found.winner else []
    return won + lost


def sentence(credit: Credit, *, contested: bool) -> str:
    """A1, A3: the rule that credits the order, in a sentence; `contested` if other touches qualified, too."""
    order, touch = credit.order, credit.touch
    told = gettext(
        "%(touch)s, %(between)s before the order: within the window of %(window)s for %(channel)s (rule A1)."
    ) % {
        "touch": TOUCH_KIND[TouchKind(touch.kind)],
        "between": duration_in_words((order.occurred_at - touch.occurred_at).total_seconds()),
        "window": hours_in_words(credit.window_hours),
        "channel": CHANNEL[Channel(str(credit.conversation.channel))],
    }
    latest = gettext("The latest of several touches that qualified (rule A3).")
    return f"{told} {latest}" if contested else told


def name(channel: Channel | None, kind: TouchKind) -> str:
    """SMS: Link clicked."""
    shown = str(TOUCH_KIND[TouchKind(kind)])
    return f"{CHANNEL[channel]}: {shown}" if channel else shown

"""What happened in a thread beside its messages, each as an entry of the timeline, in words.

Handoffs, endings, labels, ratings and pauses of the agent are one query together, however long the thread; touches are
one, and so are credited orders.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.in_words import clock_in_words, duration_in_words, hours_in_words, money_in_words
from conversations.masking import Sight
from conversations.models import Conversation, Credit, Ending, Handoff, Labelling, LiveSwitch, Rating, Touch
from conversations.prepared import Prepared
from conversations.status import is_handoff
from conversations.timeline import Entry, Event
from conversations.vocabulary import EndedBy, HandoffMethod, HandoffStage, Status, TouchKind
from conversations.wording import CHANNEL, ENDED_BY, HANDOFF_METHOD, HANDOFF_STAGE, STATUS, TOUCH_KIND

Edges = tuple[bool, bool]
"""Whether a stretch has a start, and an end."""

Words = tuple[str, str, str]
"""Title, detail and tone of an event."""
_NOTHING = Value("", output_field=TextField())


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a thread's time: from `start` (None: its beginning) up to, not including, `end` (None: its end)."""

    start: datetime | None = None
    end: datetime | None = None

    def of(self, rows: "QuerySet[Any]", column: str = "occurred_at") -> "QuerySet[Any]":
        rows = rows.filter((f"{column}__gte", self.start)) if self.start else rows
        return rows.filter((f"{column}__lt", self.end)) if self.end else rows

    @property
    def edges(self) -> tuple[datetime, ...]:
        return tuple(edge for edge in (self.start, self.end) if edge)

    @property
    def shape(self) -> Edges:
        return bool(self.start), bool(self.end)

    @classmethod
    def between(cls, shape: Edges, edges: Iterable[datetime]) -> "Stretch":
        """One of this shape with these `edges`."""
        given = iter(edges)
        return cls(*(next(given) if edge else None for edge in shape))

    def holds(self, at: datetime) -> bool:
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)


def happenings(
    conversation: Conversation, stretch: Stretch, *, said: tuple[datetime, datetime], sight: Sight
) -> Iterator[Entry]:
    """All that happened in this part of the thread, touches aside, in no order; `said`: its first and last message."""
    thread = (conversation.account_id, conversation.pk)
    for event_id, at, kind, *words in _FACTS.rows(stretch.shape, *thread, *said, *stretch.edges):
        title, detail, tone = _TOLD[kind](words, sight)
        yield Entry(at, event_id, "event", Event(at, title, detail, tone))
    for credit in _CREDITS.objects(stretch.shape, *thread, *stretch.edges):
        yield Entry(credit.order.occurred_at, credit.order.event_id, "event", _order(credit, conversation.account.slug))
    if _closed_by_silence(conversation) and stretch.holds(conversation.closes_at):  # type: ignore[arg-type]
        yield _silence(conversation)


def touches(conversation: Conversation, stretch: Stretch) -> list[Touch]:
    return _TOUCHES.objects(stretch.shape, conversation.account_id, conversation.pk, *stretch.edges)


def touch_entry(touch: Touch, product: str) -> Entry:
    """A touch in a line of its own; `product` is what the thread calls the product."""
    bot = _("by a bot, so it earns nothing (A7)") if touch.bot else ""
    detail = " · ".join(part for part in (product or touch.product, bot) if part)
    event = Event(touch.occurred_at, str(TOUCH_KIND[TouchKind(touch.kind)]), detail)
    return Entry(touch.occurred_at, touch.event_id, "event", event)


def _of(model: type[Any], account: int, conversation: int) -> "QuerySet[Any]":
    rows: QuerySet[Any] = model._default_manager.filter(account=account, conversation=conversation)
    return rows


def _touches(shape: Edges, account: int, conversation: int, *edges: datetime) -> "QuerySet[Touch]":
    return Stretch.between(shape, edges).of(_of(Touch, account, conversation))


def _credits(shape: Edges, account: int, conversation: int, *edges: datetime) -> "QuerySet[Credit]":
    credited = _of(Credit, account, conversation).select_related("order", "touch", "conversation")
    return Stretch.between(shape, edges).of(credited, "order__occurred_at")


def _facts(
    shape: Edges, account: int, conversation: int, first: datetime, last: datetime, *edges: datetime
) -> "QuerySet[Any, Any]":
    """Each as its id, its time, its kind and four words: those of its kind, as `_TOLD` reads them."""
    stretch = Stretch.between(shape, edges)
    switches = LiveSwitch.objects.filter(account=account, occurred_at__gt=first, occurred_at__lt=last)
    kinds: list[tuple[str, QuerySet[Any], list[Any]]] = [
        ("handoff", _of(Handoff, account, conversation), ["stage", "method", "reason", "ticket"]),
        ("ending", _of(Ending, account, conversation), ["by"]),
        (
            "label",
            _of(Labelling, account, conversation),
            ["text", Coalesce(_label_before(), _NOTHING, output_field=TextField())],
        ),
        ("rating", _of(Rating, account, conversation), ["score", "comment"]),
        ("switch", switches, [Case(When(live=True, then=Value("live")), default=_NOTHING, output_field=TextField())]),
    ]
    parts: list[QuerySet[Any, Any]] = []
    for kind, rows, words in kinds:
        told = dict(zip("abcd", [*words, *[_NOTHING] * (4 - len(words))], strict=True))
        texts = {name: Cast(word, TextField()) for name, word in told.items()}
        named = stretch.of(rows).order_by().annotate(told=Value(kind, output_field=TextField()), **texts)
        parts.append(named.values_list("event_id", "occurred_at", "told", *told))
    return parts[0].union(*parts[1:], all=True)


def _handoff(words: Sequence[str], sight: Sight) -> Words:
    stage, method = HandoffStage(words[0]), HandoffMethod(words[1])
    said = [str(HANDOFF_METHOD[method]), sight.text(words[2]), sight.text(words[3])]
    detail = ", ".join(part for part in said if part)
    if not is_handoff(stage, method):
        return str(HANDOFF_STAGE[stage]), detail, ""
    status = _("%(status)s (rule S2)") % {"status": STATUS[Status.NOT_RESOLVED]}
    return str(HANDOFF_STAGE[stage]), f"{detail} → {status}", "strong"


def _label_before() -> Subquery:
    """S8: the label that this one takes the place of."""
    same = Labelling.objects.filter(account=OuterRef("account"), conversation=OuterRef("conversation"))
    return Subquery(same.filter(occurred_at__lt=OuterRef("occurred_at")).order_by("-occurred_at").values("text")[:1])


def _label(words: Sequence[str], _sight: Sight) -> Words:
    label, before, *_rest = words
    if before:
        return _("Label: %(before)s → %(label)s") % {"before": before, "label": label}, "", ""
    return _("Label: %(label)s") % {"label": label}, "", ""


def _ending(words: Sequence[str], _sight: Sight) -> Words:
    return str(ENDED_BY[EndedBy(words[0])]), "", ""


def _rating(words: Sequence[str], sight: Sight) -> Words:
    return _("Rated %(score)d of 5") % {"score": int(words[0])}, sight.text(words[1]), ""


def _switch(words: Sequence[str], _sight: Sight) -> Words:
    """S9: when the agent was paused, and live again, between two messages: what was said meanwhile is not here."""
    if words[0]:
        return _("Agent live again"), "", ""
    return _("Agent paused"), _("what is said meanwhile is not collected (rule S9)"), ""


_TOLD: Mapping[str, Callable[[Sequence[str], Sight], Words]] = {
    "handoff": _handoff,
    "ending": _ending,
    "label": _label,
    "rating": _rating,
    "switch": _switch,
}


def _order(credit: Credit, slug: str) -> Event:
    """A1, A3: the order, the evidence for its credit, and the way to all of it."""
    order, touch = credit.order, credit.touch
    title = _("Order %(number)s · %(total)s") % {
        "number": order.number or order.event_id,
        "total": money_in_words(order.total_minor, order.currency),
    }
    evidence = _(
        "credited to the touch “%(touch)s” of %(moment)s: placed %(between)s later, within the window of %(window)s "
        "for %(channel)s (rule A1)"
    ) % {
        "touch": TOUCH_KIND[TouchKind(touch.kind)],
        "moment": clock_in_words(touch.occurred_at),
        "between": duration_in_words((order.occurred_at - touch.occurred_at).total_seconds()),
        "window": hours_in_words(credit.window_hours),
        "channel": CHANNEL[credit.conversation.channel],  # type: ignore[index]  # credited: it has one
    }
    detail = " · ".join([evidence, *_what_was_lost(credit)])
    href = reverse("metrics:order", args=[slug, order.pk])
    return Event(order.occurred_at, title, detail, tone="money", href=href, href_label=_("Why?"))


def _what_was_lost(credit: Credit) -> Iterator[str]:
    """A6: what does not count in net."""
    order = credit.order
    if order.cancelled_at:
        yield _("cancelled %(moment)s") % {"moment": clock_in_words(order.cancelled_at)}
    if order.refunded_minor:
        yield _("%(amount)s refunded") % {"amount": money_in_words(order.refunded_minor, order.currency)}
    if order.test:
        yield _("a test, so it counts nowhere (S10)")


def _closed_by_silence(conversation: Conversation) -> bool:
    return (
        conversation.closes_at is not None
        and conversation.status in (Status.RESOLVED, Status.CLOSED)
        and conversation.ended_at != conversation.closes_at
    )


def _silence(conversation: Conversation) -> Entry:
    at = conversation.closes_at
    assert at is not None
    hours = hours_in_words(conversation.account.silence_hours)
    detail = _("%(hours)s after the last message (rule S1)") % {"hours": hours}
    return Entry(at, "", "event", Event(at, _("Closed by silence"), detail))


_FACTS, _CREDITS, _TOUCHES = Prepared(_facts), Prepared(_credits), Prepared(_touches)

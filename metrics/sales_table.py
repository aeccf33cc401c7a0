"""The credited orders as django-tables2 shows them: one row an order, with its evidence."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from conversations.crediting import Verdict
from conversations.in_words import duration_in_words, money_in_words
from conversations.markup import fill, fill_each
from conversations.masking import MASKED, Sight
from conversations.models import Account, Order
from conversations.templatetags.shell import moment, question
from conversations.vocabulary import Channel, TouchKind
from conversations.wording import CHANNEL, TOUCH_KIND
from metrics.evidence import told, verdicts

LONGEST_QUESTION = 120
MOST_ALSO = 5
"""Touches that lost, in a row of the list; the order's page has all of them."""

_WIDE = {"td": {"class": "wide"}}
_NUMBER = {"td": {"class": "num"}}


class SalesTable(Table):
    """Rows are orders with their credit. Who says nothing of the reader's `sight` shows contact data to nobody."""

    order = Column(verbose_name=_("Order"), attrs=_WIDE, empty_values=(), orderable=False)
    touch = Column(verbose_name=_("Touch"), attrs={"td": {"class": "fit"}}, empty_values=(), orderable=False)
    between = Column(verbose_name=_("Time between"), attrs=_NUMBER, empty_values=())
    total = Column(verbose_name=_("Total"), attrs=_NUMBER, empty_values=())
    placed = Column(verbose_name=_("Placed"), attrs=_NUMBER, empty_values=())

    def __init__(self, rows: Any, *, account: Account, sight: Sight = MASKED, **options: Any) -> None:
        self._account = account
        self._sight = sight
        super().__init__(rows, **options)

    @cached_property
    def _verdicts(self) -> Mapping[int, Verdict]:
        """Of the orders of the page, all at once."""
        return verdicts(self._account, [row.record for row in self.paginated_rows])

    def order_placed(self, rows: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001
        return rows, True  # the filter has ordered them

    order_between = order_total = order_placed

    def draw_order(self, record: Order) -> SafeString:
        thread = record.credit.conversation
        return fill(
            '<a href="{}"><bdi>{}</bdi></a>{}<small>{} <a class="link" href="{}" dir="auto">{}</a></small>{}',
            reverse("metrics:order", args=[self._account.slug, record.pk]),
            str(record),
            fill(' <span class="pill plain">{}</span>', gettext("Cancelled")) if record.cancelled_at else "",
            gettext("from"),
            reverse("conversations:thread", args=[self._account.slug, thread.pk]),
            question(thread, self._sight, LONGEST_QUESTION),
            self._why(record),
        )

    def _why(self, record: Order) -> SafeString:
        """A1, A3: the rule in a sentence, and what lost; folded, so that a page of orders stays a list."""
        found = told(record, self._verdicts[record.pk])
        also = fill_each(
            "<li><b>{}</b> {} – {}</li>",
            ((row.name, moment(row.touch.at), row.why) for row in found.also[:MOST_ALSO]),
        )
        return fill(
            '<details class="evidence"><summary>{}</summary><p>{}</p>{}{}</details>',
            _summary(len(found.also)),
            found.sentence,
            fill("<ul>{}</ul>", also) if also else "",
            _further(len(found.also) - MOST_ALSO),
        )

    def draw_touch(self, record: Order) -> SafeString:
        credit = record.credit
        return fill(
            "{}<small>{}</small>",
            TOUCH_KIND[TouchKind(credit.touch.kind)],
            CHANNEL[Channel(str(credit.conversation.channel))],
        )

    def draw_between(self, record: Order) -> str:
        return duration_in_words((record.occurred_at - record.credit.touch.occurred_at).total_seconds())

    def draw_total(self, record: Order) -> SafeString:
        refunded = ""
        if record.refunded_minor:
            amount = money_in_words(record.refunded_minor, record.currency)
            refunded = fill("<small>{}</small>", gettext("%(amount)s refunded") % {"amount": amount})
        return fill("{}{}", money_in_words(record.total_minor, record.currency), refunded)

    def draw_placed(self, record: Order) -> SafeString:
        return moment(record.occurred_at)


def _summary(also: int) -> str:
    if not also:
        return gettext("Why?")
    words = ngettext("Why? One more touch", "Why? %(n)s more touches", also)
    return words % {"n": number_format(also, force_grouping=True)}


def _further(more: int) -> str | SafeString:
    if more <= 0:
        return ""
    return fill("<p>{}</p>", gettext("and %(more)s more") % {"more": number_format(more, force_grouping=True)})

"""The credited orders as django-tables2 shows them: one row an order, with its evidence."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from conversations.in_words import duration_in_words, money_in_words
from conversations.masking import MASKED, Sight
from conversations.models import Order
from conversations.templatetags.shell import moment
from conversations.vocabulary import Channel, TouchKind
from conversations.wording import CHANNEL, TOUCH_KIND

LONGEST_QUESTION = 120

_WIDE = {"td": {"class": "wide"}}
_NUMBER = {"td": {"class": "num"}}


class SalesTable(Table):
    """Rows are orders with their credit. Who says nothing of the reader's `sight` shows contact data to nobody."""

    order = Column(verbose_name=_("Order"), attrs=_WIDE, empty_values=(), orderable=False)
    touch = Column(verbose_name=_("Touch"), empty_values=(), orderable=False)
    between = Column(verbose_name=_("Time between"), attrs=_NUMBER, empty_values=())
    total = Column(verbose_name=_("Total"), attrs=_NUMBER, empty_values=())
    placed = Column(verbose_name=_("Placed"), attrs=_NUMBER, empty_values=())

    def __init__(self, rows: Any, *, slug: str, sight: Sight = MASKED, **options: Any) -> None:
        self._slug = slug
        self._sight = sight
        super().__init__(rows, **options)

    def order_placed(self, rows: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001
        return rows, True  # the filter has ordered them

    order_between = order_total = order_placed

    def render_order(self, record: Order) -> SafeString:
        thread = record.credit.conversation
        question = Truncator(self._sight.text(thread.first_question.strip())).chars(LONGEST_QUESTION) or gettext(
            "No question"
        )
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a>{}<small>{} <a class="link" href="{}" dir="auto">{}</a></small>',
            reverse("metrics:order", args=[self._slug, record.pk]),
            str(record),
            format_html(' <span class="pill plain">{}</span>', gettext("Cancelled")) if record.cancelled_at else "",
            gettext("from"),
            reverse("conversations:thread", args=[self._slug, thread.pk]),
            question,
        )

    def render_touch(self, record: Order) -> SafeString:
        credit = record.credit
        return format_html(
            "{}<small>{}</small>",
            TOUCH_KIND[TouchKind(credit.touch.kind)],
            CHANNEL[Channel(str(credit.conversation.channel))],
        )

    def render_between(self, record: Order) -> str:
        return duration_in_words((record.occurred_at - record.credit.touch.occurred_at).total_seconds())

    def render_total(self, record: Order) -> SafeString:
        refunded = ""
        if record.refunded_minor:
            amount = money_in_words(record.refunded_minor, record.currency)
            refunded = format_html("<small>{}</small>", gettext("%(amount)s refunded") % {"amount": amount})
        return format_html("{}{}", money_in_words(record.total_minor, record.currency), refunded)

    def render_placed(self, record: Order) -> SafeString:
        return moment(record.occurred_at)

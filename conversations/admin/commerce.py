"""Touches, orders and credits, and how they are credited: that is changed on the page Attribution."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conversations.admin.base import FactAdmin, ReadOnlyAdmin, page_link
from conversations.admin.choosing import CancelledFilter, OtherCurrencyFilter
from conversations.admin.thread import FactInThreadAdmin
from conversations.models import AttributionChange, AttributionSettings, Credit, Order, ShopperNote, Touch, TouchWindow
from conversations.money import to_string


@admin.register(ShopperNote)
class ShopperNoteAdmin(FactAdmin):
    list_display = ("event_id", "account", "identity", "occurred_at")
    list_select_related = ("account", "identity")


@admin.register(Touch)
class TouchAdmin(FactInThreadAdmin):
    list_display = ("event_id", "account", "thread", "kind", "product", "profile", "bot", "occurred_at")
    list_filter = ("account", "kind", "conversation__channel", "bot")
    list_select_related = ("account", "conversation", "profile")
    search_fields = ("event_id__exact", "conversation__key__exact", "message_key__exact", "product__istartswith")
    search_help_text = _("The whole id of the event, its conversation or its message, or the product's first letters.")


@admin.register(Order)
class OrderAdmin(FactAdmin):
    list_display = ("event_id", "account", "number", "total", "refunded", "profile", "cancelled_at", "occurred_at")
    list_filter = ("account", OtherCurrencyFilter, CancelledFilter, "test")
    list_select_related = ("account", "profile")
    search_fields = ("event_id__exact", "number__exact", "profile__email__iexact")
    search_help_text = _("The whole id of the event, the number of the order or the email of the shopper.")
    left_out = ("id", "total_minor", "refunded_minor")
    further = ("total", "refunded", "credit")

    @admin.display(description=_("total"))
    def total(self, row: Order) -> str:
        return _money(row.total_minor, row.currency)

    @admin.display(description=_("refunded"))
    def refunded(self, row: Order) -> str:
        return _money(row.refunded_minor, row.currency)


@admin.register(Credit)
class CreditAdmin(ReadOnlyAdmin):
    list_display = ("order", "account", "total", "kind", "thread", "window_hours", "window_start")
    list_filter = ("account", "conversation__channel", "touch__kind")
    list_select_related = ("account", "order", "touch", "conversation")
    search_fields = ("order__event_id__exact", "order__number__exact", "conversation__key__exact")
    search_help_text = _("The whole id or number of the order, or the whole id of the conversation.")
    further = ("total", "kind")

    @admin.display(description=_("total"))
    def total(self, row: Credit) -> str:
        return _money(row.order.total_minor, row.order.currency)

    @admin.display(description=_("touch"))
    def kind(self, row: Credit) -> str:
        return row.touch.get_kind_display()

    @admin.display(description=_("conversation"))
    def thread(self, row: Credit) -> str:
        return page_link(row.conversation, row.conversation.key)


class ChangedWithAccount(ReadOnlyAdmin):
    """Settings whose change credits all orders anew (A8): the one place for that is their page in the account."""

    search_fields = ("account__name__istartswith", "account__slug__exact")
    search_help_text = _("The first letters of the account's name, or its whole address.")
    further = ("changed",)

    @admin.display(description=_("changed"))
    def changed(self, row: Any) -> str:
        address = reverse("metrics:attribution", args=[row.account.slug])
        return format_html('<a href="{}">{}</a>', address, gettext("on the page Attribution"))


@admin.register(AttributionSettings)
class AttributionSettingsAdmin(ChangedWithAccount):
    list_display = ("account", "anchor", "ignore_bots")
    list_filter = ("anchor", "ignore_bots")


@admin.register(TouchWindow)
class TouchWindowAdmin(ChangedWithAccount):
    list_display = ("__str__", "account", "enabled", "hours")
    list_filter = ("account", "channel", "kind", "enabled")


@admin.register(AttributionChange)
class AttributionChangeAdmin(ReadOnlyAdmin):
    list_display = ("account", "changed_at", "by", "by_email", "credits")
    list_select_related = ("account", "by")
    search_fields = ("by_email__iexact",)
    search_help_text = _("The whole email of who made the change.")


def _money(minor: int, currency: str) -> str:
    return f"{to_string(minor, currency)}\N{NO-BREAK SPACE}{currency}"

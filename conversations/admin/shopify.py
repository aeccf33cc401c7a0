"""Connections to Shopify and what was told through them. Secrets and what is sealed of them are never shown."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from conversations.admin.base import ReadOnlyAdmin
from conversations.models import (
    ShopifyConnection,
    ShopifyDelivery,
    ShopifyErasure,
    ShopifyOrder,
    ShopifyRefund,
    ShopifyRequest,
    ShopifyTally,
)


@admin.register(ShopifyConnection)
class ShopifyConnectionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "account", "rotated_at", "last_topic", "last_delivery_at", "closed_at")
    search_fields = ("shop_domain__exact",)
    search_help_text = _("The whole domain of the shop.")
    left_out = ("id", "token", "secret", "previous_secret")


@admin.register(ShopifyTally)
class ShopifyTallyAdmin(ReadOnlyAdmin):
    list_display = ("topic", "outcome", "code", "account", "times", "last_at")
    list_filter = ("account", "outcome")


@admin.register(ShopifyDelivery)
class ShopifyDeliveryAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "account", "connection", "received_at")
    list_select_related = ("account", "connection")


@admin.register(ShopifyOrder)
class ShopifyOrderAdmin(ReadOnlyAdmin):
    list_display = ("key", "account", "customer", "version_at")
    search_fields = ("key__exact", "customer__exact")
    search_help_text = _("The whole id of the order or of its customer.")


@admin.register(ShopifyRefund)
class ShopifyRefundAdmin(ReadOnlyAdmin):
    list_display = ("key", "account", "order", "version_at")
    list_select_related = ("account", "order")
    search_fields = ("key__exact", "order__key__exact")
    search_help_text = _("The whole id of the refund or of its order.")


@admin.register(ShopifyRequest)
class ShopifyRequestAdmin(ReadOnlyAdmin):
    list_display = ("topic", "reference", "account", "received_at", "due_at", "done_at")
    list_filter = ("account", "topic")
    search_fields = ("reference__exact", "customer__exact")
    search_help_text = _("The whole reference, or the whole id of the customer.")


@admin.register(ShopifyErasure)
class ShopifyErasureAdmin(ReadOnlyAdmin):
    list_display = ("kind", "key", "account", "pseudonym", "erased_at")
    list_filter = ("account", "kind")
    search_fields = ("key__exact",)
    search_help_text = _("The whole id of the customer or of the order.")

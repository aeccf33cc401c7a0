"""A shop on Shopify: its connections, how their deliveries went, and what Shopify told about orders and people."""

import secrets
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from conversations.models.base import Row, account_key, one_of, sane_time


class Topic(StrEnum):
    """The webhooks that are used, as Shopify spells them. Any other is counted and left alone."""

    ORDERS_CREATE = "orders/create"
    ORDERS_UPDATED = "orders/updated"
    ORDERS_PAID = "orders/paid"
    ORDERS_CANCELLED = "orders/cancelled"
    REFUNDS_CREATE = "refunds/create"
    CUSTOMERS_DATA_REQUEST = "customers/data_request"
    CUSTOMERS_REDACT = "customers/redact"
    SHOP_REDACT = "shop/redact"


class Outcome(StrEnum):
    """What became of a delivery. The first four are answered 200: sending such a one again would change nothing."""

    TAKEN = "taken"
    DUPLICATE = "duplicate"
    UNUSED = "unused"
    REFUSED = "refused"
    BAD_SIGNATURE = "bad_signature"
    UNREADABLE_SECRET = "unreadable_secret"  # noqa: S105  (a word, no secret)
    TOO_LARGE = "too_large"
    NOT_JSON = "not_json"
    OTHER_SHOP = "other_shop"
    CLOSED = "closed"


class Erased(StrEnum):
    """What an erased key named."""

    CUSTOMER = "customer"
    ORDER = "order"


def new_token() -> str:
    """256 random bits for the address of a connection."""
    return secrets.token_urlsafe(32)


class ShopifyConnection(Row):
    """A way in for one shop's webhooks. Both secrets are sealed (`conversations.sealing`); a closed one is kept."""

    account = account_key("shopify_connections")
    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    shop_domain = models.CharField(_("shop"), max_length=255, blank=True)
    secret = models.TextField(_("secret"))
    previous_secret = models.TextField(_("previous secret"), blank=True)
    previous_until = models.DateTimeField(_("previous secret is accepted until"), null=True)
    rotated_at = models.DateTimeField(_("secret entered"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True)
    last_delivery_at = models.DateTimeField(_("last delivery"), null=True)
    last_topic = models.CharField(_("last topic"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("Shopify connection")
        verbose_name_plural = _("Shopify connections")

    def __str__(self) -> str:
        return self.shop_domain.removesuffix(".myshopify.com") or "Shopify"


class ShopifyDelivery(Row):
    """A delivery that was taken, by a digest of its topic, id and body: the same one again is answered, not taken."""

    account = account_key("shopify_deliveries")
    connection = models.ForeignKey(ShopifyConnection, models.CASCADE, related_name="deliveries", db_index=False)
    digest = models.BinaryField(max_length=16)
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("Shopify delivery")
        verbose_name_plural = _("Shopify deliveries")
        constraints = [UniqueConstraint(fields=["account", "connection", "digest"], name="shopifydelivery_once")]
        indexes = [Index(fields=["account", "connection", "received_at"], name="shopifydelivery_by_age")]

    def __str__(self) -> str:
        return bytes(self.digest).hex()


class ShopifyTally(Row):
    """How often deliveries of a topic ended so. `code` and `detail` are a refusal's, the latest one's words."""

    account = account_key("shopify_tallies")
    connection = models.ForeignKey(ShopifyConnection, models.CASCADE, related_name="tallies", db_index=False)
    topic = models.CharField(_("topic"), max_length=100, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20)
    code = models.CharField(_("reason"), max_length=40, blank=True)
    detail = models.TextField(_("in words"), blank=True)
    times = models.PositiveIntegerField(_("times"), default=0)
    first_at = models.DateTimeField(_("first"))
    last_at = models.DateTimeField(_("last"))

    class Meta:
        verbose_name = _("Shopify tally")
        verbose_name_plural = _("Shopify tallies")
        constraints = [
            UniqueConstraint(fields=["account", "connection", "topic", "outcome", "code"], name="shopifytally_once"),
            one_of("outcome", Outcome),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.outcome} {self.code}".strip()


class ShopifyOrder(Row):
    """What Shopify told about an order, which exists from the first delivery that names it.

    `told` is our order event without refunds, from the version that wins (`version_at`, then `tie`); null until the
    order itself was told. `paid` is its total in minor units of the currency the shopper paid in. `heard` are 8 bytes
    for each different thing told about it, refunds included, sorted.
    """

    connection = models.ForeignKey(ShopifyConnection, models.RESTRICT, related_name="orders", db_index=False)
    key = models.CharField(_("id at Shopify"), max_length=200)
    customer = models.CharField(_("customer"), max_length=200, blank=True)
    told = models.JSONField(_("told"), null=True)
    paid = models.JSONField(_("paid"), null=True)
    version_at = models.DateTimeField(_("version"), null=True)
    tie = models.BinaryField(max_length=10)
    heard = models.BinaryField()

    class Meta:
        verbose_name = _("order at Shopify")
        verbose_name_plural = _("orders at Shopify")
        constraints = [
            UniqueConstraint(fields=["account", "key"], name="shopifyorder_once"),
            CheckConstraint(
                condition=Q(told__isnull=True, version_at__isnull=True)
                | Q(told__isnull=False, version_at__isnull=False),
                name="shopifyorder_told_whole",
            ),
            sane_time("version_at"),
        ]
        indexes = [
            Index(fields=["account", "customer"], condition=~Q(customer=""), name="shopifyorder_by_customer"),
        ]

    def __str__(self) -> str:
        return self.key


class ShopifyRefund(Row):
    """A refund as last told: minor units that went back for certain, by currency. `version_at` is when that was so."""

    order = models.ForeignKey(ShopifyOrder, models.CASCADE, related_name="refunds")
    key = models.CharField(_("id at Shopify"), max_length=200)
    amounts = models.JSONField(_("amounts"))
    version_at = models.DateTimeField(_("version"))

    class Meta:
        verbose_name = _("refund at Shopify")
        verbose_name_plural = _("refunds at Shopify")
        constraints = [
            UniqueConstraint(fields=["account", "order", "key"], name="shopifyrefund_once"),
            sane_time("version_at"),
        ]

    def __str__(self) -> str:
        return self.key


class ShopifyErasure(Row):
    """A customer or an order whose person was erased: told again, it is about `pseudonym` and nobody else."""

    kind = models.CharField(_("kind"), max_length=10)
    key = models.CharField(_("id at Shopify"), max_length=200)
    pseudonym = models.CharField(_("now called"), max_length=200)
    erased_at = models.DateTimeField(_("erased"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            UniqueConstraint(fields=["account", "kind", "key"], name="shopifyerasure_once"),
            one_of("kind", Erased),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ShopifyRequest(Row):
    """What the law lets a shopper or a shop ask for. `reference` is Shopify's id of the request, customer or shop.

    The customer's email and phone are there only while a request for data is open: an admin needs them to answer it.
    """

    connection = models.ForeignKey(ShopifyConnection, models.CASCADE, related_name="requests", db_index=False)
    topic = models.CharField(_("asks for"), max_length=30)
    reference = models.CharField(_("reference"), max_length=200)
    customer = models.CharField(_("customer"), max_length=200, blank=True)
    email = models.CharField(_("email"), max_length=320, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    orders = models.JSONField(_("orders"), default=list)
    received_at = models.DateTimeField(_("received"))
    due_at = models.DateTimeField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("privacy request")
        verbose_name_plural = _("privacy requests")
        constraints = [
            UniqueConstraint(fields=["account", "connection", "topic", "reference"], name="shopifyrequest_once"),
            CheckConstraint(
                condition=Q(topic__in=(Topic.CUSTOMERS_DATA_REQUEST, Topic.CUSTOMERS_REDACT, Topic.SHOP_REDACT)),
                name="shopifyrequest_topic_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.reference}"

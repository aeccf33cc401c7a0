"""The shops that are connected, for admins: the address for Shopify, the secret, how deliveries went, requests."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.intake.reasons import in_words
from conversations.intake.shopify.connecting import (
    close,
    forget_previous,
    open_connection,
    rotate,
    secrets_of,
    shop_domain_of,
)
from conversations.intake.shopify.privacy import settle
from conversations.models import ShopifyConnection, ShopifyRequest, ShopifyTally
from conversations.models.shopify import Outcome, Topic
from conversations.views.access import AccountRequest, account_action, account_page, admins_only, signed_in
from conversations.views.shell import show

TOPIC: Mapping[str, Promise] = {
    Topic.ORDERS_CREATE: gettext_lazy("Order creation"),
    Topic.ORDERS_UPDATED: gettext_lazy("Order update"),
    Topic.ORDERS_PAID: gettext_lazy("Order payment"),
    Topic.ORDERS_CANCELLED: gettext_lazy("Order cancellation"),
    Topic.REFUNDS_CREATE: gettext_lazy("Refund"),
    Topic.CUSTOMERS_DATA_REQUEST: gettext_lazy("A customer asks for their data"),
    Topic.CUSTOMERS_REDACT: gettext_lazy("A customer asks to be erased"),
    Topic.SHOP_REDACT: gettext_lazy("A shop asks for its data to be deleted"),
}
FAILURE: Mapping[str, Promise] = {
    Outcome.BAD_SIGNATURE: gettext_lazy("The signature was missing or wrong: is this the secret that Shopify shows?"),
    Outcome.UNREADABLE_SECRET: gettext_lazy("The secret cannot be read any more: enter it again."),
    Outcome.TOO_LARGE: gettext_lazy("The delivery was larger than 5 MiB."),
    Outcome.NOT_JSON: gettext_lazy("The delivery was not JSON: choose JSON as the format of the webhook."),
    Outcome.OTHER_SHOP: gettext_lazy("The delivery came from another shop."),
    Outcome.CLOSED: gettext_lazy("This connection was closed: delete the webhook at Shopify."),
}
MOST_REQUESTS = 100
"""On the page: those that wait, the most urgent first, and then those that were settled last."""
WELL = (Outcome.TAKEN, Outcome.DUPLICATE, Outcome.UNUSED)


class SecretForm(forms.Form):
    secret = forms.CharField(
        label=gettext_lazy("Signing secret"),
        help_text=gettext_lazy(
            "Shopify shows it below its list of webhooks; of an app it is the client secret. It is kept encrypted and "
            "never shown again."
        ),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ConnectionForm(SecretForm):
    shop_domain = forms.CharField(
        label=gettext_lazy("Shop"),
        help_text=gettext_lazy(
            "Such as my-shop.myshopify.com. Then nothing is taken from another shop that has the same app."
        ),
        max_length=255,
        required=False,
    )

    def clean_shop_domain(self) -> str:
        given = str(self.cleaned_data["shop_domain"])
        try:
            return shop_domain_of(given) if given else ""
        except ValueError:
            raise forms.ValidationError(_("Enter an address that ends in .myshopify.com.")) from None


@account_page
@admins_only
def connections(request: AccountRequest) -> HttpResponse:
    return _list(request, ConnectionForm())


@account_action
@admins_only
def connect(request: AccountRequest) -> HttpResponse:
    form = ConnectionForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    secret, shop_domain = form.cleaned_data["secret"], form.cleaned_data["shop_domain"]
    opened = open_connection(request.account, secret, shop_domain=shop_domain, by=signed_in(request), now=request.now)
    messages.success(request, _("The secret is kept. Now give Shopify the address below."))
    return _back(request, opened)


@account_page
@admins_only
def connection(request: AccountRequest, connection: int) -> HttpResponse:
    return _page(request, _found(request, connection), SecretForm())


@account_action
@admins_only
def change_secret(request: AccountRequest, connection: int) -> HttpResponse:
    found, form = _found(request, connection), SecretForm(request.POST)
    if form.is_valid() and form.cleaned_data["secret"] in secrets_of(found, now=request.now)[:1]:
        form.add_error("secret", _("This is the secret already."))
    if not form.is_valid():
        return _page(request, found, form)
    rotate(found, form.cleaned_data["secret"], now=request.now)
    messages.success(request, _("The secret was changed. For two days the old one is accepted, too."))
    return _back(request, found)


@account_action
@admins_only
def drop_previous(request: AccountRequest, connection: int) -> HttpResponse:
    found = _found(request, connection)
    forget_previous(found)
    messages.success(request, _("The old secret is not accepted any more."))
    return _back(request, found)


@account_action
@admins_only
def disconnect(request: AccountRequest, connection: int) -> HttpResponse:
    found = _found(request, connection)
    close(found, now=request.now)
    messages.success(request, _("The connection is closed. What came through it stays."))
    return _back(request, found)


@account_action
@admins_only
def settle_request(request: AccountRequest, asked: int) -> HttpResponse:
    found = get_object_or_404(ShopifyRequest, account=request.account, pk=asked)
    settle(found, by=signed_in(request), now=request.now)
    messages.success(request, _("Noted as done."))
    return _back(request, found.connection)


def _found(request: AccountRequest, pk: int) -> ShopifyConnection:
    return get_object_or_404(ShopifyConnection, account=request.account, pk=pk)


def _back(request: AccountRequest, connection: ShopifyConnection) -> HttpResponse:
    return redirect("conversations:connection", request.account.slug, connection.pk)


def _list(request: AccountRequest, form: ConnectionForm) -> HttpResponse:
    rows = ShopifyConnection.objects.filter(account=request.account).order_by(
        F("closed_at").asc(nulls_first=True), "pk"
    )
    waiting = Count("requests", filter=Q(requests__done_at=None))
    return show(
        request, "conversations/connections.html", {"connections": rows.annotate(waiting=waiting), "form": form}
    )


def _page(request: AccountRequest, found: ShopifyConnection, form: SecretForm) -> HttpResponse:
    address = request.build_absolute_uri(reverse("shopify_door", args=[found.token]))
    tallies = list(found.tallies.filter(account=request.account).order_by("topic", "pk"))
    requests = found.requests.filter(account=request.account)
    asked = list(requests.order_by(F("done_at").desc(nulls_first=True), "due_at", "pk")[:MOST_REQUESTS])
    context: dict[str, Any] = {
        "connection": found,
        "address": address,
        "is_private": address.startswith("https:"),
        "both": found.previous_until is not None and request.now < found.previous_until,
        "form": form,
        "topics": list(_topics(tallies)),
        "failures": list(_failures(tallies)),
        "requests": [_asked(each, request) for each in asked],
        "is_asked": any(each.done_at is None for each in asked),
    }
    return show(request, "conversations/connection.html", context)


def _asked(asked: ShopifyRequest, request: AccountRequest) -> dict[str, Any]:
    return {"asked": asked, "name": TOPIC[asked.topic], "late": not asked.done_at and asked.due_at < request.now}


def _topics(tallies: Iterable[ShopifyTally]) -> Iterable[dict[str, Any]]:
    """Every topic that is used, whether it ever came or not, and then those that came and are not used."""
    came: dict[str, list[ShopifyTally]] = {topic: [] for topic in TOPIC}
    for row in tallies:
        if row.topic and row.outcome in {*WELL, Outcome.REFUSED}:
            came.setdefault(row.topic, []).append(row)
    for topic, rows in came.items():
        yield {
            "topic": topic,
            "name": TOPIC.get(topic),
            "came": sum(row.times for row in rows),
            "again": sum(row.times for row in rows if row.outcome == Outcome.DUPLICATE),
            "last_at": max((row.last_at for row in rows), default=None),
        }


def _failures(tallies: Iterable[ShopifyTally]) -> Iterable[dict[str, Any]]:
    """The latest first. What was refused is kept whole on the page of data health."""
    for row in sorted(tallies, key=lambda row: row.last_at, reverse=True):
        if row.outcome not in WELL:
            refused = row.outcome == Outcome.REFUSED
            yield {"row": row, "name": in_words(row.code) if refused else FAILURE[row.outcome], "refused": refused}

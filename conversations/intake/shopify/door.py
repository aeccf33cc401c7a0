"""Where Shopify's webhooks arrive: the address, the size, the signature, and only then the content.

The address finds the connection, the signature proves who sent it. Without a right one nothing is stored but a count.
Shopify waits five seconds and tries anything but 2xx again, eight times in four hours; after too many failures it gives
up a subscription. So a delivery of which sending it again would change nothing is answered 200, whatever became of it.
"""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from conversations.intake.api.answering import answering
from conversations.intake.api.body import read_body
from conversations.intake.api.problems import Problem
from conversations.intake.shopify.connecting import secrets_of
from conversations.intake.shopify.deliveries import Answer, Delivery, take
from conversations.intake.shopify.signature import is_signed
from conversations.intake.shopify.tally import count
from conversations.intake.shopify.translate import Payload, clean, read_payload
from conversations.models import ShopifyConnection
from conversations.models.shopify import Outcome

FAMILIES = ("X-Shopify-", "Shopify-")
"""How Shopify's headers begin: of webhooks, and of its newer events."""


@answering
@require_POST
def door(request: HttpRequest, token: str) -> JsonResponse:
    connection = ShopifyConnection.objects.select_related("account").filter(token=clean(token)).first()
    if connection is None:
        raise Problem(HTTPStatus.NOT_FOUND, "There is no connection at this address; the settings show the right one.")
    body = _body(request, connection)
    _check_signature(request, connection, body)
    delivery = _delivery(request, connection, body)
    answer = take(connection.account, delivery, connection_id=connection.pk, now=timezone.now())
    if answer.outcome is Outcome.CLOSED:
        raise Problem(HTTPStatus.GONE, "This connection was closed. Delete the webhook at Shopify.")
    return JsonResponse(_in_words(answer))


def _body(request: HttpRequest, connection: ShopifyConnection) -> bytes:
    try:
        return read_body(request)
    except Problem as problem:
        if problem.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            count(connection, Outcome.TOO_LARGE, now=timezone.now())
        raise


def _check_signature(request: HttpRequest, connection: ShopifyConnection, body: bytes) -> None:
    now = timezone.now()
    secrets = secrets_of(connection, now=now)
    if is_signed(body, _headers(request, "Hmac-Sha256"), secrets):
        return
    count(connection, Outcome.BAD_SIGNATURE if secrets else Outcome.UNREADABLE_SECRET, now=now)
    detail = "The signature is missing, or was not made with the secret of this connection."
    if not secrets:
        detail = "The signature cannot be checked: the secret has to be entered again in the settings."
    raise Problem(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "X-Shopify-Hmac-Sha256"})


def _delivery(request: HttpRequest, connection: ShopifyConnection, body: bytes) -> Delivery:
    """Of a sender who is known by now."""
    topic = _header(request, "Topic").lower()
    shop = _header(request, "Shop-Domain").lower()
    if shop and connection.shop_domain and shop != connection.shop_domain:
        count(connection, Outcome.OTHER_SHOP, topic=topic, now=timezone.now())
        raise Problem(HTTPStatus.FORBIDDEN, "This connection belongs to another shop.")
    event = _header(request, "Event-Id") or _header(request, "Webhook-Id")
    return Delivery(topic, event, body, _payload(connection, topic, body))


def _payload(connection: ShopifyConnection, topic: str, body: bytes) -> Payload:
    try:
        return read_payload(body)
    except ValueError:
        count(connection, Outcome.NOT_JSON, topic=topic, now=timezone.now())
        detail = "The body is no JSON object. Choose JSON as the format of the webhook."
        raise Problem(HTTPStatus.BAD_REQUEST, detail) from None


def _header(request: HttpRequest, name: str) -> str:
    return next(iter(_headers(request, name)), "")


def _headers(request: HttpRequest, name: str) -> list[str]:
    given = (clean(request.headers.get(f"{family}{name}", "")) for family in FAMILIES)
    return [value for value in given if value]


def _in_words(answer: Answer) -> dict[str, str]:
    if answer.refusal is None:
        return {"outcome": answer.outcome}
    return {"outcome": answer.outcome, "code": answer.refusal.code, "detail": answer.refusal.detail}

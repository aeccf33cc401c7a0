"""Shopify's words in ours: the payload of a webhook to a wire event of our API, and to refunds. Pure: no Django.

What our event cannot hold is left out where an order can do without it (a phone without its country, an odd email):
an order is never refused for that. What it cannot do without (total, currency, time) is passed on as it is, and
`payloads` says what is wrong with it. Money is always the shop's (`shop_money`), never what the shopper was shown (A6).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from conversations.money import to_minor
from conversations.payloads import Code, PayloadError, ShopperRef
from conversations.payloads.fields import compact_json
from conversations.payloads.instants import read_instant

VISITOR = "agentdash_visitor"
"""The cart's note attribute in which a shop's theme leaves the visitor of the chat. It goes before every token (A5)."""
LONGEST_NAME = 200
"""Characters, of a name and of an order's number; cut, not refused."""
LONGEST_ID = 200

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RefundTold:
    """`amounts` are the minor units that went back for certain, by currency; `at` (UTC) is when that was so."""

    key: str
    amounts: Mapping[str, int]
    at: datetime

    def digest(self, order: str) -> bytes:
        """8 bytes, the same for the same thing told of the same order."""
        return _digest(["refund", order, self.key, dict(self.amounts), self.at.isoformat()])


@dataclass(frozen=True, slots=True)
class OrderTold:
    """`event` is our order event without refunds; `paid` the total in minor units of the currency it was paid in."""

    key: str
    customer: str
    event: dict[str, Any]
    paid: dict[str, int]
    refunds: tuple[RefundTold, ...]

    def digest(self) -> bytes:
        refunds = [refund.digest(self.key).hex() for refund in self.refunds]
        return _digest(["order", self.event, self.paid, refunds])


def read_payload(body: bytes) -> Payload:
    """The JSON object in `body`; fractions come as they are written, as text. ValueError if it is none.

    Unlike our own API this takes what other parsers take: nobody at Shopify can be told to write it otherwise.
    """
    try:
        payload = json.loads(body, parse_float=str, parse_constant=str)
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(payload, dict):
        raise ValueError("no object")  # noqa: TRY004  (a body, not an argument)
    return payload


def read_order(payload: Payload) -> OrderTold:
    """An order, whatever its topic. PayloadError if it does not say which one it is."""
    key = _id(payload, "id")
    customer = part(payload, "customer")
    total = part(payload, "total_price_set")
    shop, paid = part(total, "shop_money"), part(total, "presentment_money")
    event = {
        "type": "order",
        "id": key,
        "number": clean(payload.get("name"))[:LONGEST_NAME] or None,
        "occurred_at": _placed_at(payload),
        "updated_at": _version(payload),
        "shopper": _shopper(payload, customer),
        "currency": _plain(shop.get("currency_code") or payload.get("currency")),
        "total": _first(_amount(shop.get("amount")), _amount(payload.get("total_price"))),
        "cancelled_at": _plain(payload.get("cancelled_at")),
        "test": payload.get("test") is True,
    }
    return OrderTold(
        key=key,
        customer=known_id(customer.get("id")),
        event={name: value for name, value in event.items() if value is not None},
        paid=_minor_by_currency(paid),
        refunds=tuple(_refunds_within(payload, event["currency"])),
    )


def read_refund(payload: Payload) -> tuple[str, RefundTold]:
    """The id of the order, and the refund as it was when it was made. PayloadError names what it lacks."""
    order, key = _id(payload, "order_id"), _id(payload, "id")
    return order, RefundTold(key, _refunded(payload), _instant(payload, "created_at"))


def read_customer(payload: Payload) -> ShopperRef | None:
    """Whom a request about privacy is about, with the keys brought to our form; None if it names nobody."""
    customer = part(payload, "customer")
    told = {
        "id": known_id(customer.get("id")),
        "email": _fitting("email", [customer.get("email")]),
        "phone": _fitting("phone", [customer.get("phone")]),
    }
    return ShopperRef.model_validate(told) if any(told.values()) else None


def read_ids(payload: Payload, name: str) -> list[str]:
    """A list of ids, those left out that are none."""
    found = payload.get(name)
    return [key for each in (found if isinstance(found, list) else ()) if (key := known_id(each))]


def clean(value: object) -> str:
    """Text without what no database takes (NUL, half a surrogate pair), and without white space around it."""
    text = value if isinstance(value, str) else ""
    return text.replace("\0", "").encode(errors="ignore").decode().strip()


def known_id(value: object) -> str:
    """An id as text, "" where there is none."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else clean(value)
    return text if len(text) <= LONGEST_ID else ""


def part(payload: Payload, name: str) -> Payload:
    """An object within, empty where there is none."""
    found = payload.get(name)
    return found if isinstance(found, dict) else {}


def _id(payload: Payload, name: str) -> str:
    found = known_id(payload.get(name))
    if not found:
        raise PayloadError(Code.MISSING_FIELD, f"{name} is missing", pointer=f"/{name}")
    return found


def _plain(value: object) -> Any:
    """What may stand in an event; lists and objects may not, and count as absent."""
    return value if isinstance(value, int) else clean(value) or None


def _amount(value: object) -> Any:
    """Whole numbers as text, which money always is in our events."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _plain(value)


def _first(*candidates: Any) -> Any:
    """The first that is there; "0" is."""
    return next((each for each in candidates if each is not None), None)


def _version(payload: Payload) -> Any:
    return _plain(payload.get("updated_at")) or _plain(payload.get("created_at"))


def _placed_at(payload: Payload) -> Any:
    """The earlier of `processed_at` and `created_at`: an imported order was placed long before it was created here."""
    created, processed = _plain(payload.get("created_at")), _plain(payload.get("processed_at"))
    times = [(at, text) for text in (created, processed) if (at := _read(text))]
    return min(times)[1] if times else created or processed


def _read(text: object) -> datetime | None:
    try:
        return read_instant(text, now=None) if isinstance(text, str) else None
    except PydanticCustomError:
        return None


def _instant(payload: Payload, name: str) -> datetime:
    at = _read(payload.get(name))
    if at is None:
        raise PayloadError(Code.BAD_TIME, f"{name} must be a time of RFC 3339 with its offset", pointer=f"/{name}")
    return at


# --- Who ordered (A5) -------------------------------------------------------------------------------------


def _shopper(payload: Payload, customer: Payload) -> dict[str, str] | None:
    """Only what the order says of the customer: an address may be somebody else's, to whom the parcel goes."""
    name = f"{clean(customer.get('first_name'))} {clean(customer.get('last_name'))}".strip()
    told = {
        "id": _fitting("id", [known_id(customer.get("id"))]),
        "visitor": _fitting("visitor", [_noted(payload), payload.get("cart_token"), payload.get("checkout_token")]),
        "name": _fitting("name", [name[:LONGEST_NAME]]),
        "email": _fitting("email", [payload.get("email"), payload.get("contact_email"), customer.get("email")]),
        "phone": _fitting("phone", [payload.get("phone"), customer.get("phone")]),
    }
    shopper = {field: value for field, value in told.items() if value}
    return shopper if shopper.keys() - {"name"} else None


def _noted(payload: Payload) -> object:
    notes = payload.get("note_attributes")
    for note in notes if isinstance(notes, list) else ():
        if isinstance(note, dict) and note.get("name") == VISITOR:
            return note.get("value")
    return None


def _fitting(field: str, candidates: Iterable[object]) -> str:
    """The first of these that our event takes in this field, "" if none."""
    for text in map(clean, candidates):
        try:
            ShopperRef.model_validate({"id": "-", field: text})
        except ValidationError:
            continue
        if text:
            return text
    return ""


# --- Refunds (A6) -----------------------------------------------------------------------------------------


def _refunds_within(payload: Payload, currency: object) -> Iterable[RefundTold]:
    """The refunds that an order lists, as of the order's own version; one that cannot be read has its own webhook.

    Old transactions name no currency: before shoppers could pay in another one, it was the order's.
    """
    at, refunds = _read(_version(payload)), payload.get("refunds")
    if at is None or not isinstance(refunds, list):
        return
    for refund in refunds:
        if isinstance(refund, dict) and (key := known_id(refund.get("id"))):
            try:
                yield RefundTold(key, _refunded(refund, usual=currency), at)
            except PayloadError:
                continue


def _refunded(refund: Payload, *, usual: object = None) -> dict[str, int]:
    """What went back for certain: its transactions of the kind refund with success, added up by currency.

    `usual` is the currency of a transaction that names none.
    """
    sums: dict[str, int] = {}
    transactions = refund.get("transactions")
    for index, each in enumerate(transactions if isinstance(transactions, list) else ()):
        if isinstance(each, dict) and each.get("kind") == "refund" and each.get("status") == "success":
            currency, minor = _money(each, pointer=f"/transactions/{index}", usual=usual)
            sums[currency] = sums.get(currency, 0) + minor
    return {currency: sums[currency] for currency in sorted(sums)}


def _money(transaction: Payload, *, pointer: str, usual: object) -> tuple[str, int]:
    shop = part(part(transaction, "amount_set"), "shop_money")
    currency = _plain(shop.get("currency_code") or transaction.get("currency") or usual)
    amount = _first(_amount(shop.get("amount")), _amount(transaction.get("amount")))
    try:
        return str(currency), to_minor(str(amount), str(currency))
    except ValueError as error:
        raise PayloadError(Code.BAD_AMOUNT, f"the money of a transaction {error}", pointer=pointer) from None


def _minor_by_currency(money: Payload) -> dict[str, int]:
    currency, amount = _plain(money.get("currency_code")), _amount(money.get("amount"))
    try:
        return {str(currency): to_minor(str(amount), str(currency))}
    except ValueError:
        return {}


def _digest(content: object) -> bytes:
    return blake2b(compact_json(content), digest_size=8).digest()

"""What Shopify told about orders, and the order event that follows from all of it.

Deliveries come in any order and any number of times, so nothing depends on when something was told:

- of an order the latest `updated_at` wins; of two payloads of the same second (Shopify sends such) the one that is
  cancelled, then the one that lists more refunds, then a digest decides;
- of a refund the latest version wins, of two of the same time the larger sum;
- an order's event exists once the order itself was told; refunds told before wait for it.

`record` takes the later version of an event, and refuses another content of the same version. The event's `updated_at`
is therefore that of the winning payload plus a microsecond for each different thing told about the order, the stale
ones too: whatever is new, it rises, and in the end it is the same in any order. Shopify's own times are whole seconds.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from conversations.ids import new_id
from conversations.intake.receive import Line, Receipt, receive
from conversations.intake.shopify.translate import OrderTold, RefundTold
from conversations.models import Account, ShopifyConnection, ShopifyErasure, ShopifyOrder, ShopifyRefund
from conversations.models.shopify import Erased
from conversations.money import to_minor, to_string
from conversations.payloads import OrderEvent, Refusal, read_line
from conversations.payloads.fields import compact_json

DIGEST = 8
"""Bytes of each thing in `ShopifyOrder.heard`."""
ERASED = b"erased".ljust(DIGEST, b"\0")
"""That the order's person was erased is one more thing told about it."""


class Ledger:
    """The orders at Shopify of an account that the caller holds. `source` names the delivery to whoever looks later."""

    def __init__(self, connection: ShopifyConnection, *, source: str, now: datetime) -> None:
        self._connection = connection
        self._account: Account = connection.account
        self._source = source
        self._now = now

    def take_order(self, told: OrderTold) -> Refusal | None:
        """What was wrong with it; then it is kept whole, and nothing else is."""
        event = read_line(compact_json(told.event), now=self._now)
        if not isinstance(event, OrderEvent):
            return self._send(told.event)
        row = self._row(told.key)
        digest = told.digest()
        if not hear(row, digest):
            return None
        if (event.version_at, tie := _tie(told, event, digest)) > (row.version_at or event.version_at, bytes(row.tie)):
            row.version_at, row.tie, row.told, row.paid = event.version_at, tie, told.event, told.paid
            row.customer = told.customer
            self._forget_erased(row)
        row.save()
        for refund in told.refunds:
            _keep_refund(row, refund)
        return self.publish(row)

    def take_refund(self, order: str, refund: RefundTold) -> Refusal | None:
        """As `take_order`. Before its order it is kept, and waits."""
        row = self._row(order)
        if not hear(row, refund.digest(order)):
            return None
        row.save()
        _keep_refund(row, refund)
        return self.publish(row)

    def publish(self, row: ShopifyOrder) -> Refusal | None:
        """Send the event that follows from everything told about this order so far, if the order itself was."""
        if row.told is None or row.version_at is None:
            return None
        version = row.version_at + timedelta(microseconds=len(row.heard) // DIGEST)
        refunds = row.refunds.all()
        currency = row.told["currency"]
        refunded = sum(_in_shop_money(amounts, row) for amounts in refunds.values_list("amounts", flat=True))
        return self._send({**row.told, "refunded": to_string(refunded, currency), "updated_at": version.isoformat()})

    def _send(self, event: dict[str, Any]) -> Refusal | None:
        line = Line(compact_json(event))
        receipt: Receipt = receive(self._account, [line], source=self._source, now=self._now)
        return receipt.refusals[0][1] if receipt.refusals else None

    def _row(self, key: str) -> ShopifyOrder:
        row = ShopifyOrder.objects.filter(account=self._account, key=key).first()
        return row or ShopifyOrder(account=self._account, connection=self._connection, key=key, tie=b"", heard=b"")

    def _forget_erased(self, row: ShopifyOrder) -> None:
        """Of an erased customer or order nothing personal comes back, however late it is told."""
        erasures = ShopifyErasure.objects.filter(account=self._account)
        found = erasures.filter(kind=Erased.ORDER, key=row.key).first()
        if found is None and row.customer:
            found = erasures.filter(kind=Erased.CUSTOMER, key=row.customer).first()
        if found is not None:
            anonymise(row, found.pseudonym)


def hear(row: ShopifyOrder, digest: bytes) -> bool:
    """Note one more thing told about the order; False if it was told before."""
    heard = bytes(row.heard)
    known = {heard[start : start + DIGEST] for start in range(0, len(heard), DIGEST)}
    if digest in known:
        return False
    row.heard = b"".join(sorted({*known, digest}))
    return True


def anonymise(row: ShopifyOrder, pseudonym: str) -> None:
    """The order is about `pseudonym` from now on. It is not saved."""
    row.customer = ""
    row.told = {**row.told, "shopper": {"id": pseudonym}} if row.told else None
    hear(row, ERASED)


def _tie(told: OrderTold, event: OrderEvent, digest: bytes) -> bytes:
    return bytes([event.cancelled_at is not None, min(len(told.refunds), 255)]) + digest


def _keep_refund(row: ShopifyOrder, refund: RefundTold) -> None:
    known = ShopifyRefund.objects.filter(account=row.account, order=row, key=refund.key).first()
    if known is None:
        known = ShopifyRefund(id=new_id(), account=row.account, order=row, key=refund.key)
    elif _rank(known.version_at, known.amounts) >= _rank(refund.at, refund.amounts):
        return
    known.version_at, known.amounts = refund.at, dict(refund.amounts)
    known.save()


def _rank(at: datetime, amounts: Any) -> tuple[datetime, int, Iterable[Any]]:
    return at, sum(amounts.values()), sorted(amounts.items())


def _in_shop_money(amounts: dict[str, int], row: ShopifyOrder) -> int:
    """Minor units of the order's own currency.

    What went back in the currency that was paid is changed at the order's own rate, half up, so that a whole refund is
    the whole total. The rate of any third currency is unknown, and it does not count.
    """
    assert row.told is not None
    currency = row.told["currency"]
    back = amounts.get(currency, 0)
    total = to_minor(row.told["total"], currency)
    for paid_currency, paid in (row.paid or {}).items():
        if paid_currency != currency and paid:
            back += (2 * amounts.get(paid_currency, 0) * total + paid) // (2 * paid)
    return back

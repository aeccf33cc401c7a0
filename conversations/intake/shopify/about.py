"""Refused events that name a person, whatever they are and wherever they came from: thrown away with the person.

They were kept as bytes, of which many are no event at all, so they are searched as text: for the email, in any case;
for the phone, however it is spaced; for the id of a shopper or customer where the JSON says so. What names the person
in free words alone is not found.
"""

import re
from collections.abc import Iterator

from conversations.identity import fold_email
from conversations.models import Account, RejectedEvent
from conversations.payloads import PayloadError, ShopperRef
from conversations.payloads.fields import compact_json
from conversations.payloads.strict_json import parse_json

_NUMBER = re.compile(r"\+?\d[\d\s().\-]{5,30}\d")
_PERSONS = ("shopper", "customer")


def discard_about(account: Account, person: ShopperRef) -> int:
    """How many there were."""
    rows = RejectedEvent.objects.filter(account=account)
    found = [pk for pk, payload in rows.values_list("pk", "payload").iterator(100) if _names(bytes(payload), person)]
    rows.filter(pk__in=found).delete()
    return len(found)


def _names(payload: bytes, person: ShopperRef) -> bool:
    value = _value(payload)
    text = payload.decode(errors="replace") + "\n" + compact_json(value).decode()  # as it came, and without escapes
    if person.email_key and re.search(rf"(?<![\w.+-]){re.escape(person.email_key)}(?![\w-])", fold_email(text)):
        return True
    if person.phone and any(_digits(number).endswith(person.phone[1:]) for number in _NUMBER.findall(text)):
        return True
    return person.id is not None and person.id in set(_ids(value))


def _value(payload: bytes) -> object:
    try:
        return parse_json(payload)
    except PayloadError:
        return None


def _ids(value: object) -> Iterator[str]:
    for name in _PERSONS if isinstance(value, dict) else ():
        about = value.get(name) if isinstance(value, dict) else None
        if isinstance(about, dict):
            yield str(about.get("id"))


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)

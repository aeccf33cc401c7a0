"""The kinds of fields that events are made of, and how much each may hold.

| field | at most |
|---|---|
| every id (`id`, `conversation`, `message`, `visitor`, …) | 200 characters, not white space alone; kept untrimmed |
| `text` | 65,536 bytes of UTF-8; may be empty: a picture alone is a message too |
| `label` | 1 to 80 characters, after white space around it is cut, and something to be seen |
| `reason`, `comment` | 2,000 characters |
| `number`, `ticket`, `shopper.name` | 200 characters |
| `product`, `product_cards.title` | 500 characters |
| `product_cards.url`, `product_cards.image` | 2,048 characters |
| `shopper.email` | 320 characters |
| `shopper.phone` | 15 digits after the plus (E.164) |
| `product_cards` | 100 cards |
| `meta` | 8,192 bytes as compact JSON in UTF-8 |
| a whole event | 20 objects and lists within each other |

An optional field that is null, or a blank string, counts as absent; an optional id of white space alone is refused.
"""

import json
from datetime import datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)

from conversations.blank import is_blank
from conversations.money import exponent, is_decimal, to_minor
from conversations.payloads.instants import read_instant
from conversations.payloads.refusals import Code, kind_of, unfit

LONGEST_TEXT = 64 * 1024
"""Bytes of UTF-8."""
LARGEST_META = 8 * 1024
"""Bytes of compact JSON."""
MOST_CARDS = 100

STRICT = ConfigDict(frozen=True, extra="forbid", strict=True)
"""Of every model: nothing is converted, and a name that is not known is refused."""


def _text(text: str) -> str:
    if len(text) * 4 > LONGEST_TEXT and len(text.encode()) > LONGEST_TEXT:
        raise unfit(Code.TOO_LONG, f"must be at most {LONGEST_TEXT} bytes long")
    return text


def _seen(label: str) -> str:
    if is_blank(label):
        raise unfit(Code.EMPTY, "must hold more than white space")
    return label


def _meta(meta: dict[str, object]) -> dict[str, object]:
    if len(compact_json(meta)) > LARGEST_META:
        raise unfit(Code.TOO_LARGE, f"must be at most {LARGEST_META} bytes of JSON")
    return meta


def _instant(value: object, info: ValidationInfo) -> datetime:
    """The context of the validation is the present: an aware datetime, or None for no bound."""
    if isinstance(value, str):
        return read_instant(value, now=info.context)
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise unfit(Code.BAD_TIME, "must be a time of RFC 3339 with its offset, not a number")
    raise unfit(Code.WRONG_TYPE, f"must be a string, not {kind_of(value)}")


def _currency(code: str) -> str:
    try:
        exponent(code)
    except ValueError as error:
        raise unfit(Code.UNKNOWN_CURRENCY, str(error)) from None
    return code


def _minor(value: object, info: ValidationInfo) -> int:
    """Where the currency was refused, that is the reason to tell, and the amount here is not looked at."""
    if not isinstance(value, str):
        raise unfit(Code.WRONG_TYPE, f"must be a decimal number in a string, not {kind_of(value)}")
    try:
        return to_minor(value, info.data["currency"]) if "currency" in info.data else 0
    except ValueError as error:
        raise unfit(Code.BAD_AMOUNT, str(error)) from None


def _price(value: str, info: ValidationInfo) -> str:
    """As it was given: without a currency it is one of the account's."""
    if info.data.get("currency"):
        _minor(value, info)
    elif not is_decimal(value):
        raise unfit(Code.BAD_AMOUNT, "must be a decimal number in plain digits with a point, such as 1299.00")
    return value


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


def _none_if_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _false_if_null(value: object) -> object:
    return False if value is None else value


def _zero_if_null(value: object) -> object:
    return "0" if value is None else value


def compact_json(value: object) -> bytes:
    """The same bytes for the same JSON value, whatever the order of its keys."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


NoneIfBlank = BeforeValidator(_none_if_blank)

Id = Annotated[str, StringConstraints(max_length=200, pattern=r"\S")]
OptionalId = Annotated[Id | None, BeforeValidator(_none_if_empty)]
Text = Annotated[str, AfterValidator(_text)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_seen)]
Name = Annotated[Annotated[str, Field(max_length=200)] | None, NoneIfBlank]
Title = Annotated[str, Field(max_length=500)]
OptionalTitle = Annotated[Title | None, NoneIfBlank]
Note = Annotated[Annotated[str, Field(max_length=2000)] | None, NoneIfBlank]
Link = Annotated[Annotated[str, Field(max_length=2048)] | None, NoneIfBlank]
Flag = Annotated[bool, BeforeValidator(_false_if_null)]
Score = Annotated[int, Field(ge=1, le=5)]
Meta = Annotated[dict[str, object], AfterValidator(_meta)]
_DATE_TIME = WithJsonSchema({"type": "string", "format": "date-time"})
Instant = Annotated[datetime, BeforeValidator(_instant), _DATE_TIME]
Currency = Annotated[str, AfterValidator(_currency)]
OptionalCurrency = Annotated[Currency | None, NoneIfBlank]
Price = Annotated[Annotated[str, AfterValidator(_price)] | None, NoneIfBlank]
_DECIMAL_STRING = WithJsonSchema({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$", "examples": ["1299.00"]})
Amount = Annotated[int, BeforeValidator(_minor), _DECIMAL_STRING]
"""A decimal string on the wire, minor units of the field `currency` before it from here on (A6)."""
OptionalAmount = Annotated[Amount, BeforeValidator(_zero_if_null)]

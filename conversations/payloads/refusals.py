"""Why an event was not taken: a code from a closed list, plain words, and a pointer to the spot."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pydantic_core import PydanticCustomError

LONGEST_NAME_SHOWN = 100
"""Characters. A longer field name is not repeated, in words or in a pointer."""
LONGEST_POINTER = 500
"""Characters."""
UNFIT = "unfit"
"""What pydantic calls every problem that our own fields tell, whatever its code."""


class Code(StrEnum):
    """Every reason there is. A code is never renamed: sources act on it."""

    # the bytes
    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    DUPLICATE_KEY = "duplicate_key"
    NUL_CHARACTER = "nul_character"
    LONE_SURROGATE = "lone_surrogate"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    # the shape
    NOT_AN_OBJECT = "not_an_object"
    UNKNOWN_TYPE = "unknown_type"
    MISSING_FIELD = "missing_field"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    UNKNOWN_VALUE = "unknown_value"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    # time
    BAD_TIME = "bad_time"
    NO_OFFSET = "no_offset"
    TIME_OUT_OF_RANGE = "time_out_of_range"
    IN_THE_FUTURE = "in_the_future"
    # money
    BAD_AMOUNT = "bad_amount"
    UNKNOWN_CURRENCY = "unknown_currency"
    # the shopper
    BAD_EMAIL = "bad_email"
    BAD_PHONE = "bad_phone"
    NO_IDENTITY = "no_identity"
    # known to the writer alone
    CONFLICT = "conflict"
    AGENT_NOT_LIVE = "agent_not_live"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One event, not taken, and the first and most telling reason.

    `detail` is a sentence in English that repeats no value of the event. `pointer` is an RFC 6901 pointer from the
    event to the spot, "" for the whole. `type` and `id` are as the event had them, as far as could be read, cleaned
    and cut for display; "" where unknown.
    """

    code: str
    detail: str
    pointer: str
    type: str
    id: str


class PayloadError(Exception):
    """The bytes are no JSON value that could be kept. `pointer` is an RFC 6901 pointer from that value."""

    def __init__(self, code: Code, detail: str, *, pointer: str = "") -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.pointer = pointer


def pointer_to(path: Iterable[str | int]) -> str:
    """The RFC 6901 pointer. It stops early, at a container, where it or a name in it is too long or odd to be shown."""
    pointer = ""
    for step in path:
        longer = f"{pointer}/{str(step).replace('~', '~0').replace('/', '~1')}"
        if len(longer) > LONGEST_POINTER or not can_be_shown(str(step)):
            break
        pointer = longer
    return pointer


def can_be_shown(name: str) -> bool:
    """Whether a name from outside is short, and every database and log takes it: no NUL, no lone surrogate."""
    return len(name) <= LONGEST_NAME_SHOWN and "\0" not in name and not any("\ud800" <= c <= "\udfff" for c in name)


def refusal(code: str, detail: str, *, pointer: str, value: object) -> Refusal:
    """The refusal of `value`, which may be anything: its type and id are taken from it where it has them."""
    return Refusal(code, detail, pointer, type=_shown(value, "type", longest=40), id=_shown(value, "id", longest=200))


def unfit(code: Code, words: str) -> PydanticCustomError:
    """To be raised by a field that cannot take its value; `words` follow the name of the field."""
    return PydanticCustomError(UNFIT, words, {"code": code})


def kind_of(value: object) -> str:
    """What a JSON value is, in words: "a number"."""
    for kind, words in _KINDS:
        if isinstance(value, kind):
            return words
    return "null"


_KINDS = (
    (str, "a string"),
    (bool, "true or false"),
    (int | float, "a number"),
    (list, "a list"),
    (dict, "an object"),
)


def _shown(value: object, field: str, *, longest: int) -> str:
    found = value.get(field) if isinstance(value, dict) else None
    if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 10**longest:
        found = str(found)
    if not isinstance(found, str):
        return ""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in found[:longest])

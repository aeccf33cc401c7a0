"""Of all that pydantic finds wrong with an event: the first and most telling problem, in our codes and words.

First an unknown type, then the fields in the order of their class, each with what is in it; unknown fields come after
the fields beside them. But where a field is missing and an unknown one is there, the unknown one is told: it is most
likely the missing one, misspelt.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from conversations.payloads.events import Event, ProductCard
from conversations.payloads.refusals import UNFIT, Code, Refusal, can_be_shown, kind_of, pointer_to, refusal
from conversations.payloads.shopper import ShopperRef

_EVENT_OF: dict[str, type[BaseModel]] = {
    get_args(model.model_fields["type"].annotation)[0]: model for model in get_args(Event)
}
_PART_OF: dict[str | int, type[BaseModel]] = {"shopper": ShopperRef, "product_cards": ProductCard}
_NAMES_OF = {
    model: [field.alias or own for own, field in model.model_fields.items()]
    for model in (*_EVENT_OF.values(), *_PART_OF.values())
}
_ALL_NAMES = frozenset(name for names in _NAMES_OF.values() for name in names)

_WANTED = {
    "string_type": "a string",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "enum": "a string",
}
_CODE_OF = {
    "missing": Code.MISSING_FIELD,
    "extra_forbidden": Code.UNKNOWN_FIELD,
    "enum": Code.UNKNOWN_VALUE,
    "string_too_short": Code.EMPTY,
    "string_pattern_mismatch": Code.EMPTY,
    "string_too_long": Code.TOO_LONG,
    "too_long": Code.TOO_MANY,
    "greater_than_equal": Code.NUMBER_OUT_OF_RANGE,
    "less_than_equal": Code.NUMBER_OUT_OF_RANGE,
}


def explain(error: ValidationError, value: object) -> Refusal:
    """The refusal of `value`, in which pydantic found `error`."""
    if not isinstance(value, dict):
        detail = f"an event must be an object, not {kind_of(value)}"
        return refusal(Code.NOT_AN_OBJECT, detail, pointer="", value=value)
    problem = _most_telling(error.errors(include_url=False))
    if problem["type"].startswith("union_tag"):
        return _explain_type(value)
    path = problem["loc"][1:]
    code = _code(problem)
    return refusal(code, _words(problem, code), pointer=pointer_to(path), value=value)


def abridged(value: object) -> object:
    """The event with one unknown field at most in each object: a hundred thousand of them take seconds to list."""
    if isinstance(value, list):
        return [abridged(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = _ALL_NAMES | {next((name for name in value if name not in _ALL_NAMES), "")}
    return {name: part if name == "meta" else abridged(part) for name, part in value.items() if name in kept}


def _most_telling(problems: Sequence[ErrorDetails]) -> ErrorDetails:
    first = problems[0]
    if first["type"] != "missing":
        return first
    beside = first["loc"][:-1]
    misspelt = (p for p in problems if p["type"] == "extra_forbidden" and p["loc"][:-1] == beside)
    return next(misspelt, first)


def _explain_type(value: dict[str, object]) -> Refusal:
    kinds = ", ".join(_EVENT_OF)
    if "type" not in value:
        code, detail = Code.MISSING_FIELD, f"type is missing: one of {kinds}"
    elif not isinstance(value["type"], str):
        code, detail = Code.WRONG_TYPE, f"type must be a string, not {kind_of(value['type'])}"
    else:
        code, detail = Code.UNKNOWN_TYPE, f"type must be one of {kinds}"
    return refusal(code, detail, pointer="/type", value=value)


def _code(problem: ErrorDetails) -> Code:
    if problem["type"] == "enum" and not isinstance(problem["input"], str):
        return Code.WRONG_TYPE
    if problem["type"] == UNFIT:
        return Code(problem["ctx"]["code"])
    return _CODE_OF.get(problem["type"], Code.WRONG_TYPE)


def _words(problem: ErrorDetails, code: Code) -> str:
    path = problem["loc"][1:]
    if code is Code.UNKNOWN_FIELD:
        return _words_on_unknown_field(str(problem["loc"][0]), path)
    return f"{'.'.join(map(str, path))} {_predicate(problem, code)}"


def _predicate(problem: ErrorDetails, code: Code) -> str:
    limits = problem.get("ctx", {})
    if problem["type"] == UNFIT:
        return problem["msg"]
    match code:
        case Code.MISSING_FIELD:
            return "is missing"
        case Code.EMPTY:
            return "must hold more than white space"
        case Code.TOO_LONG:
            return f"must be at most {limits['max_length']} characters long"
        case Code.TOO_MANY:
            return f"must be at most {limits['max_length']} in number"
        case Code.NUMBER_OUT_OF_RANGE:
            return "must be from 1 to 5"
        case Code.UNKNOWN_VALUE:
            return f"must be {limits['expected'].replace(chr(39), '')}"
        case _:
            return f"must be {_WANTED.get(problem['type'], 'something else')}, not {kind_of(problem['input'])}"


def _words_on_unknown_field(event_type: str, path: tuple[str | int, ...]) -> str:
    *owner, name = path
    where = ".".join(map(str, owner)) or f"an event of type {event_type}"
    if not (isinstance(name, str) and can_be_shown(name) and name.isprintable()):
        return f"{where} has a field that is not known, with an odd name"
    model = _PART_OF[owner[0]] if owner else _EVENT_OF[event_type]
    meant = get_close_matches(name, _NAMES_OF[model], n=1)
    return f"{where} has no field {name}" + (f": did you mean {meant[0]}?" if meant else "")

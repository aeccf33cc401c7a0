"""Whom an event is about (A5), with the keys that profiles are matched by brought to one form."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator

from conversations.identity import fold_email
from conversations.payloads.fields import STRICT, Id, Name, NoneIfBlank, OptionalId
from conversations.payloads.refusals import Code, unfit

LONGEST_EMAIL = 320
"""Characters, as it was given and as it is matched."""

_EMAIL = re.compile(r"\s*[^\s@]+@[^\s@]+\s*")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_TRUNK_ZERO = re.compile(r"(?<=.)\(0\)")
_BETWEEN_DIGITS = re.compile(r"[\s.()\-\u2010-\u2015\u2212]+")


def read_phone(phone: str) -> str:
    """The number in E.164: "00 46 (0)70-123 45 67" is "+46701234567". Refused without a country: it names nobody."""
    international = _TRUNK_ZERO.sub("", phone.strip())
    digits = _BETWEEN_DIGITS.sub("", international)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if not _PHONE.fullmatch(digits):
        raise unfit(Code.BAD_PHONE, "must be a phone number with its country code, such as +46701234567")
    return digits


def _email(email: str) -> str:
    """As given. What is plainly no address ("-", "n/a") is refused: it would make one profile of all who share it."""
    if not _EMAIL.fullmatch(email):
        raise unfit(Code.BAD_EMAIL, "must be an email address")
    if len(fold_email(email)) > LONGEST_EMAIL:
        raise unfit(Code.TOO_LONG, f"must be at most {LONGEST_EMAIL} characters long")
    return email


Email = Annotated[Annotated[str, Field(max_length=LONGEST_EMAIL), AfterValidator(_email)] | None, NoneIfBlank]
Phone = Annotated[Annotated[str, Field(max_length=40), AfterValidator(read_phone)] | None, NoneIfBlank]


class ShopperRef(BaseModel):
    """At least one of id, visitor, email and phone. `email` is as given, `phone` is E.164."""

    model_config = STRICT

    id: OptionalId = None
    visitor: OptionalId = None
    name: Name = None
    email: Email = None
    phone: Phone = None

    @property
    def email_key(self) -> str | None:
        """The email as profiles are matched by it."""
        return fold_email(self.email) if self.email else None

    @model_validator(mode="after")
    def _names_someone(self) -> Self:
        if not (self.id or self.visitor or self.email or self.phone):
            raise unfit(Code.NO_IDENTITY, "must name an id, visitor, email or phone")
        return self


class KnownShopper(ShopperRef):
    """The shopper of a `shopper` event: what is told about this id. An id alone is allowed, and tells nothing."""

    id: Id

"""Why events are refused, as an admin reads it. The sentence that goes to the sender is the refusal's own."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conversations.payloads import Code

REASON: Mapping[str, Promise] = {
    Code.NOT_UTF8: _("Not UTF-8"),
    Code.NOT_JSON: _("Not JSON"),
    Code.TOO_DEEP: _("Nested too deep"),
    Code.DUPLICATE_KEY: _("A field given twice"),
    Code.NUL_CHARACTER: _("A NUL character"),
    Code.LONE_SURROGATE: _("Half a character"),
    Code.NUMBER_OUT_OF_RANGE: _("A number out of range"),
    Code.NOT_AN_OBJECT: _("Not an object"),
    Code.UNKNOWN_TYPE: _("Unknown type of event"),
    Code.MISSING_FIELD: _("A field is missing"),
    Code.UNKNOWN_FIELD: _("A field that is not known"),
    Code.WRONG_TYPE: _("A value of the wrong type"),
    Code.UNKNOWN_VALUE: _("A word that is not known"),
    Code.EMPTY: _("An empty value"),
    Code.TOO_LONG: _("A text that is too long"),
    Code.TOO_MANY: _("Too many entries"),
    Code.TOO_LARGE: _("Too large"),
    Code.BAD_TIME: _("Not a time"),
    Code.NO_OFFSET: _("A time without its offset from UTC"),
    Code.TIME_OUT_OF_RANGE: _("A time before 2000 or after 2100"),
    Code.IN_THE_FUTURE: _("A time in the future"),
    Code.BAD_AMOUNT: _("Not an amount of money"),
    Code.UNKNOWN_CURRENCY: _("Unknown currency"),
    Code.BAD_EMAIL: _("Not an email address"),
    Code.BAD_PHONE: _("Not a phone number"),
    Code.NO_IDENTITY: _("A shopper who is nobody"),
    Code.CONFLICT: _("The same event with other content"),
    Code.AGENT_NOT_LIVE: _("The agent was paused"),
}


def in_words(code: str) -> str:
    return str(REASON.get(code, code))

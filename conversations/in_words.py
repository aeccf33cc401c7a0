"""Money, durations, days and periods in the reader's language. Instants are those of the active zone, the account's."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from babel.numbers import NumberPattern, format_currency, parse_pattern
from django.utils import dateformat, timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext, to_locale
from django.utils.translation import gettext_lazy as _

from conversations.languages import by_language
from conversations.money import exponent, to_decimal
from conversations.periods import Preset

SPACE = "\u00a0"  # no break between a number and its unit

PRESET: Mapping[Preset, Promise] = {
    Preset.TODAY: _("Today"),
    Preset.YESTERDAY: _("Yesterday"),
    Preset.LAST_7_DAYS: _("Last 7 days"),
    Preset.LAST_14_DAYS: _("Last 14 days"),
    Preset.LAST_30_DAYS: _("Last 30 days"),
    Preset.LAST_90_DAYS: _("Last 90 days"),
    Preset.THIS_WEEK: _("This week"),
    Preset.LAST_WEEK: _("Last week"),
    Preset.THIS_MONTH: _("This month"),
    Preset.LAST_MONTH: _("Last month"),
    Preset.THIS_YEAR: _("This year"),
}

_DECIMALS = re.compile(r"\.0+")
_CODE_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")


def money_in_words(minor: int, currency: str) -> str:
    """A6: minor units of an ISO 4217 currency, with all its decimals."""
    return amount_in_words(to_decimal(minor, currency), currency, digits=exponent(currency))


def amount_in_words(amount: Decimal, currency: str, *, digits: int) -> str:
    """An amount of a currency, with so many digits after the point."""
    locale, pattern = _money_pattern(digits)
    text = format_currency(amount, currency, pattern, locale, currency_digits=False)
    return _CODE_BEFORE_DIGIT.sub(SPACE, text)  # CLDR asks for it, Babel leaves it out: SEK 1,899.00


def duration_in_words(seconds: float) -> str:
    """The two largest units, rounded down: 1 h 44 min."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(gettext("%s d"), days), (gettext("%s h"), hours), (gettext("%s min"), minutes), (gettext("%s s"), rest)]
    first = next((index for index, (_unit, number) in enumerate(parts) if number), len(parts) - 1)
    shown = [(unit % number).replace(" ", SPACE) for unit, number in parts[first : first + 2] if number]
    return " ".join(shown or [(parts[-1][0] % 0).replace(" ", SPACE)])


def days_in_words(first: date, last: date) -> str:
    """1–7 Jun 2026; 30 Apr – 7 Jun 2026; one day alone: 7 Jun 2026."""
    whole = in_format(last, pgettext("date format", "j M Y"))
    if first == last:
        return whole
    if (first.year, first.month) == (last.year, last.month):
        return f"{in_format(first, 'j')}–{whole}"
    start = pgettext("date format", "j M") if first.year == last.year else pgettext("date format", "j M Y")
    return f"{in_format(first, start)} – {whole}"


def clock_in_words(at: datetime) -> str:
    """9 Jun 14:05."""
    return in_format(timezone.localtime(at), pgettext("date format", "j M H:i"))


def hours_in_words(hours: int) -> str:
    """24 hours; 5 days."""
    if hours > 24 and hours % 24 == 0:
        return ngettext("%d day", "%d days", hours // 24) % (hours // 24)
    return ngettext("%d hour", "%d hours", hours) % hours


def until_in_words(at: datetime) -> str:
    return gettext("can still change until %(moment)s") % {"moment": clock_in_words(at)}


def in_format(day: date, letters: str) -> str:
    """A day, or an instant by its own clock, in the letters of Django's `date` filter. Days are remembered.

    Instants are not: the same one in two zones is one key, and two times of day.
    """
    if isinstance(day, datetime):
        return dateformat.format(day, letters)
    return _formatted(day, letters)


@by_language
def _formatted(day: date, letters: str) -> str:
    return dateformat.format(day, letters)


@by_language
def _money_pattern(digits: int) -> tuple[Locale, NumberPattern]:
    locale = Locale.parse(to_locale(get_language() or "en"))
    pattern = str(locale.currency_formats["standard"].pattern)
    return locale, parse_pattern(_DECIMALS.sub(f".{'0' * digits}" if digits else "", pattern))

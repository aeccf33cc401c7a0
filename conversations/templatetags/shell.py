"""The smallest parts of a page: those that appear a hundred times on it, so they are Python and not a template.

Instants are shown in the active zone, which is the account's, and in the reader's language.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.core.paginator import Page
from django.template import Context
from django.templatetags.static import static
from django.utils import dateformat, timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext

from conversations.blank import is_blank
from conversations.in_words import in_format
from conversations.languages import by_language
from conversations.markup import fill, fill_each
from conversations.masking import MASKED, Sight
from conversations.models import Conversation, Profile
from conversations.vocabulary import Status, Verdict
from conversations.wording import ANONYMOUS, NO_LABEL, STATUS, VERDICT

LONGEST_QUESTION = 200
"""Characters of a first question that are shown; two lines of a phone hold no more."""
LONGEST_BESIDE = 120
"""The same where the list stands beside a thread."""
PAGES_BESIDE, PAGES_AT_ENDS = 1, 1

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Tabler icon of our sprite. Without a label it is an ornament that nobody reads out."""
    said = fill('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return fill('<svg class="icon" {}><use href="{}#{}"/></svg>', said, _sprite(), name)


@register.simple_tag
def sheet_close(begin: str, end: object = "") -> SafeString:
    """What closes a popover where it is a sheet, first in it. Its id is both parts in one; the cross is the style's."""
    begun = '<button class="sheet-close" type="button" popovertarget="{}{}" aria-label="{}"></button>'
    return fill(begun, begin, end, gettext("Close"))


@register.simple_tag
@by_language
def status_badge(status: str) -> SafeString:
    """S2 to S5: the status in words, with a shape and a colour of its own."""
    return fill('<span class="status" data-token="{}">{}</span>', status, STATUS[Status(status)])


@register.simple_tag
@by_language
def verdict_badge(verdict: str) -> SafeString:
    """What somebody thinks of it, beside the status and never instead of it."""
    sign = "✓" if verdict == Verdict.RIGHT_CALL else "✗"
    return fill(' <span class="pill plain verdict">{} {}</span>', sign, VERDICT[Verdict(verdict)])


@register.simple_tag
def profile_name(profile: Profile | None, sight: Sight = MASKED) -> SafeString:
    """S7: name, else email, else phone, else Anonymous; what the reader may see of it."""
    name = sight.name(profile)
    if not name:
        return fill('<span class="muted">{}</span>', ANONYMOUS)
    return fill("<bdi>{}</bdi>", name)


@register.simple_tag
def question(conversation: Conversation, sight: Sight = MASKED, length: int = LONGEST_QUESTION) -> str:
    """What a conversation was begun with: what the reader may see of it, so many characters at most."""
    asked = sight.text(conversation.first_question.strip())
    if is_blank(asked):
        return gettext("No question")
    return Truncator(asked).chars(length) if len(asked) > length else asked


@register.simple_tag
def moment(at: datetime | None, style: str = "near") -> SafeString:
    """A `<time>` with the exact instant in UTC; nothing for no instant.

    Styles: near (today 13:58, 5 Jun 11:20, 7 Jun 2025), time, day (Sunday 7 June), date and full.
    """
    if not at:
        return SafeString("")
    exact = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return fill('<time datetime="{}">{}</time>', exact, _in_words(timezone.localtime(at), style))


@register.simple_tag
def beside_row(row: Mapping[str, Any], sight: Sight = MASKED) -> SafeString:
    """One of components/beside.html."""
    conversation = row["conversation"]
    return fill(
        '<li{}><a href="{}" dir="auto" data-row>{}</a>{}<p>{} <span>{}</span> <span>{}</span></p></li>',
        "" if row["href"] else SafeString(' aria-current="true"'),
        row["href"] or "#main",
        question(conversation, sight, LONGEST_BESIDE),
        moment(conversation.last_message_at),
        status_badge(str(conversation.status)),
        conversation.label.name if conversation.label else NO_LABEL,
        profile_name(conversation.profile, sight),
    )


@register.simple_tag(takes_context=True)
def hidden_params(context: Context, *left_out: str) -> SafeString:
    """The parameters of this address as hidden inputs of a GET form, but those that the form sets itself."""
    given = context["request"].GET.lists()
    kept = [(name, value) for name, values in given if name not in left_out for value in values]
    return fill_each('<input type="hidden" name="{}" value="{}">', kept)


@register.filter
def page_numbers(page: "Page[Any]") -> Iterator[int | str]:
    """The numbers to offer beside page n, with an ellipsis for what is left out: 1 … 4 5 6 … 26."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=PAGES_BESIDE, on_ends=PAGES_AT_ENDS)


@register.filter
def web_address(url: object) -> str:
    """The address if it leads to a web page, else nothing: what shops send may be `javascript:`."""
    text = str(url or "").strip()
    try:
        scheme = urlsplit(text).scheme
    except ValueError:
        return ""
    return text if scheme in ("http", "https") else ""


@cache
def _sprite() -> str:
    return static("vendor/tabler/sprite.svg")


def _in_words(local: datetime, style: str) -> str:
    if style == "near":
        day, is_near = _near(local.date(), timezone.localdate())
        return f"{day} {_clock(local)}" if is_near else day
    if style == "time":
        return _clock(local)
    if style == "full":
        return dateformat.format(local, pgettext("date format", "j M Y, H:i"))
    if style == "day":
        return in_format(local.date(), pgettext("date format", "l j F"))
    return in_format(local.date(), pgettext("date format", "j M Y"))


@by_language
def _near(day: date, today: date) -> tuple[str, bool]:
    """The day in words, and whether it is near enough for the time of day to be said."""
    if day.year != today.year:
        return in_format(day, pgettext("date format", "j M Y")), False
    match (today - day).days:
        case 0:
            return gettext("today"), True
        case 1:
            return gettext("yesterday"), True
    return in_format(day, pgettext("date format", "j M")), True


def _clock(local: datetime) -> str:
    return f"{local:%H:%M}"

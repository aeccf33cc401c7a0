"""The form "More filters", and its filters in force as chips."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from conversations.details import Details
from conversations.filters import ListFilter
from conversations.scope import Basis, Scope
from conversations.views.controls import Address, Chip, problem_of
from conversations.wording import HANDOFF_SEEN, HAS_ORDER, PROFILE_KIND

NAMES = ("on", "profile", "credited", "handoff", "min", "max", "test")


def more_filters(filters: ListFilter, address: Address) -> dict[str, Any]:
    """What components/more_filters.html takes. What was typed stays, even if it makes no sense."""
    scope, details = filters.shown, filters.shown.details
    chosen = sum(1 for name in NAMES if filters.form.cleaned_data.get(name) not in (None, "", []))
    problem = problem_of(filters, *NAMES)
    return {
        "value": chosen or "",
        "problem": problem,
        "clear_href": address.without(*NAMES) if chosen or problem else "",
        "choices": [
            _choice("on", _("Period of"), _bases(), scope.basis),
            _choice("profile", _("Profile"), [("", _("Any")), *PROFILE_KIND.items()], details.profile),
            _choice("credited", _("Credited order"), [("", _("Any")), *HAS_ORDER.items()], details.credited),
        ],
        "handoffs": [
            {"value": stage.value, "label": name, "checked": stage in details.handoffs}
            for stage, name in HANDOFF_SEEN.items()
        ],
        "counts": [_count(filters, "min", _("at least")), _count(filters, "max", _("at most"))],
        "test": scope.test,
    }


def more_chips(scope: Scope, address: Address) -> list[Chip]:
    return [
        {"label": label, "value": value, "remove_href": address.without(*names)}
        for names, label, value in _chosen(scope.details)
    ]


def _chosen(details: Details) -> Iterator[tuple[tuple[str, ...], str, str]]:
    if details.profile:
        yield ("profile",), _("Profile"), str(PROFILE_KIND[details.profile])
    if details.credited:
        yield ("credited",), _("Credited order"), str(HAS_ORDER[details.credited])
    if details.handoffs:
        yield ("handoff",), _("Handoff"), ", ".join(str(HANDOFF_SEEN[stage]) for stage in details.handoffs)
    least, most = details.min_messages, details.max_messages
    if least is not None and most is not None:
        yield ("min", "max"), _("Messages"), f"{least}–{most}"
    elif least is not None:
        yield ("min",), _("Messages"), _("at least %(count)d") % {"count": least}
    elif most is not None:
        yield ("max",), _("Messages"), _("at most %(count)d") % {"count": most}


def _bases() -> list[tuple[str, str]]:
    return [
        ("", _("start of the conversation")),
        (Basis.UPDATED, _("last message")),
        (Basis.ORDER, _("a credited order")),
    ]


def _choice(
    name: str, label: str, options: Iterable[tuple[str | StrEnum, str | Promise]], chosen: str | None
) -> Mapping[str, Any]:
    return {
        "name": name,
        "label": label,
        "options": [{"value": str(value), "label": text, "checked": value == chosen} for value, text in options],
    }


def _count(filters: ListFilter, name: str, label: str) -> Mapping[str, Any]:
    return {"name": name, "label": label, "value": filters.data.get(name, ""), "problem": problem_of(filters, name)}

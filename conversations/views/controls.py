"""What the controls of a page show: period, filter menus, and the filters in force as chips. All of it is links."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from conversations.addresses import query_of
from conversations.filters import ListFilter, ScopeFilter
from conversations.in_words import PRESET, days_in_words
from conversations.periods import EARLIEST, LATEST, Period, Span
from conversations.scope import Basis, Scope
from conversations.wording import CHANNEL, NO_LABEL, REVIEWED, STATUS, TOUCH_KIND, TRAIT

Chip = Mapping[str, str]
_FILTERS = ("channel", "status", "label", "touch", "has", "review", "on", "hour", "test", "q")
_DETAILS = ("profile", "credited", "handoff", "min", "max")


class Address:
    """The address of this page with other parameters. A new question starts at the first page of its answer."""

    def __init__(self, request: HttpRequest) -> None:
        self._given = {name: values for name, values in request.GET.lists() if name != "page"}

    def with_(self, **parameters: str | Sequence[str]) -> str:
        given = {name: [value] if isinstance(value, str) else list(value) for name, value in parameters.items()}
        return _query(self._given | given)

    def without(self, *names: str, **parameters: str) -> str:
        kept = {name: values for name, values in self._given.items() if name not in names}
        return _query(kept | {name: [value] for name, value in parameters.items()})


def _query(parameters: Mapping[str, Sequence[str]]) -> str:
    return f"?{query_of(parameters)}"


def period_control(filters: ScopeFilter, address: Address) -> dict[str, Any]:
    """What the period picker needs. Days that were typed stay, even if they make no period."""
    period = filters.period
    presets = [
        {
            "label": name,
            "href": address.without("from", "to", preset=preset.value),
            "current": period is not None and period.preset is preset,
        }
        for preset, name in PRESET.items()
    ]
    return {
        "label": _label(period),
        "problem": problem_of(filters, "from", "to", "preset"),
        "presets": presets,
        "first": period.first.isoformat() if period else _typed(filters, "from"),
        "last": period.last.isoformat() if period else _typed(filters, "to"),
        "earliest": EARLIEST.isoformat(),
        "latest": LATEST.isoformat(),
    }


def _typed(filters: ScopeFilter, name: str) -> str:
    day = filters.form.cleaned_data.get(name)
    return day.isoformat() if day else ""


def _label(period: Period | None) -> str:
    if period is None:
        return _("Choose a period")
    return str(PRESET.get(period.preset) or days_in_words(period.first, period.last))


def channel_menu(filters: ScopeFilter, address: Address) -> dict[str, Any]:
    chosen = filters.shown.channels
    options = [_option(channel.value, name, channel in chosen) for channel, name in CHANNEL.items()]
    return _menu("channel", _("Channel"), options, filters=filters, address=address)


def status_menu(filters: ScopeFilter, address: Address) -> dict[str, Any]:
    chosen = filters.shown.statuses
    options = [_option(status.value, name, status in chosen, status.value) for status, name in STATUS.items()]
    return _menu("status", _("Status"), options, filters=filters, address=address)


def label_menu(filters: ScopeFilter, address: Address) -> dict[str, Any]:
    chosen = {topic.id for topic in filters.shown.topics}
    options = [_option(topic.name, topic.name or NO_LABEL, topic.id in chosen) for topic in filters.topics.values()]
    return _menu("label", _("Label"), options, filters=filters, address=address)


def review_menu(filters: ScopeFilter, address: Address) -> dict[str, Any]:
    chosen = filters.shown.reviews
    options = [_option(word, name, word in chosen) for word, name in REVIEWED.items()]
    return _menu("review", _("Review"), options, filters=filters, address=address)


def _option(value: str, label: str | Promise, checked: bool, token: str = "") -> dict[str, Any]:  # noqa: FBT001
    return {"value": value, "label": label, "checked": checked, "token": token}


def _menu(
    name: str, label: str, options: list[dict[str, Any]], *, filters: ScopeFilter, address: Address
) -> dict[str, Any]:
    chosen = [str(option["label"]) for option in options if option["checked"]]
    problem = problem_of(filters, name)
    return {
        "name": name,
        "label": label,
        "options": options,
        "value": chosen[0] if len(chosen) == 1 else (len(chosen) or ""),
        "problem": problem,
        "clear_href": address.without(name) if chosen or problem else "",
    }


def problem_of(filters: ScopeFilter, *names: str) -> str:
    """What is wrong with one of these, in words, for the control that asks for them."""
    errors: Any = filters.form.errors
    return " ".join(problem for name in names for problem in errors.get(name, ()))


def chips(scope: Scope, address: Address, *, query: str = "") -> list[Chip]:
    """The filters in force, in words."""
    shown: list[tuple[str, str, Iterable[Any]]] = [
        ("channel", _("Channel"), [CHANNEL[channel] for channel in scope.channels]),
        ("status", _("Status"), [STATUS[status] for status in scope.statuses]),
        ("label", _("Label"), [topic.name or NO_LABEL for topic in scope.topics]),
        ("touch", _("With"), [TOUCH_KIND[kind] for kind in scope.touches]),
        ("has", _("With"), [TRAIT[trait] for trait in scope.traits]),
        ("review", _("Review"), [REVIEWED[word] for word in scope.reviews]),
        ("on", _("Period of"), [_basis(scope.basis)] if scope.basis is not Basis.STARTED else []),
        ("hour", _("Hour"), [_hour(scope.hour)] if scope.hour else []),
        ("test", _("Tests"), [_("shown, too")] if scope.test else []),
        ("q", _("Search"), [query] if query else []),
    ]
    return [
        {"label": label, "value": ", ".join(str(value) for value in values), "remove_href": address.without(name)}
        for name, label, values in shown
        if values
    ]


def _basis(basis: Basis) -> str:
    return _("the last message") if basis is Basis.UPDATED else _("a credited order")


def _hour(hour: Span) -> str:
    """With its offset: on the day the clock is set back, an hour comes twice."""
    return f"{hour.key[11:16]} (UTC{hour.key[16:]})"


def problems(filters: ScopeFilter, address: Address) -> dict[str, Any]:
    """What conversations/problems.html takes."""
    return {"problems": filters.problems, "fix_href": address.without(*filters.bad_parameters)}


def clear_href(address: Address) -> str:
    """The same page and period without any filter."""
    return address.without(*_FILTERS, *_DETAILS)


def sizes(filters: ListFilter, address: Address, choices: Iterable[int]) -> list[dict[str, Any]]:
    return [
        {"label": size, "href": address.with_(per_page=str(size)), "current": size == filters.page_size}
        for size in choices
    ]

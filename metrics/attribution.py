"""The settings of attribution as a form, a preview of what a change would do, and the history (A1, A2, A8)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from conversations.attribution import from_data
from conversations.crediting import DEFAULT_WINDOWS, Settings, TouchPoint, Window, validate_window
from conversations.days import day_start, local_day
from conversations.in_words import hours_in_words
from conversations.models import Account, AttributionChange
from conversations.vocabulary import Anchor, Channel
from conversations.wording import ANCHOR, CHANNEL, TOUCH_KIND, choices
from metrics.queries.earned import Cell, Earnings, earned
from metrics.queries.sales import Revenue

HOURS, DAYS = "hours", "days"
_HOURS_IN = {HOURS: 1, DAYS: 24}
_LONGEST = {HOURS: 2160, DAYS: 90}


class AttributionForm(forms.Form):
    """Of each touch point its switch and its window, a number of hours or days. `seen` says what it was filled from."""

    anchor = forms.ChoiceField(
        label=_("Windows of message channels start"), choices=choices(ANCHOR), widget=forms.RadioSelect
    )
    ignore_bots = forms.BooleanField(label=_("Clicks that were marked as a bot’s earn nothing"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point in DEFAULT_WINDOWS:
            name = touch_point_name(point)
            key = _key(point)
            self.fields[f"{key}_on"] = forms.BooleanField(label=name, required=False)
            self.fields[f"{key}_length"] = forms.IntegerField(
                label=gettext("Window: %(touch)s") % {"touch": name},
                min_value=1,
                max_value=_LONGEST[HOURS],
                error_messages={
                    "invalid": gettext("A window is a whole number."),
                    "min_value": gettext("A window is at least 1 hour."),
                    "max_value": gettext("A window is at most 90 days."),
                },
            )
            self.fields[f"{key}_unit"] = forms.ChoiceField(
                label=gettext("Unit: %(touch)s") % {"touch": name}, choices=[(HOURS, _("hours")), (DAYS, _("days"))]
            )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for point in DEFAULT_WINDOWS:
            key = _key(point)
            length, unit = given.get(f"{key}_length"), given.get(f"{key}_unit")
            if length and unit and length > _LONGEST[unit]:
                self.add_error(f"{key}_length", gettext("A window is at most 90 days."))
        return given

    @property
    def settings(self) -> Settings:
        """What a valid form says."""
        given = self.cleaned_data
        windows = {
            point: Window(
                given[f"{_key(point)}_on"],
                validate_window(given[f"{_key(point)}_length"] * _HOURS_IN[given[f"{_key(point)}_unit"]]),
            )
            for point in DEFAULT_WINDOWS
        }
        return Settings(windows=windows, anchor=Anchor(given["anchor"]), ignore_bots=given["ignore_bots"])

    def points(self) -> Iterator[Mapping[str, Any]]:
        """The rows of the table: the three fields of each touch point."""
        for point in DEFAULT_WINDOWS:
            yield {part: self[f"{_key(point)}_{part}"] for part in ("on", "length", "unit")}


def as_initial(settings: Settings, *, seen: str) -> dict[str, Any]:
    """The form as these settings fill it: whole days where they are."""
    initial: dict[str, Any] = {"anchor": settings.anchor.value, "ignore_bots": settings.ignore_bots, "seen": seen}
    for point, default in DEFAULT_WINDOWS.items():
        window = settings.window(point) or default
        hours = window.length // timedelta(hours=1)
        unit = DAYS if hours % 24 == 0 and hours > 24 else HOURS
        initial |= {
            f"{_key(point)}_on": window.enabled,
            f"{_key(point)}_length": hours // _HOURS_IN[unit],
            f"{_key(point)}_unit": unit,
        }
    return initial


@dataclass(frozen=True, slots=True)
class Line:
    """A month of a channel: what is credited now, and what would be."""

    month: date
    channel: str
    now: Revenue
    then: Revenue

    @property
    def month_name(self) -> str:
        """June 2026."""
        return date_format(self.month, pgettext("date format", "F Y"))

    @property
    def moves(self) -> bool:
        return self.now != self.then


@dataclass(frozen=True, slots=True)
class Preview:
    now: Revenue
    then: Revenue
    lines: Sequence[Line]


def preview(account: Account, settings: Settings, *, now: datetime) -> Preview:
    """A8: credited orders as they are and as they would be, by month of placing (local) and channel. Writes nothing."""
    months = _months(account, now=now)
    ends = [day_start(month, account.zone) for month in months[1:]]
    stored, would = (earned(account, each, ends=ends) for each in (None, settings))
    return Preview(stored.total, would.total, list(_lines(stored, would, months)))


def _lines(stored: Earnings, would: Earnings, months: Sequence[date]) -> Iterator[Line]:
    """The latest month first."""
    for bar in range(len(months) - 2, -1, -1):
        for channel, name in CHANNEL.items():
            cell = Cell(bar, channel)
            pair = stored.cells.get(cell, Revenue()), would.cells.get(cell, Revenue())
            if any(revenue.orders for revenue in pair):
                yield Line(months[bar], str(name), *pair)


def _months(account: Account, *, now: datetime) -> Sequence[date]:
    """The first days of the months from the first order's to the one after this, or after the last order's."""
    placed = account.orders.order_by("occurred_at").values_list("occurred_at", flat=True)
    first, last = placed.first() or now, max(placed.last() or now, now)
    month, end = (local_day(at, account.zone).replace(day=1) for at in (first, last))
    months = [month]
    while months[-1] <= end:
        months.append((months[-1] + timedelta(days=31)).replace(day=1))
    return months


def what_changed(change: AttributionChange) -> Iterator[Mapping[str, str]]:
    """Each setting that is another one: what, from, to, in the reader's words."""
    before, after = from_data(change.before), from_data(change.after)
    for point in DEFAULT_WINDOWS:
        old, new = before.window(point), after.window(point)
        if old != new:
            yield _moved(touch_point_name(point), _window(old), _window(new))
    if before.anchor != after.anchor:
        yield _moved(gettext("Windows start"), str(ANCHOR[before.anchor]), str(ANCHOR[after.anchor]))
    if before.ignore_bots != after.ignore_bots:
        yield _moved(gettext("Clicks of bots"), _bots(before), _bots(after))


def credits_moved(change: AttributionChange) -> str:
    return ngettext("%(n)s credit came, went or moved", "%(n)s credits came, went or moved", change.credits) % {
        "n": change.credits
    }


def _moved(what: str, old: str, new: str) -> Mapping[str, str]:
    return {"what": what, "old": old, "new": new}


def _window(window: Window | None) -> str:
    if window is None or not window.enabled:
        return gettext("off")
    return hours_in_words(window.length // timedelta(hours=1))


def _bots(settings: Settings) -> str:
    return gettext("earn nothing") if settings.ignore_bots else gettext("count")


def touch_point_name(point: TouchPoint) -> str:
    return f"{CHANNEL[Channel(point.channel)]}: {TOUCH_KIND[point.kind]}"


def _key(point: TouchPoint) -> str:
    return f"{point.channel}_{point.kind}"

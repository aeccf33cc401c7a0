"""The bar chart of the Overview: bars, groups, what is not settled yet (K6), and when the agent was paused (S9)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from conversations.in_words import in_format
from conversations.models import DayNote
from conversations.periods import Bucket, Period, Span, bucket_choices, buckets
from conversations.record import in_pause
from conversations.scope import Scope, Topic
from conversations.views.controls import Address
from conversations.vocabulary import Channel, Status
from conversations.wording import CHANNEL, STATUS
from conversations.wording import NO_LABEL as WITHOUT_LABEL
from metrics.queries import Group, Tally

GROUP: Mapping[Group, Promise] = {
    Group.CHANNEL: _("Channel"),
    Group.STATUS: _("Status"),
    Group.LABEL: _("Label"),
}
BUCKET: Mapping[Bucket, Promise] = {
    Bucket.HOUR: _("Hour"),
    Bucket.DAY: _("Day"),
    Bucket.WEEK: _("Week"),
    Bucket.MONTH: _("Month"),
}
_PER: Mapping[Bucket, Promise] = {
    Bucket.HOUR: _("Conversations per hour"),
    Bucket.DAY: _("Conversations per day"),
    Bucket.WEEK: _("Conversations per week"),
    Bucket.MONTH: _("Conversations per month"),
}
_CHANNEL_TOKENS = {channel: f"cat-{number}" for number, channel in enumerate(Channel, start=1)}
MOST_LABELS = 8
"""So many labels have a colour of their own."""

Pause = tuple[datetime, datetime | None]


def chart(
    tally: Tally,
    scope: Scope,
    *,
    bucket: Bucket,
    topics: Mapping[int, Topic],
    pauses: Sequence[Pause],
    now: datetime,
    notes: Sequence[DayNote] = (),
) -> dict[str, Any]:
    """What components/chart.html takes. `topics` are the labels by id, for the words and links of groups by label."""
    return {
        "title": title(bucket),
        "labels": bar_labels(scope.period, tally.spans, bucket),
        "hrefs": bar_hrefs(scope, tally.spans, bucket),
        "unsettled": unsettled(tally.spans, scope, now=now),
        "paused": [_is_paused(span, pauses) for span in tally.spans] if pauses else [],
        "notes": _noted(tally.spans, notes),
        "series": _series(tally, scope, topics),
    }


def title(bucket: Bucket) -> str:
    return str(_PER[bucket])


def bar_scope(scope: Scope, span: Span, bucket: Bucket) -> Scope:
    """K5: the rows of one bar."""
    days = scope.on_days(span.first, span.last)
    return days.with_(hour=span) if bucket is Bucket.HOUR else days


def bar_hrefs(scope: Scope, spans: Sequence[Span], bucket: Bucket) -> list[str]:
    if bucket is Bucket.HOUR:
        return [bar_scope(scope, span, bucket).href() for span in spans]
    return scope.hrefs_on(spans)


def unsettled(spans: Iterable[Span], scope: Scope, *, now: datetime) -> list[bool]:
    """K6: of each bar, whether a conversation of it may be younger than the silence that settles it."""
    settled = now - scope.account.status_rules.silence
    return [span.end > settled for span in spans]


def settled_at(scope: Scope, *, now: datetime) -> datetime | None:
    """K6: when the last conversation that there can be by now settles; None if all bars of the period are settled."""
    silence = scope.account.status_rules.silence
    end = scope.period.end
    return min(end, now) + silence if end > now - silence and scope.period.start <= now else None


def _is_paused(span: Span, pauses: Sequence[Pause]) -> bool:
    """S9: whether the agent was paused at any time of the bar."""
    return in_pause(span.start, pauses) or any(span.start <= began < span.end for began, _ended in pauses)


def _noted(spans: Sequence[Span], notes: Sequence[DayNote]) -> list[str]:
    """The notes of each bar in one line, nothing if there is none at all. A day's stand at its first bar."""
    found = [""] * len(spans) if notes else []
    for note in notes:
        bar = next((index for index, span in enumerate(spans) if span.first <= note.day <= span.last), None)
        if bar is not None:
            found[bar] = f"{found[bar]} · {note.text}" if found[bar] else note.text
    return found


def _series(tally: Tally, scope: Scope, topics: Mapping[int, Topic]) -> list[dict[str, Any]]:
    """The parts of the bars, those that there are. Together they are the bars, whatever the group (T5)."""
    parts = tally.parts()
    match tally.group:
        case Group.CHANNEL:
            return [
                _part(CHANNEL[key], _CHANNEL_TOKENS[key], parts[key], scope=scope.with_(channels=(key,)), by="channel")
                for key in Channel
                if key in parts
            ]
        case Group.STATUS:
            return [
                _part(STATUS[key], key.value, parts[key], scope=scope.with_(statuses=(key,)), by="status")
                for key in Status
                if key in parts
            ]
        case Group.LABEL:
            return _by_label({topics[int(key)]: bars for key, bars in parts.items()}, scope)


def _by_label(parts: Mapping[Topic, list[int]], scope: Scope) -> list[dict[str, Any]]:
    """S8: the largest labels, "none" being one like any other; those without a colour of their own are one part."""
    ranked = sorted(parts, key=lambda topic: (-sum(parts[topic]), topic.name, topic.id))
    series = [
        _part(
            topic.name or WITHOUT_LABEL, f"cat-{number}", parts[topic], scope=scope.with_(topics=(topic,)), by="label"
        )
        for number, topic in enumerate(ranked[:MOST_LABELS], start=1)
    ]
    if rest := ranked[MOST_LABELS:]:
        bars = [sum(values) for values in zip(*(parts[topic] for topic in rest), strict=True)]
        series.append(
            _part(gettext("Other labels"), "cat-rest", bars, scope=scope.with_(topics=tuple(rest)), by="label")
        )
    return series


def _part(name: str | Promise, token: str, bars: list[int], *, scope: Scope, by: str) -> dict[str, Any]:
    """`by` is the parameter that narrows a list to this part."""
    narrows = {by: scope.parameters()[by]}
    return {"name": str(name), "token": token, "values": bars, "href": scope.href(), "narrows": narrows}


def bar_labels(period: Period, spans: Sequence[Span], bucket: Bucket) -> list[str]:
    if bucket is Bucket.HOUR:
        return _hour_labels(period, spans)
    if bucket is Bucket.WEEK:
        return [gettext("Week %(number)d") % {"number": span.first.isocalendar().week} for span in spans]
    if bucket is Bucket.MONTH:
        return [in_format(span.first, pgettext("date format", "M Y")) for span in spans]
    days = pgettext("date format", "D j") if len(spans) <= 7 else pgettext("date format", "j M")
    return [in_format(span.first, days) for span in spans]


def _hour_labels(period: Period, spans: Sequence[Span]) -> list[str]:
    """By the clock, if there are several days with their day; an hour that comes twice has its offset beside it."""
    hours = pgettext("date format", "H:i") if period.days == 1 else pgettext("date format", "j M H:i")
    labels = [in_format(span.start.astimezone(period.zone), hours) for span in spans]
    twice = {label for label, times in Counter(labels).items() if times > 1}
    return [
        f"{label} (UTC{span.key[16:]})" if label in twice else label for label, span in zip(labels, spans, strict=True)
    ]


def group_segment(chosen: Group, address: Address) -> list[dict[str, Any]]:
    return [
        {"label": name, "href": address.with_(group=group.value), "current": group is chosen}
        for group, name in GROUP.items()
    ]


def bucket_segment(period: Period, chosen: Bucket, address: Address) -> list[dict[str, Any]]:
    """T5: the bars that can be drawn of this period, and say more than one bar alone."""
    return [
        {"label": BUCKET[bucket], "href": address.with_(bucket=bucket.value), "current": bucket is chosen}
        for bucket in bucket_choices(period)
        if bucket in (chosen, Bucket.HOUR) or len(buckets(period, bucket)) > 1
    ]

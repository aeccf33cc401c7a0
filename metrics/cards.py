"""A metric and its figures as the parts of a page show them: the headline cards, and the small numbers below."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import ngettext

from conversations.addresses import address_of
from conversations.languages import by_language
from conversations.scope import Scope
from metrics.definitions import FEW, Better, Figures, Metric, Unit
from metrics.statistics import is_clear, wilson
from metrics.templatetags.figures import count, figure

_KINDS = {Unit.COUNT: "count", Unit.RATE: "percent", Unit.SECONDS: "duration", Unit.SCORE: "decimal"}


def card(
    metric: Metric, now: Figures, before: Figures, *, scope: Scope, spark: Sequence[float | None], note: str = ""
) -> dict[str, Any]:
    """What components/kpi_card.html takes. `before` are the figures of the comparison."""
    part, whole = metric.part(now), metric.whole(now) if metric.whole else None
    new, old = metric.value(now), metric.value(before)
    return {
        "title": _words(metric)[0],
        "href": rows_href(metric, scope),
        "definition": definition(metric, now, scope=scope),
        "kind": kind(metric.unit, scope),
        "value": new,
        "part": part,
        "whole": whole,
        "few": whole is not None and 0 < whole < FEW,
        "note": note,
        "change": change(metric, now, before),
        "previous": old if new or old else None,
        "spark": spark if any(spark) else [],
    }


def small(metric: Metric, now: Figures, *, scope: Scope) -> dict[str, Any]:
    """What components/figure_list.html takes."""
    return {
        "title": _words(metric)[0],
        "href": rows_href(metric, scope),
        "definition": definition(metric, now, scope=scope),
        "kind": kind(metric.unit, scope),
        "value": metric.value(now),
        **_made_of(metric, now),
    }


def _made_of(metric: Metric, now: Figures) -> dict[str, Any]:
    """How many it is made of, as a note; and for a rate the fraction, which comes first where there are few (K7)."""
    part, whole = metric.part(now), metric.whole(now) if metric.whole else None
    if metric.unit is Unit.SECONDS and part:
        note = ngettext("%(replies)s reply", "%(replies)s replies", part)
        return {"note": note % {"replies": count(part)}}
    if metric.unit is Unit.SCORE and whole:
        return {"note": ngettext("%(ratings)s rating", "%(ratings)s ratings", whole) % {"ratings": count(whole)}}
    if metric.unit is Unit.RATE and metric.whole_unit is Unit.COUNT and whole:
        return {"part": part, "whole": whole, "few": whole < FEW}
    return {}


def rows_href(metric: Metric, scope: Scope) -> str:
    """K5: the page of exactly the rows that the number counts."""
    rows = metric.rows_in(scope)
    return "" if rows is None else rows.href(metric.page)


def kind(unit: Unit, scope: Scope) -> str:
    """As the filter `figure` takes it."""
    return _KINDS.get(unit, scope.account.currency)


def change(metric: Metric, now: Figures, before: Figures) -> Mapping[str, Any]:
    """K7: how the number moved; "good" or "bad" only if it moved more than chance explains."""
    new, old = metric.value(now), metric.value(before)
    if metric.unit is Unit.RATE:
        amount = None if new is None or old is None else new - old
    else:
        amount = None if new is None or not old else (new - old) / old
    return {
        "amount": amount,
        "kind": "points" if metric.unit is Unit.RATE else "percent",
        "tone": _tone(metric, now, before, amount),
    }


def _tone(metric: Metric, now: Figures, before: Figures, amount: float | None) -> str:
    if not amount or metric.better is Better.NEITHER or not _moved(metric, now, before):
        return "flat"
    return "good" if (amount > 0) == (metric.better is Better.HIGHER) else "bad"


def _moved(metric: Metric, now: Figures, before: Figures) -> bool:
    if metric.unit is Unit.RATE and metric.whole:
        return _rate_moved(
            metric.part(now), metric.whole(now), metric.part(before), metric.whole(before), undecided=now.open
        )
    return _differ(now.orders, before.orders)


def _rate_moved(part: int, whole: int, part_before: int, whole_before: int, *, undecided: int) -> bool:
    """K7, with K6 in mind: clear, and in the same direction, whether none or all of the open ones join the part yet."""
    ends = (part, part + undecided)
    higher = {end * whole_before > part_before * whole for end in ends}
    return len(higher) == 1 and all(is_clear(end, whole, part_before, whole_before) for end in ends)


def _differ(now: int, before: int) -> bool:
    """Whether two counts of equal periods differ by more than chance: if not, half of their sum fell in each."""
    if not now + before:
        return False
    low, high = wilson(now, now + before)
    return not low <= 0.5 <= high


def definition(metric: Metric, figures: Figures, *, scope: Scope) -> dict[str, Any]:
    """What the tag `definition` takes: the words, and the formula with today's figures."""
    name, sentence, formula = _words(metric)
    return {
        "id": metric.key.replace("_", "-"),
        "name": name,
        "sentence": sentence,
        "formula": f"{formula}: {_worked_out(metric, figures, scope)}" if metric.whole else formula,
        "href": f"{address_of('metrics:definitions', scope.account.slug)}#{metric.key}",
    }


@by_language
def _words(metric: Metric) -> tuple[str, str, str]:
    return str(metric.name), str(metric.sentence), str(metric.formula)


def _worked_out(metric: Metric, figures: Figures, scope: Scope) -> str:
    """916 ÷ 1,284 = 71.3 %."""
    assert metric.whole is not None
    part = figure(metric.part(figures), kind(metric.part_unit, scope))
    whole = figure(metric.whole(figures), kind(metric.whole_unit, scope))
    return f"{part} ÷ {whole} = {figure(metric.value(figures), kind(metric.unit, scope))}"

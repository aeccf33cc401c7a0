"""The parts that a page has ten or a hundred of, in Python: a template of each would cost more than its numbers.

Each does what the component of its name says; the words are escaped by `fill`, and every part of it.
"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from conversations.languages import by_language
from conversations.markup import escaped, fill, fill_each
from conversations.templatetags.shell import icon, sheet_close
from metrics.templatetags.figures import change_size, chart_rows, count, figure

NOTHING = SafeString("")
LONG = 14
"""Characters of a headline that stand beside each other in full size."""
WIDE = 11
"""The same of a small number, two of which share the width of a phone."""

register = template.Library()


@register.simple_tag
def definition(about: Mapping[str, Any]) -> SafeString:
    """What a number means: a button, and what it opens.

    `about` has id, name and sentence; optional formula (with today's figures) and href (of the definitions page).
    """
    begin, end = _frame(about["id"], str(about["name"]), str(about["sentence"]), about.get("href", ""))
    formula = about.get("formula")
    return SafeString(begin + (fill('<p class="formula">{}</p>', formula) if formula else NOTHING) + end)


@by_language
def _frame(name_of: str, name: str, sentence: str, href: str) -> tuple[str, str]:
    """What comes before the formula, and what after it."""
    begin = fill(
        '<button class="definition-open" type="button" popovertarget="about-{id}" aria-label="{label}">{icon}</button>'
        '<div class="popover definition" id="about-{id}" popover>{close}<h3>{name}</h3><p>{sentence}</p>',
        id=name_of,
        label=gettext("What is “%(name)s”?") % {"name": name},
        icon=icon("info-circle"),
        close=sheet_close("about-", name_of),
        name=name,
        sentence=sentence,
    )
    others = fill('<p><a class="link" href="{}">{}</a></p>', href, gettext("All definitions")) if href else NOTHING
    return begin, f"{others}</div>"


@register.simple_tag
def figure_of(item: Mapping[str, Any]) -> SafeString:
    """One of components/figure_list.html: its value, a link where it has rows; beside it what it is made of (K7)."""
    value = figure(item["value"], item["kind"])
    fraction = part_of(item["part"], item["whole"]) if item.get("whole") else ""
    shown, beside = (fraction, value) if item.get("few") else (value, fraction or item.get("note"))
    number = _linked(item, shown)
    if len(shown) > WIDE:
        number = fill('<span class="long">{}</span>', number)
    return fill("{} <small>{}</small>", number, beside) if beside else number


@register.simple_tag
def headline(card: Mapping[str, Any]) -> SafeString:
    """The number of components/kpi_card.html, a link where it has rows; of few, the fraction comes first (K7)."""
    text = figure(card["value"], card["kind"])
    shown = part_of(card["part"], card["whole"]) if card.get("few") else text
    return fill('<p class="big{}">{}</p>', " long" if len(text) > LONG else "", _linked(card, shown))


def _linked(item: Mapping[str, Any], shown: str) -> SafeString:
    """With the way to its rows, where it has any."""
    href = item.get("href") if item["value"] is not None else ""
    return fill('<a href="{}">{}</a>', href, shown) if href else fill("{}", shown)


@register.simple_tag
def beside_headline(card: Mapping[str, Any]) -> SafeString:
    """What stands below the number: what it is made of, a note, how it moved and from what."""
    known, beside = card["value"] is not None, []
    if card.get("few"):
        beside.append(figure(card["value"], card["kind"]))
    elif card.get("whole"):
        beside.append(part_of(card["part"], card["whole"]))
    if card.get("note"):
        beside.append(card["note"])
    moved = change(card["change"]) if card.get("change") and known else NOTHING
    before = figure(card["previous"], card["kind"]) if card.get("previous") is not None else ""
    return fill(
        "{}{}{}",
        fill_each("<span>{}</span> ", ([words] for words in beside)),
        moved,
        fill(" <span>{}</span>", gettext("from %(previous)s") % {"previous": before}) if before else NOTHING,
    )


def change(moved: Mapping[str, Any]) -> SafeString:
    """How a number moved since the period before; nothing where that is unknown.

    `moved` has amount: a fraction of the value before (0.12 is 12 %), or of rates their difference (0.021);
    kind: "percent" or "points"; tone: "good", "bad", or "flat": smaller than chance explains (K7), or neither.
    """
    amount, kind, tone = moved["amount"], moved["kind"], moved["tone"]
    if amount is None:
        return NOTHING
    if amount == 0:
        return fill('<span class="delta flat">{}</span>', gettext("unchanged"))
    if tone == "flat" and kind == "points":
        return fill('<span class="delta flat">{}</span>', gettext("no clear change"))
    sign, heard = ("▲", gettext("up")) if amount > 0 else ("▼", gettext("down"))
    return fill(
        '<span class="delta {}"><span aria-hidden="true">{} </span><span class="visually-hidden">{} </span>{}</span>',
        tone,
        sign,
        heard,
        change_size(amount, kind),
    )


@register.simple_tag
def part_of(part: int, whole: int) -> str:
    """916 of 1,284."""
    return gettext("%(part)s of %(whole)s") % {"part": count(part), "whole": count(whole)}


@register.simple_tag
def nav_item(page: Mapping[str, Any]) -> SafeString:
    """One entry of a menu, as base.html says what `page` has."""
    current = SafeString(' aria-current="page"') if page.get("current") else NOTHING
    return fill(
        '<li><a href="{}"{}>{}<span class="name">{}</span>{}{}</a></li>',
        page["href"],
        current,
        icon(page["icon"]),
        page["name"],
        _number_beside(page),
        _dot(page),
    )


def _number_beside(page: Mapping[str, Any]) -> SafeString:
    if page.get("count") is None:
        return NOTHING
    css, more = (" warn" if page.get("warn") else ""), ("+" if page.get("more") else "")
    return fill('<span class="count{}">{}{}</span>', css, count(page["count"]), more)


def _dot(page: Mapping[str, Any]) -> SafeString:
    if not page.get("dot"):
        return NOTHING
    title = page.get("dot_title", "")
    return fill('<span class="dot {}" role="img" aria-label="{}" title="{}"></span>', page["dot"], title, title)


@register.simple_tag
def filter_options(menu: Mapping[str, Any]) -> SafeString:
    """The answers of components/filter_menu.html as checkboxes."""
    return fill_each(
        '<label class="check"><input type="checkbox" name="{}" value="{}"{}>{}<span>{}</span>{}</label>',
        (
            (
                menu["name"],
                option["value"],
                SafeString(" checked") if option["checked"] else NOTHING,
                mark(option["token"]) if option.get("token") else NOTHING,
                option["label"],
                _number_beside(option),
            )
            for option in menu["options"]
        ),
    )


@register.simple_tag
def mark(token: str) -> SafeString:
    """The colour, and for a status the shape, of one series."""
    return fill('<i class="{}" data-token="{}"></i>', "swatch" if token.startswith("cat-") else "mark", token)


@register.simple_tag
def bar_rows(chart: Mapping[str, Any]) -> SafeString:
    """The rows of components/chart_table.html: a bar a row, each with its link and what is to be known about it.

    A cell carries the name of its column for small windows, where rows are folded; where it is 0, it is left out there.
    """
    names = [f' data-label="{escaped(series["name"])}"' for series in chart["series"]]
    paused, unsettled = gettext("agent paused"), gettext("can still change")
    rows = []
    for row in chart_rows(chart):
        known = (row["paused"] and paused, row["note"], row["unsettled"] and unsettled)
        remarks = "".join(f' <span class="muted" dir="auto">({escaped(said)})</span>' for said in known if said)
        link = f'<a class="link" href="{escaped(row["href"])}">{escaped(row["label"])}</a>'
        cells = zip(names, row["values"], strict=True)
        numbers = "".join([f"<td{name if value else NOTHING}>{count(value)}</td>" for name, value in cells])
        total = f"<td><b>{count(row['total'])}</b></td>"
        rows.append(f'<tr><th scope="row">{link}{remarks}</th>{numbers}{total}</tr>')
    return SafeString("".join(rows))

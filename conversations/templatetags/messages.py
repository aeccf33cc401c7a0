"""One message of a thread, an item of <ol class="timeline">: in Python, because a thread shows fifty at once (P9)."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from conversations.markup import escaped, fill
from conversations.templatetags.shell import moment, web_address

register = template.Library()


@register.simple_tag
def message(data: Mapping[str, Any], here: str = "", copy: str = "", copied: str = "", kept: str = "") -> SafeString:
    """The item.

    `data` has
      id, sender ("shopper", "agent", "team", "system"), occurred_at, text; `by`, who wrote it, in words
      pieces    instead of the text when something was searched for: pairs of text and whether it is a hit; optional
      receipts  when it was delivered and opened, in words; optional
      product_cards   as `product_card` takes them; optional

    `here` is the id of the message that the address names; `copy` and `copied` are the words of the button;
    `kept` is the query of the list that the thread was opened from, if it was.
    """
    cards = SafeString("".join(map(product_card, data.get("product_cards") or ())))
    return fill(
        '<li class="message {}" id="m-{}"{}>\n  <span class="visually-hidden">{}:</span>\n  {}{}\n  {}\n</li>',
        data["sender"],
        data["id"],
        SafeString(" data-here") if here and str(data["id"]) == here else "",
        data["by"],
        _bubble(data),
        fill('<div class="products">{}</div>', cards) if cards else "",
        _foot(data, copy, copied, kept),
    )


def product_card(product: Mapping[str, Any]) -> SafeString:
    """A product the agent showed: title; optional url, price (in words), clicked_at (an instant)."""
    url, clicked_at = web_address(product.get("url")), product.get("clicked_at")
    inner = fill(
        "<b>{}</b>{}{}",
        product["title"],
        fill("<span>{}</span>", product["price"]) if product.get("price") else "",
        fill('<span class="clicked">{} {}</span>', gettext("clicked"), moment(clicked_at, "time"))
        if clicked_at
        else "",
    )
    if not url:
        return fill('<div class="product">{}</div>', inner)
    return fill(
        '<a href="{}" rel="noopener noreferrer" target="_blank" class="product">{}'
        '<span class="visually-hidden">{}</span></a>',
        url,
        inner,
        gettext("opens in a new tab"),
    )


def _foot(data: Mapping[str, Any], copy: str, copied: str, kept: str) -> SafeString:
    """Who, when, whether it arrived. The time is a link to the message; what the button copies leaves the list out."""
    place = f"at={data['id']}#m-{data['id']}"
    return fill(
        '<p class="by">{}<a href="{}">{}</a>{}'
        '<button class="copy" type="button" data-copy="{}" data-copied="{}">{}</button></p>',
        fill('<span aria-hidden="true">{} ·</span>', data["by"]) if data["sender"] != "shopper" else "",
        f"{kept}&{place}" if kept else f"?{place}",
        moment(data["occurred_at"], "time"),
        fill('<span aria-hidden="true">·</span><span>{}</span>', data["receipts"]) if data.get("receipts") else "",
        f"?{place}",
        copied,
        copy,
    )


def _bubble(data: Mapping[str, Any]) -> SafeString:
    if data.get("pieces"):
        parts = (f"<mark>{escaped(text)}</mark>" if hit else escaped(text) for text, hit in data["pieces"])
        said = SafeString("".join(parts))
    elif data.get("text"):
        said = data["text"]
    else:
        return SafeString("")
    return fill('<p class="bubble" dir="auto">{}</p>', said)

"""The parts of a message that stand on every one of them: in Python, because a thread shows fifty at once (P9)."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from conversations.markup import escaped, fill
from conversations.templatetags.shell import moment

register = template.Library()


@register.simple_tag
def message_head(message: Mapping[str, Any], by: str, here: str = "") -> SafeString:
    """The opening of the item: who says it, and what."""
    return fill(
        '<li class="message {}" id="m-{}"{}>\n  <span class="visually-hidden">{}:</span>\n  {}',
        message["sender"],
        message["id"],
        SafeString(" data-here") if here and str(message["id"]) == here else "",
        by,
        _bubble(message),
    )


@register.simple_tag
def message_foot(message: Mapping[str, Any], by: str, copy: str, copied: str) -> SafeString:
    """Who, when, whether it arrived; the time is a link to the message itself, which the button copies."""
    address = f"?at={message['id']}#m-{message['id']}"
    return fill(
        '<p class="by">{}<a href="{}">{}</a>{}'
        '<button class="copy" type="button" data-copy="{}" data-copied="{}">{}</button></p>',
        fill('<span aria-hidden="true">{} ·</span>', by) if message["sender"] != "shopper" else "",
        address,
        moment(message["occurred_at"], "time"),
        fill("<span>· {}</span>", message["receipts"]) if message.get("receipts") else "",
        address,
        copied,
        copy,
    )


def _bubble(message: Mapping[str, Any]) -> SafeString:
    if message.get("pieces"):
        parts = (f"<mark>{escaped(text)}</mark>" if hit else escaped(text) for text, hit in message["pieces"])
        said = SafeString("".join(parts))
    elif message.get("text"):
        said = message["text"]
    else:
        return SafeString("")
    return fill('<p class="bubble" dir="auto">{}</p>', said)

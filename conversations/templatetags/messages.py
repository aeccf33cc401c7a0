"""The parts of a message that stand on every one of them: in Python, because a thread shows fifty at once (P9)."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from conversations.templatetags.shell import moment

register = template.Library()


@register.simple_tag
def message_head(message: Mapping[str, Any], by: str, here: str = "") -> SafeString:
    """The opening of the item: who says it, and what."""
    return format_html(
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
    return format_html(
        '<p class="by">{}<a href="{}">{}</a>{}'
        '<button class="copy" type="button" data-copy="{}" data-copied="{}">{}</button></p>',
        format_html('<span aria-hidden="true">{} ·</span>', by) if message["sender"] != "shopper" else "",
        address,
        moment(message["occurred_at"], "time"),
        format_html("<span>· {}</span>", message["receipts"]) if message.get("receipts") else "",
        address,
        copied,
        copy,
    )


def _bubble(message: Mapping[str, Any]) -> SafeString:
    if message.get("pieces"):
        parts = (f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in message["pieces"])
        said = mark_safe("".join(parts))  # noqa: S308  (each piece is escaped)
    elif message.get("text"):
        said = escape(message["text"])
    else:
        return SafeString("")
    return format_html('<p class="bubble" dir="auto">{}</p>', said)

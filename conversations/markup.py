"""HTML put together from parts, each escaped unless it is HTML already.

What Django's `format_html` does, which asks of each part, and of each text in it, whether it is lazy: for a page of a
thousand parts that took longer than escaping them.
"""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString


def fill(pattern: str, *parts: object, **named: object) -> SafeString:
    """`pattern`, which is HTML, as `str.format` fills it in."""
    return SafeString(pattern.format(*map(escaped, parts), **{name: escaped(part) for name, part in named.items()}))


def fill_each(pattern: str, rows: Iterable[Sequence[object]]) -> SafeString:
    """The same once a row, one after the other."""
    return SafeString("".join(pattern.format(*map(escaped, parts)) for parts in rows))


def escaped(part: object) -> str:
    html = getattr(part, "__html__", None)
    return html() if html else escape(str(part))

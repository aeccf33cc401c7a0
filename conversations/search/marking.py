"""Hits in a text as it was written: where they begin and end. Pure: no Django."""

import re
import unicodedata

from conversations.search.asking import asked
from conversations.search.folding import fold

_CLUSTER = re.compile(
    "(?s:.)[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u093c\u09bc-\u0cd6\u0d3e-\u1039\u1160-\u11ff"
    "\u1ab0-\u1aff\u1b35\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe20-\ufe2f\uff9e\uff9f]*"
)
"""A letter with what may join it when it is composed."""
_SPACES = r"\s" + "\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
BEFORE, AROUND = 24, 160
"""Characters that an extract shows before its first hit, and altogether."""
SEEN = 40
"""Characters that the one line of a narrow list has room for."""


def hits(text: str, query: str) -> list[tuple[int, int]]:
    """Where the words of `query` are found in `text`, in order and apart; at one place the longest of them."""
    words = sorted((word.text for word in asked(query)), key=len, reverse=True)
    if not words or not text:
        return []
    pattern = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    folded, places = _placed(text)
    found: list[tuple[int, int]] = []
    for match in re.finditer(pattern, folded):
        start = max(places[match.start()], found[-1][1] if found else 0)
        end = next(place for place in places[match.end() :] if place > places[match.end() - 1])
        if start < end:
            found.append((start, end))
    return found


def pieces(text: str, query: str) -> list[tuple[str, bool]]:
    """`text` cut where words of `query` begin and end: each piece, and whether it is a hit."""
    cut: list[tuple[str, bool]] = []
    last = 0
    for start, end in hits(text, query):
        cut += [(text[last:start], False), (text[start:end], True)]
        last = end
    cut.append((text[last:], False))
    return [piece for piece in cut if piece[0]] or [(text, False)]


def extract(text: str, query: str) -> str:
    """The part of a long text around its first hit, which is whole, with an ellipsis for what is left out."""
    first, last = next(iter(hits(text, query)), (0, 0))
    start = max(0, first - BEFORE)
    end = max(start + AROUND, last)
    part = text[start:end].strip()
    return f"{'…' if start else ''}{part}{'…' if end < len(text) else ''}"


def is_seen(text: str, query: str) -> bool:
    """Whether the first hit, if there is any, stands where a line of a list shows it."""
    return next(iter(hits(text, query)), (0, 0))[1] <= SEEN


def in_any_case(word: str) -> str:
    """A regular expression, the same for Python and PostgreSQL, for `word` in whatever case."""
    return "".join(_any_case(letter) for letter in word)


def _placed(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters, and for its end, the place in `text` that it comes from."""
    folded = fold(text)
    if len(folded) == len(text) and (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        return folded, [*range(len(text) + 1)]
    parts = [(fold(match[0]), match.start()) for match in _CLUSTER.finditer(text)]
    places = [start for part, start in parts for _ in part]
    return "".join(part for part, _ in parts), [*places, len(text)]


def _any_case(letter: str) -> str:
    """Composed and in parts; a space is white space of any kind and length."""
    if letter == " ":
        return f"[{_SPACES}]+"
    cases = sorted({case for case in (letter, letter.lower(), letter.upper(), letter.title()) if len(case) == 1})
    parts = [part for case in cases if (part := unicodedata.normalize("NFD", case)) != case]
    found = f"[{''.join(cases)}]" if len(cases) > 1 else re.escape(letter)
    return f"(?:{'|'.join([found, *parts])})" if parts else found

"""S6b: whether a shopper's message is nothing but thanks or a goodbye. Pure: no Django.

It is, if phrases of `phrases.py` cover every word of it and at least one of them gives thanks or says goodbye.
Better a thank-you missed than a request taken for one: an unknown word, a number, a question mark, "no thanks"
(declines), "yes, thanks" (accepts), "thanks anyway" (did not help) and "thanks in advance" (asks) all mean no. Case,
accents, punctuation, friendly emoji and stretched letters do not matter; languages may be mixed. What an email quotes
below the answer was written by somebody else.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Any
from unicodedata import normalize

from conversations.thanks.kinds import Kind
from conversations.thanks.phrases import PHRASES

# Real ones are two or three short sentences. Who writes more has something to say.
_MOST_CHARACTERS = 200

_SMILEY = re.compile(r"[:;=]['-]?(?:\)+|[dp\]](?!\w))|\(-?[:;=]|\^_?\^|<3+(?!\w)")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_ALTERNATIVES = re.compile(r"{(.*?)}")
_END = ""  # what no word is
# "On Mon, 1 June 2026 at 10:01, Shop <help@shop.example> wrote:" in any language; a shopper's "this:" has no year.
_ATTRIBUTION = re.compile(r"(?:\b20\d\d\b|\S@\S).*:\s*$")

_PUNCTUATION = '.,!;¡–—-~*"«»“”„&。、'
_FRIENDLY = "👍👌🙌👏🤝😊🙂😀😃😄😁😆😂🤣😉😍🥰🤗😘😇😎😌☺❤♥💕💖💗💞💙💚💛💜🧡🤍🎉🥳🫶✨🌟⭐💯🌸🌹💐🌞☀👋✌✅"
_FRIENDLY += "🎊🤩😅🥹😺💪🫡🙋🙇🤙🤟🌷🌻🌺🌼🌈🩷🩵💝❣🥂☕🔥🏆"
# Apostrophes, so that "that's" is "thats"; accents; the joiners, variants and skin tones of emoji.
_DROPPED = "'’‘`" + "".join(map(chr, (*range(0x300, 0x370), 0x200D, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400))))
_FOLD: Mapping[int, str | None] = str.maketrans(
    {**dict.fromkeys(_PUNCTUATION + _FRIENDLY, " "), **dict.fromkeys(_DROPPED), "🙏": " 🙏 "}
)


def is_thanks(text: str) -> bool:
    """Whether the whole text is only thanks and / or a goodbye. Any text will do; a long one is answered at once."""
    said = _without_quote(text) if "\n>" in text[: 5 * _MOST_CHARACTERS] else text
    words = _known_words(said) if len(said) <= _MOST_CHARACTERS else []
    place, found = 0, False
    before: Kind | None = None
    while place < len(words):
        kind, length = _longest_phrase(words, place)
        if kind in (None, Kind.ANSWER) or (kind is Kind.TAIL and before not in (Kind.THANKS, Kind.TAIL)):
            return False
        found = found or kind in (Kind.THANKS, Kind.GOODBYE)
        place, before = place + length, kind
    return found


def _without_quote(text: str) -> str:
    """The text without the quoted lines at its end, and without the line above them that says who wrote them when."""
    lines = text.rstrip().split("\n")
    while lines and lines[-1].lstrip()[:1] in ("", ">"):
        lines.pop()
    above = len(lines)
    while above and lines[above - 1].strip():
        above -= 1
    is_attribution = _ATTRIBUTION.search(" ".join(lines[above:]))
    return "\n".join(lines[:above] if is_attribution else lines)


def _known_words(text: str) -> list[str]:
    """The words of a text as the lists spell them; none at all if one is in no list: most texts end at the first."""
    words: list[str] = []
    for piece in text.split():
        known = _known_piece(piece)
        if known is None:
            return []
        words += known
    return words


@lru_cache(maxsize=10_000)
def _known_piece(piece: str) -> tuple[str, ...] | None:
    """The words of what stands between two blanks, None if one is in no list. Nothing folds across a blank."""
    words = []
    for spelt in _fold(piece).split():
        word = spelt if spelt in _WORDS else _STRETCHED.sub(r"\1", spelt)
        if word not in _WORDS:
            return None
        words.append(word)
    return tuple(words)


def _fold(text: str) -> str:
    """Small letters without accents, and spaces for the signs that say nothing. Other signs stay and match no word."""
    return _SMILEY.sub(" ", normalize("NFKD", text.casefold())).translate(_FOLD)


def _longest_phrase(words: list[str], place: int) -> tuple[Kind | None, int]:
    """The kind of the longest phrase that begins at `place`, and how many words it has."""
    branch, kind, length = _TREE, None, 0
    for number, word in enumerate(words[place:], start=1):
        if word not in branch:
            break
        branch = branch[word]
        if _END in branch:
            kind, length = branch[_END], number
    return kind, length


def _tree(lists: Mapping[str, Mapping[Kind, str]]) -> dict[str, Any]:
    """All phrases of all languages: each branch leads by a word to the next, and by `_END` to the kind of a phrase."""
    root: dict[str, Any] = {}
    for kinds in lists.values():
        for kind, phrases in kinds.items():
            for phrase in _spelt_out(phrases):
                branch = root
                for word in phrase:
                    branch = branch.setdefault(word, {})
                branch[_END] = kind
    return root


def _spelt_out(phrases: str) -> Iterator[list[str]]:
    """The words of each phrase of a list: phrases are parted by "/", and {a|b} stands for either."""
    for phrase in _fold(phrases).split("/"):
        parts = (part.split("|") if number % 2 else [part] for number, part in enumerate(_ALTERNATIVES.split(phrase)))
        for chosen in product(*parts):
            yield "".join(chosen).split()


def _words_of(branch: dict[str, Any]) -> Iterator[str]:
    for word, next_branch in branch.items():
        if word != _END:
            yield word
            yield from _words_of(next_branch)


_TREE = _tree(PHRASES)
_WORDS = frozenset(_words_of(_TREE))

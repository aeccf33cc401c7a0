"""Texts as search compares them, and where words begin and end in them. Pure: no Django.

Compared are characters in their compatible composed form (NFKC), without case. Only cases of one and the same letter
are alike: å, ä, ö and ß stay letters of their own. White space is one space, however much there is and of what kind.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

LONGEST_RUN, STEP = 64, 32
"""Longer runs of letters are kept in overlapping pieces, which hold whatever is at most `STEP` long."""
GRAM = 3
"""So many digits of a number are looked up together; most numbers are said once, and would fill the dictionary."""

_SPREADING = re.compile("[ßẞŉǰΐΰևẖẗẘẙẚὐὒὔὖᾀ-ᾯᾲᾳᾴᾶᾷᾼῂῃῄῆῇῌῒΐῖῗῢΰῤῦῧῲῳῴῶῷῼﬀ-ﬆﬓ-ﬗİ]")  # casefold makes several letters
_SIGNS = "\u00a2-\u00a5\u20a0-\u20cf\u2190-\u2bff\u3200-\u33ff\U0001f000-\U0001faff"
_IDEOGRAPHS = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_SINGLE = re.compile(f"[{_SIGNS}{_IDEOGRAPHS}]")
_RUNS = re.compile(rf"\d+|[{_SIGNS}{_IDEOGRAPHS}]|[^\W\d_{_SIGNS}{_IDEOGRAPHS}]+")


def fold(text: str) -> str:
    """`text` as it is compared, its white space aside."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text)
    return "".join(map(_fold_letter, text)) if _SPREADING.search(text) else text.casefold()


def normal(text: str) -> str:
    """`text` as it is compared, in one line."""
    return " ".join(fold(text).split())


def runs(text: str) -> list[str]:
    """Folded text cut into numbers, words of letters, and single signs and ideographs; the rest is between them."""
    return _RUNS.findall(text)


def tokens(text: str) -> set[str]:
    """What a document of this folded text is found by."""
    found: set[str] = set()
    for run in set(_RUNS.findall(text)):
        if len(run) <= GRAM or (len(run) <= LONGEST_RUN and not run.isdecimal()):
            found.add(run)
        else:
            found.update(_parts(run))
    return found


def is_single(run: str) -> bool:
    """Whether it is a sign or an ideograph, which is always a run of its own."""
    return _SINGLE.fullmatch(run) is not None


def grams(number: str) -> list[str]:
    return [number[start : start + GRAM] for start in range(max(1, len(number) - GRAM + 1))]


def document_text(texts: Iterable[str]) -> str:
    """A line for each text that says anything. What is looked for never has an end of line in it."""
    return "\n".join(line for line in map(normal, texts) if line)


def _parts(run: str) -> Iterator[str]:
    if run.isdecimal():
        yield from grams(run)
    else:
        yield from (run[start : start + LONGEST_RUN] for start in range(0, max(1, len(run) - STEP), STEP))


def _fold_letter(letter: str) -> str:
    folded = letter.casefold()
    return folded if len(folded) == 1 else letter.lower()

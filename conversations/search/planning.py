"""How a word is looked up: the runs that it is made of, and for each the tokens that documents must have one of.

A word lies anywhere in a text, so its first run may be the end of a longer one there and its last run the beginning;
the runs between are whole. Whatever this leaves open is compared with the text itself. Pure: no Django.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from conversations.search.asking import Word
from conversations.search.folding import GRAM, STEP, grams, is_single, runs


class Place(Enum):
    """Where a run of a word lies in the run of the text: what has to be true of the text's."""

    WHOLE = "it is this"
    FIRST = "it begins so"
    LAST = "it ends so"
    INSIDE = "it holds this"


@dataclass(frozen=True, slots=True)
class Part:
    run: str
    place: Place

    def may_be(self, token: str) -> bool:
        match self.place:
            case Place.WHOLE:
                return token == self.run
            case Place.FIRST:
                return token.startswith(self.run)
            case Place.LAST:
                return token.endswith(self.run)
            case Place.INSIDE:
                return self.run in token


def parts(text: str) -> tuple[Part, ...]:
    """What a document with `text` in it has at least: for each part, a token that the part may be."""
    found = runs(text)
    last = len(found) - 1
    cut = [
        (run, number == 0 and text.startswith(run), number == last and text.endswith(run))
        for number, run in enumerate(found)
    ]
    return tuple(dict.fromkeys(part for run, opens, closes in cut for part in _parts(run, opens=opens, closes=closes)))


def is_told_by_tokens(word: Word) -> bool:
    """Whether every document with such a token has the word: it is one run, short enough to lie in one token."""
    found = parts(word.text)
    return not word.phone and len(found) == 1 and found[0].run == word.text


def _parts(run: str, *, opens: bool, closes: bool) -> Iterator[Part]:
    """`opens` and `closes`: the word begins, or ends, with this run."""
    if run.isdecimal() and len(run) > GRAM:
        yield from (Part(gram, Place.WHOLE) for gram in grams(run))
    elif len(run) > STEP:
        starts = [*range(0, len(run) - STEP, STEP), len(run) - STEP]
        yield from (Part(run[start : start + STEP], Place.INSIDE) for start in starts)
    else:
        yield Part(run, _place(run, opens=opens, closes=closes))


def _place(run: str, *, opens: bool, closes: bool) -> Place:
    """A short number at an edge may lie anywhere in one of the text's, whose tokens are three digits each."""
    if is_single(run) or not (opens or closes):
        return Place.WHOLE
    if (opens and closes) or run.isdecimal():
        return Place.INSIDE
    return Place.FIRST if closes else Place.LAST

"""Turns a written phrase into what one person says: chooses a wording, fills the slots, adds a hand of their own."""

import re
from collections.abc import Mapping
from enum import StrEnum
from random import Random

CHOICE = re.compile(r"\[([^\[\]|]*(?:\|[^\[\]|]*)+)\]")
SLOT = re.compile(r"\{(\w+)\}")
LINK = re.compile(r"https?://\S+")


LOUD_ENDS = ("", "!", "!!", "!!!")


class Hand(StrEnum):
    """How a shopper types."""

    TIDY = "tidy"
    LOWER = "lower"
    BARE = "bare"
    LOUD = "loud"
    HASTY = "hasty"


HANDS = {Hand.TIDY: 48, Hand.LOWER: 22, Hand.BARE: 16, Hand.LOUD: 5, Hand.HASTY: 9}


def fill(phrase: str, slots: Mapping[str, str], rng: Random) -> str:
    """The phrase with one of each `[a|b]` and every `{slot}` filled. Raises KeyError for an unknown slot."""
    chosen = CHOICE.sub(lambda match: rng.choice(match[1].split("|")), phrase) if "[" in phrase else phrase
    return SLOT.sub(lambda match: slots[match[1]], chosen) if "{" in chosen else chosen


def typed(text: str, hand: Hand, rng: Random) -> str:
    """The text as this hand types it. Never empty, and a link is left alone."""
    if LINK.search(text):
        return text
    match hand:
        case Hand.LOWER:
            return text.lower().rstrip(".")
        case Hand.BARE:
            return text.rstrip(".?!") or text
        case Hand.LOUD:
            return text + "?" * rng.randint(0, 2) if text.endswith("?") else text.rstrip(".!") + rng.choice(LOUD_ENDS)
        case Hand.HASTY:
            return _slip(text, rng)
    return text


def _slip(text: str, rng: Random) -> str:
    """Two neighbouring letters inside a word change places, in two texts of five."""
    spots = [i for i in range(1, len(text) - 2) if text[i - 1 : i + 3].isalpha()]
    if not spots or rng.random() < 0.6:
        return text
    spot = rng.choice(spots)
    return text[:spot] + text[spot + 1] + text[spot] + text[spot + 2 :]

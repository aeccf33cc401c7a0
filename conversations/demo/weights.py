"""Draws by weight."""

from collections.abc import Mapping
from random import Random
from typing import TypeVar

T = TypeVar("T")


def weighted(weights: Mapping[T, float], rng: Random) -> T:
    """One of the keys, each as likely as its weight among all weights."""
    return rng.choices(tuple(weights), tuple(weights.values()))[0]

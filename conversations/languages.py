"""What depends on its arguments and on the reader's language alone, and is worked out once for each."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.utils.translation import get_language, trans_real

P = ParamSpec("P")
R = TypeVar("R")

MOST_KEPT = 4096
"""Of each function: days, words, patterns, never anybody's numbers."""

_KEPT: list[Any] = []


def by_language(function: Callable[P, R]) -> Callable[P, R]:
    @lru_cache(maxsize=MOST_KEPT)
    def kept(_language: str | None, *arguments: Hashable, **named: Hashable) -> Any:
        return function(*arguments, **named)  # type: ignore[arg-type]

    @wraps(function)
    def asked(*arguments: P.args, **named: P.kwargs) -> R:
        found: R = kept(get_language(), *arguments, **named)  # type: ignore[arg-type]
        return found

    _KEPT.append(kept)
    return asked


class Remembered(trans_real.DjangoTranslation):
    """A language that looks each message up once: Django asks eight catalogues, and those of English in vain."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.gettext = lru_cache(maxsize=MOST_KEPT)(self.gettext)  # type: ignore[method-assign]


def remember_messages() -> None:
    """For the whole process."""
    trans_real.DjangoTranslation = Remembered  # type: ignore[misc]


def forget() -> None:
    """For tests that give words another form."""
    for kept in _KEPT:
        kept.cache_clear()

"""Where Django keeps what is current: the language, the time zone, the address of this server's first page.

It keeps them in asgiref's `Local`, which takes a lock and goes through three functions for each look; a page looks
some five hundred times, which was a tenth of its time. A variable of the context alone is the same to threads and to
coroutines.
"""

from contextvars import ContextVar
from typing import Any

from django.urls import base
from django.utils import timezone
from django.utils.translation import trans_real

_PLACES: tuple[tuple[Any, str], ...] = (
    (trans_real, "_active"),
    (timezone, "_active"),
    (base, "_prefixes"),
    (base, "_urlconfs"),
)


class Current:
    """One value, `value`, of this thread or coroutine; without it an AttributeError, as Django expects."""

    def __init__(self, name: str) -> None:
        self._kept: ContextVar[Any] = ContextVar(name)

    @property
    def value(self) -> Any:
        kept = self._kept.get(self)
        if kept is self:
            raise AttributeError("value")
        return kept

    @value.setter
    def value(self, value: object) -> None:
        self._kept.set(value)

    @value.deleter
    def value(self) -> None:
        self._kept.set(self)


def keep_in_contexts() -> None:
    """For the whole process, with what is current by now."""
    for module, name in _PLACES:
        before, current = getattr(module, name), Current(f"{module.__name__}.{name}")
        if hasattr(before, "value"):
            current.value = before.value
        setattr(module, name, current)

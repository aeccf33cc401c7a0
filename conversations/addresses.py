"""Addresses of pages. Django works one out anew each time it is asked, and a page of numbers has a hundred."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, get_urlconf, reverse


def address_of(page: str, *arguments: str | int) -> str:
    return _reversed(page, arguments, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=4096)
def _reversed(page: str, arguments: tuple[str | int, ...], _prefix: str, urlconf: str | None) -> str:
    return reverse(page, urlconf, args=arguments)


def query_of(parameters: Mapping[str, Iterable[str]]) -> str:
    """As `urlencode` writes it."""
    return "&".join([_pair(name, value) for name, values in parameters.items() for value in values])


@lru_cache(maxsize=4096)
def _pair(name: str, value: str) -> str:
    return urlencode({name: value})

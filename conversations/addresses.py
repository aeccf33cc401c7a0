"""Addresses of pages. Django works one out anew each time it is asked, and a page of numbers has a hundred."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse


def address_of(page: str, *arguments: str | int) -> str:
    return _reversed(page, arguments, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=4096)
def _reversed(page: str, arguments: tuple[str | int, ...], _prefix: str, urlconf: str | None) -> str:
    return reverse(page, urlconf, args=arguments)

"""Which files of installed packages are collected: those that a page asks for."""

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder

# Megabytes of source maps, and a second viewer of the API's description, which the compressor takes a minute for.
UNUSED = ("redoc*", "swagger-ui-bundle.js.map", "swagger-ui-init.js")


class UsedFilesFinder(AppDirectoriesFinder):
    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        return super().list([*(ignore_patterns or ()), *UNUSED])

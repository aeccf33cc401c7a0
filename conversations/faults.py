"""What a check of the numbers found wrong: a sentence that is put into the reader's language when it is read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Fault:
    """`words` are English with places (%(day)s) for what is `given`, marked by `gettext_noop` where they are said."""

    words: str
    given: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(self.words) % self.given


def fault(words: str, **given: object) -> Fault:
    return Fault(words, {name: value if isinstance(value, int) else str(value) for name, value in given.items()})


def as_text(faults: Iterable[Fault]) -> str:
    """As `NumberCheck.detail` keeps them: one a line."""
    return "\n".join(json.dumps([each.words, each.given], ensure_ascii=False) for each in faults)


def from_text(text: str) -> Iterator[str]:
    """In the language of the reader; a line that an earlier version kept as it was said stays so."""
    for line in text.splitlines():
        try:
            words, given = json.loads(line)
        except ValueError:
            yield line
        else:
            yield str(Fault(words, given))

"""What Agentdash says, and what it says in Swedish: `./run messages`. Needs no gettext binaries.

Reads every message out of the templates and the Python of the three rooms into `locale/sv/LC_MESSAGES/django.po`: what
has Swedish keeps it, what is no longer said is dropped, and `django.mo` is compiled from the rest. Lists what waits for
its Swedish. The file holds no dates and no line numbers, so a second run changes nothing and a diff shows words only.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tests.project_files import ROOT, project_files

PO = ROOT / "locale/sv/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")
THEIRS = "locale/theirs.py"
SOURCES = ("agentdash/*.py", "conversations/*.py", "metrics/*.py", "templates/*", THEIRS)

HEAD: Final = [
    ("Project-Id-Version", "Agentdash"),
    ("Language", "sv"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
    ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
]

Arguments = tuple[Any, ...] | None
ARGUMENTS: Mapping[str, Arguments] = {  # which arguments hold the words, as Babel counts them; "c" is the context
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


class Swedish(Catalog):
    """A catalogue whose head is always the same: Babel's own names the day and Babel's version."""

    def __init__(self) -> None:
        super().__init__(locale="sv", header_comment="", fuzzy=False)

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [*HEAD]


def main() -> int:
    old = stored()
    new = synced(old)
    PO.write_bytes(po_of(new))
    MO.write_bytes(mo_of(new))
    print(f"{len(new)} messages in {PO.relative_to(ROOT)}")
    _list("no longer said", [f"{_in_short(m.id)} → {_in_short(m.string)}" for m in dropped(old, new)])
    _list("without Swedish", [_in_short(m.id) for m in waiting(new)])
    return 0


def stored() -> Catalog:
    """The Swedish catalogue as it stands in the file."""
    with PO.open("rb") as file:
        return read_po(file, locale="sv")


def synced(old: Catalog) -> Catalog:
    """Exactly what is said now, with its Swedish out of `old`."""
    new = Swedish()
    for message in said():
        if message.id:
            known = old.get(message.id, message.context)
            message.string = known.string if known else ("", "") if message.pluralizable else ""
            message.user_comments = known.user_comments if known else []
            new[message.id] = message
    return new


def said() -> Catalog:
    """Every message of the sources, in the order of files and lines, without its Swedish."""
    found = Catalog(locale="sv")
    for path in project_files(*SOURCES):
        for line, message, comments, context in messages_in((ROOT / path).read_text(), path):
            found.add(message, locations=[(path.as_posix(), line)], auto_comments=comments, context=context)
    return found


def dropped(old: Catalog, new: Catalog) -> list[Message]:
    return [message for message in old if message.id and not new.get(message.id, message.context)]


def waiting(catalog: Catalog) -> list[Message]:
    """The messages whose Swedish is missing, whole or in part, or not certain."""
    return [message for message in catalog if message.id and (message.fuzzy or not all(swedish_of(message)))]


def swedish_of(message: Message) -> list[str]:
    """One text, or one for each number; empty where there is none yet."""
    swedish = message.string or ""
    return [swedish] if isinstance(swedish, str) else [*swedish]


def po_of(catalog: Catalog) -> bytes:
    """The file as it should be: under the opening comment that it has now."""
    opening, _, _ = PO.read_bytes().partition(b'msgid ""')
    file = BytesIO()
    write_po(file, catalog, sort_by_file=True, include_lineno=False, ignore_obsolete=True, width=120)
    return opening + file.getvalue().strip() + b"\n"


def mo_of(catalog: Catalog) -> bytes:
    """Fuzzy messages are left out, and so speak English."""
    compiled = Swedish()
    for message in catalog:
        if message.id:
            compiled[message.id] = message
    file = BytesIO()
    write_mo(file, compiled)
    return file.getvalue()


def messages_in(source: str, path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    """Line, message (a pair if it has a plural), comments for translators and context of each; `path` is what it is."""
    if path.suffix == ".py":
        functions = _functions(source)
    else:
        source, functions = templatize(source, path.as_posix()), {**ARGUMENTS, "_": None}
    return extract("python", BytesIO(source.encode()), functions, comment_tags=("Translators:",))


def _functions(source: str) -> dict[str, Arguments]:
    """The functions of django.utils.translation under every name that a module gives them."""
    known = {f"{name}{lazy}": arguments for name, arguments in ARGUMENTS.items() for lazy in ("", "_lazy", "_noop")}
    imports = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom))
    names = (name for node in imports if node.module == "django.utils.translation" for name in node.names)
    return {**known, **{name.asname: known[name.name] for name in names if name.asname and name.name in known}}


def _list(title: str, messages: list[str]) -> None:
    if messages:
        print(f"\n{len(messages)} {title}:", *messages, sep="\n  ")


def _in_short(words: Any) -> str:
    return words if isinstance(words, str) else " / ".join(words)


if __name__ == "__main__":
    sys.exit(main())

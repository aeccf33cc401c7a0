r"""Reads the texts of the demo: dialogues, short asides and phrases, from plain text files in `texts/`.

A file is a row of sections. `== words` opens one, `#` opens a comment, blank lines mean nothing.

In a script the heading is `== Label` or `== Label, kind`, where the kind says which goods `{product}` may be.
Each line is `S:` (shopper) or `A:` (agent) and what is said; ` | ` below a line gives another wording of it.
An aside is the same, headed `== Aside` or `== Aside, Label/Label` when it only fits some topics.
In lists of phrases each line is one phrase. Everywhere `[a|b]` chooses, `{slot}` is filled and `\n` breaks a line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from conversations.vocabulary import Sender

SPEAKERS = {"S:": Sender.SHOPPER, "A:": Sender.AGENT}


@dataclass(frozen=True, slots=True)
class Line:
    sender: Sender
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A dialogue that begins with the shopper and ends with the agent. `kind` is empty when any product will do."""

    name: str
    label: str
    kind: str
    lines: tuple[Line, ...]


@cache
def scenes(folder: str, language: str) -> tuple[Scene, ...]:
    """All dialogues of a trade in a language, in the order of their files."""
    directory = resources.files(__package__) / "texts" / folder / language
    names = sorted(entry.name for entry in directory.iterdir() if entry.name.endswith(".txt"))
    return tuple(scene for name in names if name != "asides.txt" for scene in _scenes(f"{folder}/{language}/{name}"))


@cache
def asides(folder: str, language: str) -> tuple[Scene, ...]:
    """Questions that a shopper adds. Here `kind` is the list of fitting labels, with slashes, or empty for all."""
    return tuple(_scenes(f"{folder}/{language}/asides.txt"))


@cache
def odd_scenes() -> tuple[Scene, ...]:
    """Dialogues in other scripts and shapes, which a page must bear."""
    return tuple(_scenes("odd.txt"))


@cache
def phrases(language: str) -> Mapping[str, tuple[str, ...]]:
    return dict(_sections(f"phrases/{language}.txt"))


@cache
def names() -> Mapping[str, tuple[str, ...]]:
    """Names of people, towns, streets, stores and carriers; in the file either a line each or with commas."""
    return {
        heading: tuple(name.strip() for line in lines for name in line.split(","))
        for heading, lines in _sections("names.txt")
    }


def _scenes(path: str) -> Iterator[Scene]:
    for number, (heading, lines) in enumerate(_sections(path), start=1):
        label, _, kind = heading.partition(", ")
        yield Scene(f"{path}:{number}", label, kind, tuple(_dialogue(lines)))


def _dialogue(lines: tuple[str, ...]) -> Iterator[Line]:
    turns: list[tuple[Sender, list[str]]] = []
    for line in lines:
        mark, _, text = line.strip().partition(" ")
        if mark == "|":
            turns[-1][1].append(text)
        else:
            turns.append((SPEAKERS[mark], [text]))
    return (Line(sender, tuple(wordings)) for sender, wordings in turns)


def _sections(path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    text = (resources.files(__package__) / "texts" / path).read_text(encoding="utf-8")
    for section in f"\n{text}".split("\n== ")[1:]:
        heading, *lines = section.splitlines()
        yield heading, tuple(line.replace("\\n", "\n") for line in lines if line.strip() and not line.startswith("#"))

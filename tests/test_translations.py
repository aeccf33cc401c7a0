"""The Swedish catalogue says what the sources say, all of it; and the templates say nothing that is not in it."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import allauth
import django
import pytest
from babel.messages import Message
from babel.messages.pofile import read_po
from django.template.base import Lexer, Token, TokenType

from tests.messages import (
    ARGUMENTS,
    MO,
    PO,
    THEIRS,
    dropped,
    messages_in,
    mo_of,
    po_of,
    stored,
    swedish_of,
    synced,
    waiting,
)
from tests.project_files import ROOT, project_files
from tests.visible_words import visible

MESSAGES = [message for message in stored() if message.id]
TEMPLATES = [path.as_posix() for path in project_files("templates/*")]

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd%]|\{\w*\}")
TAG = re.compile(r"<[^>]*>")
END = re.compile(r"([.:?!…]?)\s*$")
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {"Agentdash", "API", "Shopify", "broad"}  # the last is the name of a class
LITERAL = re.compile(r"""_\((["']).*?\1\)|(["'])(.*?)\2""")
SENTENCE = re.compile(r"\b[A-Z]|\w \w")


def test_the_catalogue_holds_what_the_sources_say_and_nothing_else() -> None:
    assert po_of(synced(stored())).decode() == PO.read_text(), "bring it up to date: ./run messages"


def test_what_is_still_said_keeps_its_swedish_what_is_new_waits_for_it_and_the_rest_goes() -> None:
    old = stored()
    old.add("Never said", "Aldrig sagt")
    old.delete("Overview")
    new = synced(old)
    assert [message.id for message in waiting(new)] == ["Overview"]
    assert [message.id for message in dropped(old, new)] == ["Never said"]
    assert {message.id for message in new} == {message.id for message in stored()}


def test_no_message_hides_in_an_f_string_where_only_some_pythons_let_it_be_found() -> None:
    """Before 3.12 an f-string is one token, so what is said within one was in no catalogue."""
    for path in project_files("agentdash/*.py", "conversations/*.py", "metrics/*.py"):
        within = [part for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.JoinedStr)
                  for part in ast.walk(node) if isinstance(part, ast.Call)]  # fmt: skip
        called = [call.func.id for call in within if isinstance(call.func, ast.Name)]
        assert not {"_", *ARGUMENTS} & set(called), path


def test_the_compiled_catalogue_is_the_catalogue() -> None:
    assert mo_of(stored()) == MO.read_bytes(), "compile it: ./run messages"


def test_every_message_has_its_swedish() -> None:
    assert [message.id for message in waiting(stored())] == []


def test_the_swedish_holds_the_same_placeholders() -> None:
    """A singular may write its number out."""
    for message in MESSAGES:
        english = [set(PLACEHOLDER.findall(text)) for text in english_of(message)]
        *singular, swedish = [set(PLACEHOLDER.findall(text)) for text in swedish_of(message)]
        assert (swedish, [text for text in singular if text not in english]) == (english[-1], []), message.id


def test_the_swedish_ends_as_the_english_does_and_holds_the_same_tags() -> None:
    pairs = [pair for message in MESSAGES for pair in zip(english_of(message), swedish_of(message), strict=True)]
    assert [pair for pair in pairs if len({END.findall(text)[0] for text in pair}) > 1] == []
    assert [pair for pair in pairs if len({tuple(TAG.findall(text)) for text in pair}) > 1] == []


def test_what_we_say_for_others_is_still_what_they_say() -> None:
    catalogues = [path for package in (django, allauth) for path in Path(*package.__path__).rglob(PO.name)]
    theirs = [read_po(BytesIO(path.read_bytes())) for path in catalogues if path.parts[-3:] == PO.parts[-3:]]
    ours = [message for message in MESSAGES if THEIRS in dict(message.locations)]
    assert ours
    assert [message.id for message in ours if not any(said.get(message.id, message.context) for said in theirs)] == []


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("a.py", "from django.utils.translation import gettext as g\ng('One ' 'two')", [("One two", None)]),
        (
            "a.py",
            "from django.utils.translation import ngettext_lazy as n\nn('One', 'Two', 2)",
            [(("One", "Two"), None)],
        ),
        ("a.py", "from django.utils.translation import pgettext\npgettext('clock', 'May')", [("May", "clock")]),
        ("a.py", "from django.utils import translation\ntranslation.gettext('One')", [("One", None)]),
        ("a.py", "from elsewhere import gettext as g\ng('One')", []),
        ("a.html", "{% translate 'One' context 'c' %}", [("One", "c")]),
        (
            "a.html",
            "{% blocktranslate trimmed %}\n One\n  {{ x }} %\n{% endblocktranslate %}",
            [("One %(x)s %%", None)],
        ),
        (
            "a.html",
            "{% blocktranslate count n=n %}One{% plural %}{{ n }}{% endblocktranslate %}",
            [(("One", "%(n)s"), None)],
        ),
        ("a.html", "{{ x|yesno:_('yes,no') }}{% tag with=_('One') %}", [("yes,no", None), ("One", None)]),
        ("a.html", "{# _('One') #}One", []),
    ],
)
def test_messages_are_found_however_they_are_said(
    name: str, source: str, expected: list[tuple[object, str | None]]
) -> None:
    assert [(message, context) for _, message, _, context in messages_in(source, Path(name))] == expected


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_text_of_a_template_stands_outside_of_a_translation(name: str) -> None:
    html = "".join(token.contents for token in untranslated(name) if token.token_type is TokenType.TEXT)
    assert {word for text in visible(html) for word in WORD.findall(text)} - NAMES == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_sentence_hides_in_a_tag_of_a_template(name: str) -> None:
    codes = [token.contents for token in untranslated(name) if token.token_type in (TokenType.VAR, TokenType.BLOCK)]
    plain = [code for code in codes if not code.startswith(("translate ", "templatetag "))]
    literals = [text for code in plain for _, _, text in LITERAL.findall(code) if text not in NAMES]
    assert list(filter(SENTENCE.search, literals)) == []


def english_of(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else [*message.id]


def untranslated(name: str) -> Iterator[Token]:
    """What a template holds outside of its comments and of its translated blocks."""
    inside = ""
    for token in Lexer((ROOT / name).read_text()).tokenize():
        opening = token.contents.split()[0] if token.token_type is TokenType.BLOCK else ""
        if inside:
            inside = "" if opening == f"end{inside}" else inside
        elif opening in {"blocktranslate", "comment"}:
            inside = opening
        else:
            yield token

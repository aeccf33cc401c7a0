"""Every page that links lead to, in Swedish: no English is left on it, and no word stands outside of gettext."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.template.autoreload import reset_loaders
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import trans_real

from conversations.languages import forget
from conversations.models import User
from conversations.payloads import Code
from conversations.vocabulary import Role
from tests.make import NOW
from tests.make_account import make_user
from tests.make_shop import make_shop
from tests.messages import stored, swedish_of
from tests.visible_words import visible, walk

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ERRORS = ("400", "403", "404", "429", "500", "503")
SIGNED_OUT = ("account_login", "account_reset_password", "account_reset_password_done")
PLACEHOLDER = re.compile(r"%\(\w+\)s|%[sd]")
WORD = re.compile(r"[^\W\d_]{2,}")
LONG_WORD = re.compile(r"(?<!%\()\b[^\W\d_]{4,}")
NAMES = {"Agentdash", "API", "Shopify", "UTC", "kr", "English", "Svenska"}

# In Django's admin, not to be translated: the name of a picture, of a permission, a password that is masked.
DJANGOS = re.compile(r"Search|.* \| .* \| Can .*|.*\*{3}.*")

Pages = Callable[[], dict[str, str]]
Real = Callable[..., str]
Words = tuple[Any, ...]


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    """Swedish for what is rendered without a request, at a time when the shop has data. Templates keep their words."""
    _forget()
    with time_machine.travel(NOW, tick=False), translation.override("sv"):
        yield
    _forget()


def _forget() -> None:
    reset_loaders()
    forget()


def pages() -> dict[str, str]:
    """The HTML of each page by its name: those of an admin, of somebody without an account, signed out, of errors."""
    shop = make_shop()
    boss = make_user(shop, role=Role.ADMIN)
    shown = {
        **dict(walk(signed_in(boss), "/")),
        "accounts": dict(walk(signed_in(make_user()), "/"))["home"],
        **dict(walk(Client(), "/account/login/", "/account/password/reset/", "/account/password/reset/done/")),
        "refused": posted("/account/login/", login="nobody@example.com", password="wrong"),
        "mistaken": posted("/account/password/reset/", email="no address"),
        "mail": mail_to(boss),
        **{code: render_to_string(f"{code}.html", {"request_id": "7f3a"}) for code in ERRORS},
    }
    assert {"metrics:overview", "metrics:definitions", "conversations:list", "conversations:thread"} <= shown.keys()
    assert shown.keys() >= {*SIGNED_OUT, "account_change_password"}
    return shown


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def posted(address: str, **fields: str) -> str:
    return Client().post(address, fields, headers={"accept-language": "sv"}).content.decode()


def mail_to(user: User) -> str:
    """What is written to somebody who forgot their password, without its addresses."""
    posted("/account/password/reset/", email=user.email)
    return re.sub(r"\S*testserver\S*", "", f"{mail.outbox[-1].subject}\n{mail.outbox[-1].body}")


def admin_pages() -> dict[str, str]:
    """Each table of ours, as a list and as the form of one row."""
    make_shop()
    client = signed_in(make_user(is_staff=True, is_superuser=True))
    shown = dict(walk(client, "/admin/", only=re.compile(r"admin:(index|conversations_\w+_change(list)?)")))
    assert {
        "admin:index",
        "admin:conversations_message_changelist",
        "admin:conversations_message_change",
    } <= shown.keys()
    return shown


def ours(html: str) -> list[str]:
    return [text for text in visible(html) if not DJANGOS.fullmatch(text)]


@dataclass(frozen=True)
class Rendered:
    html: dict[str, str]  # in which each message stands in brackets
    asked: set[str]  # the keys of all messages
    data: set[str]  # every word of the shop's rows


@cache
def rendered(shown: Pages) -> Rendered:
    """The pages, once for all that is looked for on them."""
    asked = set[str]()

    def note(real: Real, key: str, words: Words) -> str:
        asked.add(key)
        return f"⟦{real(*words)}⟧"

    with pytest.MonkeyPatch.context() as patched:
        _replace_gettext(patched, note)
        html = shown()
    return Rendered(html, asked, _words_of_data())


@pytest.mark.parametrize("shown", [pages, admin_pages])
def test_no_page_says_in_english_what_has_swedish(shown: Pages) -> None:
    english, page = re.compile("|".join(map(_as_pattern, _english()))), rendered(shown)
    texts = {name: ours(re.sub("[⟦⟧]", "", html)) for name, html in page.html.items()}
    said = {name: filter(english.fullmatch, each) for name, each in texts.items()}
    left = {name: {text for text in found if {*WORD.findall(text)} - page.data} for name, found in said.items()}
    assert {name: found for name, found in left.items() if found} == {}


@pytest.mark.parametrize("shown", [pages, admin_pages])
def test_every_message_that_a_page_asks_for_has_swedish(shown: Pages) -> None:
    """Django's and allauth's too."""
    swedish: Any = trans_real.translation("sv")
    asked = rendered(shown).asked
    assert asked
    assert {key for key in asked if key not in swedish._catalog and (key, 0) not in swedish._catalog} == set()


@pytest.mark.parametrize("shown", [pages, admin_pages])
def test_no_page_shows_a_word_that_gettext_was_not_asked_for(shown: Pages) -> None:
    """What is left outside of the brackets must be data."""
    page = rendered(shown)
    left = {name: {*WORD.findall(_outside(ours(text)))} - page.data - NAMES for name, text in page.html.items()}
    assert {name: words for name, words in left.items() if words} == {}


def test_the_language_that_somebody_chose_goes_before_the_browsers() -> None:
    client = signed_in(make_user(language="en"))
    response = client.get("/", headers={"accept-language": "sv"})
    assert '<html lang="en"' in response.content.decode()
    assert response["Content-Language"] == "en"


def _english() -> list[str]:
    """The messages whose Swedish is other than their English, but those that are little more than placeholders."""
    pairs = [(message.id, swedish_of(message)) for message in stored() if message.id and not message.context]
    swedish = {form for _, texts in pairs for text in texts for form in (text, capfirst(text))}
    texts = {text for english, _ in pairs for text in ([english] if isinstance(english, str) else english)}
    return sorted(text for text in texts - swedish if len(LONG_WORD.findall(text)) > 1 or not PLACEHOLDER.search(text))


def _as_pattern(message: str) -> str:
    return ".+".join(map(re.escape, PLACEHOLDER.split(message)))


def _replace_gettext(monkeypatch: pytest.MonkeyPatch, new: Callable[[Real, str, Words], str]) -> None:
    """`new` gets the real function, the message's key in a catalogue, and the arguments."""
    functions: Any = translation

    def replace(name: str, key: Callable[..., str]) -> None:
        real = getattr(trans_real, name)
        monkeypatch.setattr(functions._trans, name, lambda *words: new(real, key(*words), words), raising=False)

    replace("gettext", lambda message: message)
    replace("ngettext", lambda one, many, number: one)
    replace("pgettext", lambda context, message: f"{context}\x04{message}")
    replace("npgettext", lambda context, one, many, number: f"{context}\x04{one}")


def _words_of_data() -> set[str]:
    return {word for text in _data() for word in WORD.findall(text)}


def _data() -> Iterator[str]:
    """Every value of every row; bytes as text and as hexadecimal digits."""
    yield from Code
    for model in apps.get_app_config("conversations").get_models():
        for value in itertools.chain.from_iterable(model._default_manager.values_list()):
            if isinstance(value, bytes | memoryview):
                yield bytes(value).hex()
                yield bytes(value).decode(errors="replace")
            else:
                yield str(value)


def _outside(texts: list[str]) -> str:
    """What is not in brackets. A filter may have cut a text in its brackets in two."""
    shown, before = "\n".join(texts), ""
    while shown != before:
        before, shown = shown, re.sub(r"⟦[^⟦⟧]*⟧", "", shown)
    return re.sub(r"⟦.*$|^.*⟧", "", shown, flags=re.MULTILINE)

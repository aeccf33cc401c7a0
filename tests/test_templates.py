"""Every template: it compiles, says what it needs, and holds nothing that the policy would block."""

import re
from pathlib import Path

import pytest
from django.template import Context, Engine
from django.template.backends.django import get_installed_libraries
from django.template.loader import get_template, render_to_string
from django.utils.translation import override

from tests.project_files import ROOT, project_files

TEMPLATES = {
    path.relative_to("templates").as_posix(): (ROOT / path).read_text() for path in project_files("templates/*.html")
}
COMPONENTS = {name: text for name, text in TEMPLATES.items() if name.startswith("components/")}
ERRORS = ("400", "403", "404", "429", "500", "503")

NOT_MARKUP = re.compile(
    r"{% comment %}.*?{% endcomment %}|{#.*?#}"
    r"|{% blocktranslate.*?{% endblocktranslate %}"
    r"|<script.*?</script>|<svg.*?</svg>",
    re.DOTALL,
)

templates = pytest.mark.parametrize("name", TEMPLATES)


@templates
def test_a_template_compiles(name: str) -> None:
    get_template(name)


@templates
def test_a_template_needs_nothing_that_the_content_security_policy_forbids(name: str) -> None:
    text = NOT_MARKUP.sub("", re.sub(r"<script[^>]*\bsrc=[^>]*></script>", "", TEMPLATES[name]))
    assert re.findall(r"\sstyle=|\son\w+=|<style|<script|javascript:", text) == []


@templates
def test_a_template_escapes_everything(name: str) -> None:
    assert re.findall(r"\|safe\b|autoescape off|safeseq", TEMPLATES[name]) == []


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_says_first_what_it_needs(name: str) -> None:
    opening = re.match(r"{# (.*?) #}|{% comment %}\n(.*?){% endcomment %}", COMPONENTS[name], re.DOTALL)
    assert opening
    assert re.search(r"\bInputs?\b|No inputs\.", opening[1] or opening[2])


def test_every_component_is_used() -> None:
    included = {name for text in TEMPLATES.values() for name in re.findall(r'{% include "(components/[\w.]+)"', text)}
    assert included == set(COMPONENTS)


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_speaks_without_any_context(code: str) -> None:
    page = render_to_string(f"{code}.html")
    assert f"Error {code}" in page
    assert "name this request" not in page


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_names_the_request_so_that_it_can_be_found(code: str) -> None:
    assert "<code>7f3a&lt;</code>" in render_to_string(f"{code}.html", {"request_id": "7f3a<"})


def test_a_page_of_allauth_that_we_did_not_write_wears_our_frame() -> None:
    page = render_to_string("account/account_inactive.html")
    assert not Path(ROOT / "templates/account/account_inactive.html").exists()
    assert '<body class="outside">' in page
    assert '<p class="prose">' in page


def test_a_page_says_which_language_it_is_in() -> None:
    with override("sv"):
        assert '<html lang="sv" dir="ltr"' in render_to_string("404.html")


SHOP = {"name": "<b>Å & co</b>", "timezone": "UTC", "currency": "SEK"}
SHOWN = {
    "components/shopify_steps.html": {},
    "components/trouble.html": {},
    "components/account_switcher.html": {"account": SHOP, "accounts": [SHOP, {**SHOP, "href": "/b/", "current": True}]},
    "404.html": {},
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_template_that_was_worked_out_says_what_django_says_in_each_language(name: str) -> None:
    plain = Engine(dirs=[str(ROOT / "templates")], libraries=get_installed_libraries())
    said = set()
    for language in ("sv", "en", "sv"):
        with override(language):
            said.add(page := render_to_string(name, SHOWN[name]))
            assert page == plain.get_template(name).render(Context(SHOWN[name]))
    assert len(said) == 2

"""What a page shows or reads out, piece by piece, and the pages that a signed-in person can get to."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

SHOWN_ATTRIBUTES = {"alt", "aria-description", "aria-label", "label", "placeholder", "title"}
SHOWN_DATA = {"data-label", "data-total-name", "data-unsettled-note"}  # scripts and styles print these
NOT_WORDS = {"code", "kbd", "script", "style", "template", "textarea"}  # said to machines, or by the reader
ANY = re.compile(".+")
NEVER_CLOSED = {"br", "hr", "img", "input", "link", "meta", "wbr"}


class VisibleText(HTMLParser):
    """The texts between the tags and in the attributes that are shown or read out, white space made single."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        names = SHOWN_ATTRIBUTES | SHOWN_DATA | ({"value"} if given.get("type") in {"submit", "reset"} else set())
        for name in sorted(names & given.keys()):
            self._take(given[name])
        if tag not in NEVER_CLOSED:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not NOT_WORDS & set(self.inside):
            self._take(data)

    def _take(self, text: str) -> None:
        if words := " ".join(text.split()):
            self.texts.append(words)


def visible(html: str) -> list[str]:
    parser = VisibleText()
    parser.feed(html)
    parser.close()
    return parser.texts


def walk(client: Client, *starts: str, only: re.Pattern[str] = ANY) -> Iterator[tuple[str, str]]:
    """Name and Swedish HTML of every page that links lead to from `starts`: of each view the first one met."""
    seen, waiting = set[str](), list(starts)
    while waiting:
        address = waiting.pop(0)
        name = _view_of(address)
        if name in seen or not only.fullmatch(name):
            continue
        response = client.get(address, headers={"accept-language": "sv"})
        if response.status_code == 302:
            waiting.insert(0, response["Location"])
        elif response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            seen.add(name)
            html = response.content.decode()
            yield name, html
            waiting += [urljoin(address, href) for href in re.findall(r'<a\b[^>]*?\shref="([^"]*)"', html)]


def _view_of(address: str) -> str:
    """Empty for addresses of other sites, and for those that answer nothing."""
    parts = urlsplit(address)
    try:
        return "" if parts.netloc else resolve(parts.path).view_name
    except Resolver404:
        return ""

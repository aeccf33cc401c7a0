"""Pages in a real Chromium, and what must never happen on any of them.

A module that needs a browser asks for `site`: a server of its own, with what the module's fixtures made standing in its
database until the module's end. `site.open(user, address)` is a page of somebody signed in, watched from its first
request on: `page.watch.check()` fails if the policy was violated, the console said an error, a script raised, a dialog
opened, another host was asked, or, with `axe=True`, axe finds anything. `site.picture(page, name)` keeps what it looks
like.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Dialog, Page, ViewportSize
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from conversations.models import Heartbeat, User
from conversations.worker import CLOSING
from tests.project_files import ROOT

PICTURES = ROOT / "var/pictures"
NO_PICTURES = "NO_PICTURES"  # set by tests.passes
HARMLESS = ("data:", "blob:", "about:")
VIOLATION = "addEventListener('securitypolicyviolation', (e) => console.error('policy', e.violatedDirective, e.sample))"
FINDINGS = """async (options) => (await axe.run(document, options)).violations.map(
  ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(" | ")}`)"""


class Watch:
    """What went wrong on a page so far. Look at `faults`, or let `check` fail."""

    def __init__(self, page: Page, own: str) -> None:
        self.page, self.own = page, own
        self.faults: list[str] = []
        page.add_init_script(VIOLATION)
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(f"raised: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        page.on("dialog", self._opened)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.own, *HARMLESS)):
            self.faults.append(f"asked another host: {url}")

    def _opened(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def check(self, *, axe: bool = False) -> None:
        found = self.axe() if axe else []
        assert not [*self.faults, *found], "\n".join([self.page.url, *self.faults, *found])

    def axe(self) -> list[str]:
        """What axe finds on the page as it stands."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_axe())
        found: list[str] = self.page.evaluate(FINDINGS, {"resultTypes": ["violations"], "preload": False})
        return found


class WatchedPage:
    """A playwright page, with `watch` beside it. Everything else is the page's own."""

    def __init__(self, page: Page, own: str) -> None:
        self.page, self.watch = page, Watch(page, own)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)


class Site:
    def __init__(self, url: str, browser: Browser) -> None:
        self.url, self.browser = url, browser

    def open(self, user: User | None, address: str = "/", *, width: int = 1280, **context: Any) -> WatchedPage:
        """`context` is playwright's: locale, color_scheme, java_script_enabled, forced_colors …

        Nothing moves, unless `reduced_motion` is told otherwise: what moves is measured on its way.
        """
        size = ViewportSize(width=width, height=900)
        still = {"reduced_motion": "reduce", **context}
        opened = self.browser.new_context(base_url=self.url, viewport=size, **still)
        opened.set_default_timeout(15_000)  # three passes share two cores
        opened.set_default_navigation_timeout(30_000)
        if user is not None:
            opened.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": _session(user), "url": self.url}])
        page = WatchedPage(opened.new_page(), self.url)
        page.goto(address)
        return page

    def picture(self, page: WatchedPage, name: str) -> Path:
        """The whole page as an image in var/pictures, which git ignores: to be looked at, not compared.

        None is taken of a whole run of the suite, where nobody looks: each takes as long as opening a page.
        """
        path = PICTURES / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png"
        if NO_PICTURES in os.environ:
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True, animations="disabled")
        return path


@contextmanager
def standing(browser: Browser, blocker: DjangoDbBlocker) -> Iterator[Site]:
    """A server whose database keeps its rows over several tests; in the end all of them are removed."""
    with blocker.unblock():
        server = LiveServer("127.0.0.1")
        Heartbeat.objects.update_or_create(job=CLOSING, defaults={"last_at": timezone.now()})
        try:
            yield Site(server.url, browser)
        finally:
            for context in browser.contexts:
                context.close()
            server.stop()
            call_command("flush", interactive=False, verbosity=0)


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@cache
def _axe() -> str:
    return (ROOT / "tests/vendor/axe-core/axe.min.js").read_text()

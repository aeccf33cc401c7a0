"""What every test stands on: the database of the pass, hypothesis profiles, the machine's Chromium.

And what many ask for: `clock`, which stands; `account`, an empty shop; `reader` and `admin`, signed in to it. A module
that needs another one makes its own under that name.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from conversations.models import Account
from conversations.vocabulary import Role
from tests.browser import Site, standing
from tests.make import NOW
from tests.make_account import make_account, make_user

# hypothesis: a build in CI fails because of the change, not by luck, so there the examples are always the same ones.
hypothesis.settings.register_profile(
    "default",
    max_examples=12,
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("thorough", hypothesis.settings.get_profile("default"), max_examples=1000)

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = [
    "--no-sandbox",  # the tests may be root's
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # a container's is too small for a page
]
BROWSER_FIXTURES = {"browser", "chromium", "context", "new_context", "page"}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="many more examples a property; minutes, not seconds")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("thorough" if config.getoption("--thorough") else "default")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What opens a browser is marked `browser`, what touches a database `database`: no test can forget to be."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if BROWSER_FIXTURES & fixtures:
            item.add_marker(pytest.mark.browser)
        elif item.get_closest_marker("one_database"):
            continue
        elif DATABASE_FIXTURES & fixtures or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        else:
            item.add_marker(pytest.mark.pure)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite in a file, as in production: in memory, threads share one cache, where WAL and timeouts mean nothing."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """After the database: started before it, the server takes SQLite's for one in memory and shares a connection."""
    return live_server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Makes pytest-playwright's `page`, `context` and `browser` use the machine's own Chromium."""
    found = next((path for path in map(shutil.which, CHROMIUM_NAMES) if path), None)
    if found is None:
        if "CI" in os.environ:
            pytest.fail("CI runs the browser tests, and this machine has no Chromium.")
        pytest.skip("no Chromium on this machine")
    # Playwright's loop runs in this thread from here on, which Django takes for async code: no place for its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": found, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """So `page.goto("/")` opens the dashboard."""
    return live_server.url


@pytest.fixture(scope="session")
def chromium(browser: Browser) -> Browser:
    """The machine's Chromium, started. Prefer `page` where one page in one fresh context will do."""
    return browser


@pytest.fixture(scope="session")
def standing_database(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The database for `site`. pytest-django makes none where no test of the run asks for a fresh one."""
    asking = {"db", "transactional_db", "live_server"}
    if any(item.get_closest_marker("django_db") or asking & set(item.fixturenames) for item in request.session.items):  # type: ignore[attr-defined]  # all of them are functions
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="module")
def site(standing_database: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Site]:
    """Pages of what the module's own fixtures made, without a fresh database a test: see tests/browser.py."""
    with standing(browser, django_db_blocker) as site:
        yield site


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """It is `NOW`, and stays so until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def account() -> Account:
    return make_account(slug="shop", name="The Shop")


@pytest.fixture
def reader(account: Account, client: Client) -> Client:
    """A viewer."""
    client.force_login(make_user(account))
    return client


@pytest.fixture
def admin(account: Account, client: Client) -> Client:
    client.force_login(make_user(account, role=Role.ADMIN))
    return client

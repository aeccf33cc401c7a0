"""Promise 16: a backup made under load, restored into an empty installation, has the same rows and the same numbers."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from conversations.models import Account, Message
from metrics.checks import check_numbers
from tests.make import NOW, make_message
from tests.make_shop import make_shop
from tests.recording import recorded
from tests.state import state_of

BATCH = 5


@pytest.mark.django_db(transaction=True)
def test_promise_16_a_backup_under_load_has_the_same_rows_and_numbers_where_it_is_restored(
    request: pytest.FixtureRequest, tmp_path: Path, settings: Settings
) -> None:
    if connection.vendor == "postgresql" and not (request.config.getoption("--thorough") and shutil.which("pg_dump")):
        pytest.skip("needs --thorough, and PostgreSQL's own programs")
    settings.DATA_DIR = tmp_path / "data"
    account = make_shop()

    with load(account) as before:
        back_up(tmp_path / "under load")
    back_up(tmp_path / "at rest")
    live = state_of(account)

    with restored(tmp_path / "under load"):
        said = Message.objects.filter(event_id__startswith="load-").count()
        assert before() <= said < Message.objects.count()
        assert said % BATCH == 0  # each batch whole, or not at all
        assert faults() == []
    with restored(tmp_path / "at rest"):
        assert state_of(Account.objects.get(pk=account.pk)) == live
        assert faults() == []
    assert state_of(account) == live


@pytest.mark.django_db(transaction=True)
def test_a_backup_overwrites_nothing_and_has_the_key_of_its_installation(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA_DIR, settings.SECRET_KEY = tmp_path, "a key of the installation"
    (tmp_path / "secret_key").write_text(settings.SECRET_KEY)
    folder = tmp_path / "copy"
    if connection.vendor == "postgresql":
        with pytest.raises(CommandError, match="pg_dump"):
            call_command("back_up", folder)
        return

    call_command("back_up", folder)

    assert sorted(path.name for path in folder.iterdir()) == ["agentdash.sqlite3", "secret_key"]
    assert (folder / "secret_key").read_text() == settings.SECRET_KEY
    assert (folder / "agentdash.sqlite3").stat().st_mode & 0o077 == 0
    assert "SECRET_KEY" not in capsys.readouterr().out
    with pytest.raises(CommandError, match="there already"):
        call_command("back_up", folder)


@contextmanager
def load(account: Account) -> Iterator[Any]:
    """Batches of new threads, one after the other, until the block ends. Gives how many messages came before it."""
    done, came, over = [0], threading.Event(), threading.Event()

    def run() -> None:
        try:
            while not over.is_set():
                recorded(account, *batch(done[0]))
                done[0] += BATCH
                if done[0] > 4 * BATCH:
                    came.set()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert came.wait(30)
        first = done[0]
        yield lambda: first
    finally:
        over.set()
        thread.join()


def batch(first: int) -> list[dict[str, Any]]:
    return [
        make_message(id=f"load-{number}", conversation=f"load-{number}", text=f"Where is parcel {number}?")
        for number in range(first, first + BATCH)
    ]


def back_up(folder: Path) -> None:
    if connection.vendor == "sqlite":
        call_command("back_up", folder, verbosity=0)
        return
    folder.mkdir()
    subprocess.run(["pg_dump", "--format=custom", f"--file={folder}/dump", uri(database())], check=True)


@contextmanager
def restored(folder: Path) -> Iterator[None]:
    """The connection leads to what was restored from there into an empty installation, until the block ends."""
    own = connection.settings_dict["NAME"]
    other = str(folder / "agentdash.sqlite3")
    if connection.vendor == "postgresql":
        other = f"restored_{folder.name.replace(' ', '_')}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {other} TEMPLATE template0")
        subprocess.run(
            ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={uri(other)}", folder / "dump"], check=True
        )
    connection.close()
    connection.settings_dict["NAME"] = other
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {other}")


def database() -> str:
    return str(connection.settings_dict["NAME"])


def uri(name: str) -> str:
    given = connection.settings_dict
    return f"postgresql://{given['USER']}@/{name}?host={given['OPTIONS'].get('host') or given['HOST']}"


def faults() -> list[str]:
    findings = [finding for account in Account.objects.all() for finding in check_numbers(account, now=NOW)]
    return [str(fault) for finding in findings for fault in finding.faults]

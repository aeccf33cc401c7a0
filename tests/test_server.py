"""Promises 12 and 13, with the real server: the database goes away and comes back; the server is told to stop."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from conversations import serving
from conversations.models import Account, Message
from tests.calling import make_caller
from tests.make import make_message
from tests.make_account import make_user
from tests.project_files import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 30.0
BACK_WITHIN = 5.0


class Proxy:
    """What stands between the server and PostgreSQL's socket: it can be cut, so that nobody answers, and mended."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.open: list[socket.socket] = []
        self.whole = True
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            here, _ = self.listener.accept()
            if not self.whole:
                here.close()
                continue
            there = socket.socket(socket.AF_UNIX)
            there.connect(self.target)
            self.open += [here, there]
            for source, sink in ((here, there), (there, here)):
                threading.Thread(target=_pump, args=(source, sink), daemon=True).start()

    def cut(self) -> None:
        self.whole = False
        for each in self.open:
            _close(each)
        self.open.clear()

    def mend(self) -> None:
        self.whole = True


def _pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65_536):
            sink.sendall(data)
    except OSError:
        pass
    _close(source)
    _close(sink)


def _close(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()


@contextmanager
def served(database: str, folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The address of a server over this database, and its process, which has been started as in production."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    environment |= {"DATABASE_URL": database, "DATA_DIR": str(folder), "SECRET_KEY": "server", "TESTING": "1"}
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    command = ["/bin/sh", "-c", 'trap "" INT; exec "$@"', "sh", *command]  # as what a shell runs in its background
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _until(lambda: _asked(f"{address}/healthz/ready")[0] == 200, within=PATIENCE)
        yield address, process
    finally:
        process.terminate()
        process.wait(PATIENCE + serving.PATIENCE)


def _until(holds: Any, *, within: float) -> float:
    """Wait until it holds; for how many seconds it did not."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < within
        time.sleep(0.05)
    return time.monotonic() - started


def _asked(address: str, body: bytes | None = None, headers: Any = None) -> tuple[int, Any, str]:
    request = urllib.request.Request(address, body, headers or {})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()
    except OSError:
        return 0, {}, ""


def batch(secret: str, **message: Any) -> tuple[bytes, dict[str, str]]:
    body = json.dumps({"events": [make_message(**message)]}).encode()
    return body, {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is a file, which does not go away")
def test_promise_12_the_database_goes_away_and_comes_back(tmp_path: Path, settings: Any) -> None:
    settings.SECRET_KEY = "server"
    caller, client = make_caller(), Client()
    client.force_login(make_user(caller.account))
    session = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"}
    given = connection.settings_dict
    proxy = Proxy(f"{given['HOST'] or given['OPTIONS']['host']}/.s.PGSQL.{given['PORT'] or 5432}")
    url = f"postgresql://{given['USER']}@127.0.0.1:{proxy.port}/{given['NAME']}"
    body, key = batch(caller.secret)
    with served(url, tmp_path) as (address, _):
        page = f"{address}/{caller.account.slug}/"
        assert _asked(page, headers=session)[0] == 200

        proxy.cut()
        status, headers, words = _asked(page, headers=session)
        assert (status, headers["Retry-After"]) == (503, "5")
        assert "Back in a moment" in words
        assert headers["X-Request-ID"] in words
        status, headers, words = _asked(f"{address}/api/v1/events", body, key)
        assert (status, headers["Retry-After"], headers["Content-Type"]) == (503, "5", "application/problem+json")
        assert [_asked(f"{address}/healthz/{probe}")[0] for probe in ("live", "ready")] == [200, 503]

        proxy.mend()
        assert _until(lambda: _asked(page, headers=session)[0] == 200, within=BACK_WITHIN) < BACK_WITHIN
        assert _asked(f"{address}/api/v1/events", body, key)[0] == 200
        assert _asked(f"{address}/healthz/ready")[0] == 200
    assert Message.objects.count() == 1


def test_promise_13_a_server_that_is_told_to_stop_finishes_what_it_began(tmp_path: Path) -> None:
    caller, answers = make_caller(), []
    given = connection.settings_dict
    url = f"sqlite:///{given['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgresql://{given['USER']}@/{given['NAME']}?host={given['HOST'] or given['OPTIONS']['host']}"
    body, key = batch(caller.secret)
    with served(url, tmp_path) as (address, process):
        sender = threading.Thread(target=lambda: answers.append(_asked(f"{address}/api/v1/events", body, key)))
        with transaction.atomic():
            Account.objects.select_for_update().get(pk=caller.account.pk)  # the writer waits for this
            sender.start()
            time.sleep(0.7)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            assert process.poll() is None
            assert answers == []
        asked_at = time.monotonic()
        assert process.wait(PATIENCE + serving.PATIENCE) == 0
        assert time.monotonic() - asked_at < serving.PATIENCE / 2  # nothing had to be killed
        sender.join(PATIENCE)
    assert answers[0][0] == 200
    assert Message.objects.count() == 1

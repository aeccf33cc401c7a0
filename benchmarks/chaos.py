"""Promise 3: what was acknowledged is stored, once, whatever is killed.

    ./run bench chaos [--database sqlite|postgresql] [--seconds 60] [--seed 1]

Clients send batches to the HTTP API and repeat each one until it is acknowledged. Meanwhile server processes are killed
(-9) at random moments, and PostgreSQL is stopped at once (`pg_ctl -m immediate`), each started again a moment later. At
the end every acknowledged event must be there exactly once, and everything derived must be what the facts give.
"""

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.private_postgres import SPEED
from tests.private_postgres import Server as Postgres

CLIENTS = 4
BATCH = 20
PATIENCE = 30  # seconds a client goes on trying after the chaos is over
DURABLE = f"{SPEED}synchronous_commit = on\n"
"""As PostgreSQL is by default. Off, it acknowledges what the next crash may take back."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.database is None:
        for name in ("sqlite", "postgresql"):
            again = [sys.executable, "-m", "benchmarks.chaos", "--database", name]
            subprocess.run([*again, "--seconds", str(options.seconds), "--seed", str(options.seed)], check=True)
        return
    with TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True) as folder:
        run(options.database, Path(folder), seconds=options.seconds, seed=options.seed)


def run(database: str, folder: Path, *, seconds: float, seed: int) -> None:
    postgres = Postgres(folder, settings=DURABLE) if database == "postgresql" else None
    if postgres:
        postgres.create()
        postgres.start()
    url = postgres.url if postgres else f"sqlite:///{folder}/chaos.sqlite3"
    os.environ |= {"DATABASE_URL": url, "SECRET_KEY": "chaos", "TESTING": "1", "DATA_DIR": str(folder / "data")}
    os.environ |= {"API_REQUESTS_PER_SECOND": "100000", "API_BURST": "100000"}
    try:
        key = _prepare()
        with _Web() as web:
            kinds: list[Callable[[], None]] = [web.crash, web.crash, *([_crash(postgres)] if postgres else [])]
            acknowledged, retries, crashes = _storm(web.port, key, kinds, seconds=seconds, seed=seed)
        lost, doubled, wrong = _verdict(acknowledged)
    finally:
        if postgres:
            postgres.stop()
    print(
        f"{database}: {len(acknowledged):,} events acknowledged, {retries:,} retries, {crashes} crashes; "
        f"{lost} lost, {doubled} doubled, {wrong} derived wrong",
        flush=True,
    )
    if lost or doubled or wrong or not crashes:
        sys.exit(1)


def _prepare() -> str:
    """Tables, an account, and a key that may send events."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agentdash.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connections

    from conversations.accounts import open_account
    from conversations.intake.keys import make_key
    from conversations.models import Account

    account = open_account(Account(slug="chaos", name="Chaos", timezone="Europe/Stockholm", currency="SEK"))
    _, key = make_key(account, "chaos", may_ingest=True)
    connections.close_all()
    return key


class _Web:
    """The server as in production, two processes, killed and started at will."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "_Web":
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._kill()

    def crash(self) -> None:
        self._kill()
        self._start()

    def _start(self) -> None:
        command = [
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(self.port),
            "--workers",
            "2",
            "--log-level",
            "critical",
        ]
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command, "agentdash.wsgi:application"],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _kill(self) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _crash(postgres: Postgres) -> Callable[[], None]:
    def crash() -> None:
        postgres.stop()
        time.sleep(0.2)
        postgres.start()

    return crash


def _storm(
    port: int, key: str, kinds: list[Callable[[], None]], *, seconds: float, seed: int
) -> tuple[set[str], int, int]:
    """Clients and crashes for so long: the acknowledged event ids, how often clients tried again, the crashes."""
    chance = random.Random(seed)
    over = threading.Event()
    clients = [_Client(port, key, number=number, over=over) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    _wait_for(lambda: any(client.acknowledged for client in clients))
    ends, crashes = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        time.sleep(chance.uniform(0.3, 2.0))
        chance.choice(kinds)()
        crashes += 1
    over.set()
    for client in clients:
        client.join()
    if any(client.gave_up for client in clients):
        sys.exit("a client was never answered again after the last crash")
    acknowledged = {event for client in clients for event in client.acknowledged}
    return acknowledged, sum(client.retries for client in clients), crashes


class _Client(threading.Thread):
    """Sends batch after batch, each until it is acknowledged; stops between two when it is over."""

    def __init__(self, port: int, key: str, *, number: int, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self._port, self._key, self._number, self._over = port, key, number, over
        self.acknowledged: list[str] = []
        self.retries = 0
        self.gave_up = False

    def run(self) -> None:
        for batch in _batches(self._number):
            if self._over.is_set():
                return
            body = json.dumps({"events": batch}).encode()
            patient_until = None
            while not self._send(body):
                self.retries += 1
                time.sleep(0.05)
                if self._over.is_set():
                    patient_until = patient_until or time.monotonic() + PATIENCE
                    if time.monotonic() > patient_until:
                        self.gave_up = True
                        return
            self.acknowledged += [event["id"] for event in batch]

    def _send(self, body: bytes) -> bool:
        """Whether all of it was acknowledged. Anything but a clean answer or a plain 503 is a fault of the server."""
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            connection.request("POST", "/api/v1/events", body, headers)
            response = connection.getresponse()
            answer = response.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        if response.status == 503:
            return False
        if response.status != 200:
            raise AssertionError(f"{response.status}: {answer[:500]!r}")
        counts = json.loads(answer)
        assert counts["accepted"] + counts["duplicates"] == BATCH, counts
        return True


def _batches(client: int) -> Iterator[list[dict[str, Any]]]:
    start = datetime.now(UTC) - timedelta(days=30)
    number = 0
    while True:
        batch = []
        for _ in range(BATCH):
            number += 1
            batch.append(
                {
                    "type": "message",
                    "id": f"m-{client}-{number}",
                    "occurred_at": (start + timedelta(seconds=number)).isoformat(),
                    "conversation": f"c-{number % 50}",
                    "channel": "web_chat",
                    "sender": "agent" if number % 2 else "shopper",
                    "text": f"Message {number}",
                    "shopper": {"visitor": f"v-{number % 50}"},
                }
            )
        yield batch


def _verdict(acknowledged: set[str]) -> tuple[int, int, int]:
    """How many acknowledged events are missing, how many are there twice, how many tables rebuilding changes."""
    from collections import Counter

    from django.utils import timezone

    from conversations.models import Account, Message
    from conversations.record import rebuild
    from tests.state import state_of

    stored = Counter(Message.objects.values_list("event_id", flat=True))
    account = Account.objects.get()
    before = state_of(account)
    rebuild(account, now=timezone.now())
    after = state_of(account)
    lost = sum(event not in stored for event in acknowledged)
    return lost, sum(count > 1 for count in stored.values()), sum(before[name] != after[name] for name in before)


def _wait_for(done: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > ends:
            sys.exit("the server never answered")
        time.sleep(0.05)


if __name__ == "__main__":
    main()

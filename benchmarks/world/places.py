"""Where worlds stand: a folder each, kept if one is named. Each is filled and measured in a process of its own.

DATABASE_URL is set for that process; `world()` is what it finds there, built first if it is not there yet.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.world.plan import World
from tests.private_postgres import Server

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASES = ("postgresql", "sqlite")
SMALL_SIZE = 100_000
FULL_SIZE = {"postgresql": 10_000_000, "sqlite": 1_000_000}
CHILD = "BENCHMARK_WORLD"

READS = """
listen_addresses = ''
max_connections = 50
shared_buffers = 2GB
effective_cache_size = 8GB
work_mem = 16MB
random_page_cost = 1.1
max_wal_size = 8GB
checkpoint_timeout = 30min
fsync = off
full_page_writes = off
synchronous_commit = off
"""
"""A server of some gigabytes with an SSD, tuned as usual. What makes writes unsafe makes no read fast."""


def in_each_world(module: str, measure: Callable[[World], None], *, arguments: argparse.ArgumentParser) -> None:
    """Run `measure` with the world of every database and size asked for; `module` is the caller's dotted name."""
    if CHILD in os.environ:
        measure(world())
        return
    options = add_options(arguments).parse_args()
    for database in options.database or DATABASES:
        sizes = options.conversations or [FULL_SIZE[database] if options.full else SMALL_SIZE]
        for size in sizes:
            print(f"\n## {database}, {size:,} conversations\n", flush=True)
            run_in([sys.executable, "-m", module, *sys.argv[1:]], database, size, folder=options.folder)


def add_options(arguments: argparse.ArgumentParser) -> argparse.ArgumentParser:
    arguments.add_argument("--database", action="append", choices=DATABASES, help="both if none is named")
    arguments.add_argument("--conversations", action="append", type=int, help="100,000 if nothing is said")
    arguments.add_argument("--full", action="store_true", help="10 million on PostgreSQL, 1 million on SQLite")
    arguments.add_argument("--folder", type=Path, help="keep the worlds in here, and take those that are here")
    return arguments


def run_in(command: list[str], database: str, conversations: int, *, folder: Path | None) -> None:
    """Run a command with DATABASE_URL naming such a world."""
    with _place(folder, f"{database}-{conversations}") as place, _url(database, place) as url:
        own = {CHILD: str(place / "world.json"), "DATABASE_URL": url, "SECRET_KEY": "benchmark", "TESTING": "1"}
        own |= {"DJANGO_SETTINGS_MODULE": "agentdash.settings", "WORLD_CONVERSATIONS": str(conversations)}
        own |= {"DATA_DIR": str(place / "files")}
        subprocess.run([sys.executable, "-m", "benchmarks.world"], cwd=ROOT, env={**os.environ, **own}, check=True)
        subprocess.run(command, cwd=ROOT, env={**os.environ, **own}, check=True)


@contextmanager
def _place(folder: Path | None, name: str) -> Iterator[Path]:
    if folder is not None:
        kept = folder.absolute() / name
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with TemporaryDirectory(prefix="world-", ignore_cleanup_errors=True) as place:
        yield Path(place)


@contextmanager
def _url(database: str, place: Path) -> Iterator[str]:
    if database == "sqlite":
        yield f"sqlite:///{place}/world.sqlite3"
        return
    server = Server(place, settings=READS)
    if not server.data.exists():
        server.create()
    server.start()
    try:
        yield server.url
    finally:
        server.stop(mode="fast")


def world() -> World:
    """The world of this process's database, built if there is none yet."""
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.world.build import build

    note = Path(os.environ[CHILD])
    call_command("migrate", verbosity=0)
    if note.exists():
        kept = json.loads(note.read_text())
        return World(**{**kept, "now": datetime.fromisoformat(kept["now"])})
    made = build(int(os.environ["WORLD_CONVERSATIONS"]), say=lambda words: print(f"  {words}", flush=True))
    note.write_text(
        json.dumps({"conversations": made.conversations, "now": str(made.now), "long_thread": made.long_thread})
    )
    return made

"""Each benchmark runs in a process of its own a database: a new SQLite file, a private PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import private_postgres

ROOT = Path(__file__).resolve().parent.parent
_CHILD = "BENCHMARK_CHILD"


def on_both_databases(module: str, measure: Callable[[], None]) -> None:
    """Run `measure` once on each database, with all tables made; `module` is the calling script's dotted name."""
    if _CHILD in os.environ:
        _prepare()
        measure()
        return
    with TemporaryDirectory(prefix="bench-") as folder:
        _run(module, "SQLite", f"sqlite:///{folder}/bench.sqlite3")
    with private_postgres.database_url() as url:
        _run(module, "PostgreSQL", url)


def _run(module: str, name: str, url: str) -> None:
    print(f"\n## {name}\n", flush=True)
    environment = {**os.environ, _CHILD: "1", "DATABASE_URL": url, "SECRET_KEY": "benchmark", "TESTING": "1"}
    subprocess.run([sys.executable, "-m", module, *sys.argv[1:]], cwd=ROOT, env=environment, check=True)


def _prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agentdash.settings")
    import django
    from django.core.management import call_command

    from agentdash.memory import settle

    django.setup()
    call_command("migrate", verbosity=0)
    settle()  # as a server does

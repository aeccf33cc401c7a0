"""`manage.py back_up FOLDER`: a copy of an embedded installation, made while it runs (promise 16)."""

import os
import shutil
import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

DATABASE, KEY = "agentdash.sqlite3", "secret_key"


class Command(BaseCommand):
    help = "Copy the embedded database and its secret key into a new folder, which can be used as a DATA_DIR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="it is made; what is in it is never overwritten")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("This database is backed up by pg_dump: docs/operations.md says how.")
        folder: Path = options["folder"]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (folder / DATABASE).exists():
            raise CommandError(f"{folder / DATABASE} is there already. Each backup has a folder of its own.")
        copy_database(Path(connection.settings_dict["NAME"]), folder / DATABASE)
        key = Path(settings.DATA_DIR) / KEY
        if key.exists():
            shutil.copy(key, folder / KEY)  # with its mode: its owner alone reads it
        self.stdout.write(f"{folder / DATABASE}: {(folder / DATABASE).stat().st_size:,} bytes, whole")
        if not key.exists() or key.read_text() != settings.SECRET_KEY:
            self.stdout.write("The secret key comes from the environment (SECRET_KEY): keep it, too.")


def copy_database(source: Path, target: Path) -> None:
    """As of one moment, beside readers and writers, and without empty pages; under its name only when it is whole."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # nobody else reads what shoppers wrote
    database = sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=20)
    try:
        database.execute("VACUUM INTO ?", [str(part)])
    finally:
        database.close()
    copied = sqlite3.connect(part)
    try:
        if (found := copied.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise CommandError(f"The copy is damaged, and so may be the database: {found}")
    finally:
        copied.close()
    part.rename(target)

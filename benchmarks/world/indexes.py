"""Filled without indexes and foreign keys, which are made again afterwards: ten million rows in minutes, not hours."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_CONSTRAINTS = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I CASCADE', conrelid::regclass, conname),
        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype IN ('f', 'u') AND conrelid = ANY(%s::regclass[]) ORDER BY contype, conname
"""
_INDEXES = """
    SELECT format('DROP INDEX %%I', i.relname), pg_get_indexdef(i.oid)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    WHERE x.indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = x.indexrelid)
"""
_SQLITE = "SELECT 'DROP INDEX \"' || name || '\"', sql FROM sqlite_master WHERE type = 'index' AND sql <> ''"


@contextmanager
def without_indexes(tables: Iterable[str]) -> Iterator[None]:
    """Primary keys stay. Foreign keys are looked at again when they come back, on PostgreSQL."""
    if connection.vendor == "sqlite":
        with connection.constraint_checks_disabled():
            made = _run(_SQLITE)
            yield
            _all(made)
        return
    names = list(tables)
    made = [*_run(_CONSTRAINTS, names), *_run(_INDEXES, names)]
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
    yield
    # Unique ones before the foreign keys that need them.
    _all(sorted(made, key=lambda command: "FOREIGN KEY" in command))


def _run(question: str, *parameters: Any) -> list[str]:
    """Carry out the first column of the answer; the second undoes it."""
    with connection.cursor() as cursor:
        cursor.execute(question, parameters or None)
        commands = cursor.fetchall()
        for command, _ in commands:
            cursor.execute(command)
    return [undo for _, undo in commands]


def _all(commands: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)

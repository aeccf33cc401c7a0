"""Promise 17: no migration locks a big table for long, and all can be taken back or say why not."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterField, CreateModel, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations import SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.models import CharField, Index, IntegerField

OURS = {"conversations", "metrics"}
NOT_TAKEN_BACK: dict[str, str] = {}  # name: why
FIRST = 25
"""The highest number that the first release can have: up to it every table was empty when it was altered."""
LOOKED_AT: dict[str, str] = {}  # name: why what is told of it locks no big table for long
LOCKS = (AddIndex, AddConstraint, AlterField, RunSQL)


def ours() -> Iterator[tuple[str, Migration]]:
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if app in OURS:
            yield name, migration


def operations(migration: Migration) -> Iterator[Operation]:
    for operation in migration.operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from operation.database_operations
        else:
            yield operation


def locking(migration: Migration) -> list[str]:
    """What reads or writes a whole table while nobody else may write it. One that was just made is empty."""
    made = {each.name_lower for each in migration.operations if isinstance(each, CreateModel)}
    told = [each for each in operations(migration) if getattr(each, "model_name_lower", "") not in made]
    return [each.describe() for each in told if isinstance(each, LOCKS) or _fills(each)]


def _fills(operation: Operation) -> bool:
    """A new column for which SQLite writes the whole table again, as it does not for NULL and a db_default."""
    return isinstance(operation, AddField) and not operation.field.null and not operation.field.has_db_default()


def test_promise_17_every_migration_can_be_taken_back_or_says_why_not() -> None:
    found = {name for name, migration in ours() for each in operations(migration) if not each.reversible}

    assert found == NOT_TAKEN_BACK.keys(), "give it a reverse, or say here why it has none"


def test_promise_17_no_migration_after_the_first_release_locks_a_big_table() -> None:
    later = {name: locking(migration) for name, migration in ours() if int(name[:4]) > FIRST}

    assert {name for name, told in later.items() if told} == LOOKED_AT.keys(), later


@pytest.mark.parametrize(
    ("operation", "locks"),
    [
        (AddIndex("message", Index(fields=["text"], name="message_by_text")), True),
        (AlterField("message", "text", CharField(max_length=9)), True),
        (AddField("message", "length", IntegerField(default=0)), True),
        (RunSQL("UPDATE conversations_message SET text = ''"), True),
        (AddField("message", "length", IntegerField(default=0, db_default=0)), False),
        (AddField("message", "length", IntegerField(null=True)), False),
        (AddIndex("fresh", Index(fields=["text"], name="fresh_by_text")), False),
        (RunPython(RunPython.noop), False),
    ],
)
def test_what_locks_a_table_is_known(operation: Operation, locks: bool) -> None:  # noqa: FBT001
    migration = type("Example", (Migration,), {"operations": [CreateModel("fresh", []), operation]})

    assert bool(locking(migration("0026_example", "conversations"))) is locks


@pytest.mark.django_db(transaction=True)
def test_promise_17_all_tables_go_and_come_back(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--thorough"):
        pytest.skip("needs --thorough: half a minute")
    tables = set(connection.introspection.table_names())

    call_command("migrate", "conversations", "zero", verbosity=0)
    try:
        left = {name for name in connection.introspection.table_names() if name.startswith("conversations_")}
    finally:
        call_command("migrate", verbosity=0)

    assert left == set()
    assert set(connection.introspection.table_names()) == tables

"""Rows in and out of the database in bulk: as fast as each database can, with Django's own tables and types.

Django's `bulk_create` and `bulk_update` cost three to five times the database's own work. The writer holds its
account's lock and has looked every key up before, so it needs plain insertion only: COPY on PostgreSQL,
`executemany` on SQLite.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Model

Values = Sequence[Any]
Writers = Sequence[tuple[int, Callable[[Any], Any]]]

_POSTGRES_TYPES = {
    "BigIntegerField": "int8",
    "BinaryField": "bytea",
    "BooleanField": "bool",
    "CharField": "varchar",
    "DateField": "date",
    "DateTimeField": "timestamptz",
    "IntegerField": "int4",
    "JSONField": "jsonb",
    "PositiveIntegerField": "int4",
    "PositiveSmallIntegerField": "int2",
    "TermsField": "int8[]",
    "TextField": "text",
}


def insert(model: type[Model], columns: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert `rows`, each the values of the attributes `columns` in their order. None may exist already."""
    if not rows:
        return
    if connection.vendor == "postgresql":
        _copy(model, columns, rows)
    else:
        marks = ", ".join(["%s"] * len(columns))
        command = f"INSERT INTO {_table(model)} ({_names(model, columns)}) VALUES ({marks})"  # noqa: S608  (names of ours)
        _many(command, model, columns, rows)


def update(model: type[Model], columns: Sequence[str], rows: Sequence[Values]) -> None:
    """Set `columns` of the rows whose id is the last value of each of `rows`."""
    if not rows:
        return
    fields = [_field(model, name) for name in columns]
    if connection.vendor == "postgresql":
        types = [*(_postgres_type(field) for field in fields), "int8"]
        aliases = [f"c{index}" for index in range(len(types))]
        arrays = ", ".join(f"%s::{kind}[]" for kind in types)
        sets = ", ".join(f'"{field.column}" = v.{alias}' for field, alias in zip(fields, aliases, strict=False))
        writers = _writers(model, (*columns, "id"))
        parameters = [list(column) for column in zip(*(_written(row, writers) for row in rows), strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {_table(model)} AS t SET {sets} "  # noqa: S608  (names come from the models)
                f"FROM unnest({arrays}) AS v({', '.join(aliases)}) WHERE t.id = v.{aliases[-1]}",
                parameters,
            )
    else:
        sets = ", ".join(f'"{field.column}" = %s' for field in fields)
        _many(f"UPDATE {_table(model)} SET {sets} WHERE id = %s", model, (*columns, "id"), rows)  # noqa: S608


def _copy(model: type[Model], columns: Sequence[str], rows: Iterable[Values]) -> None:
    writers = _writers(model, tuple(columns))
    with connection.cursor() as cursor:
        command = f"COPY {_table(model)} ({_names(model, columns)}) FROM STDIN (FORMAT BINARY)"
        with cursor.copy(command) as copy:
            copy.set_types([_postgres_type(_field(model, name)) for name in columns])
            for row in rows:
                copy.write_row(_written(row, writers))


def _many(command: str, model: type[Model], columns: Sequence[str], rows: Iterable[Values]) -> None:
    writers = _writers(model, tuple(columns))
    with connection.cursor() as cursor:
        cursor.executemany(command, [_written(row, writers) for row in rows])


def _written(row: Values, writers: Writers) -> list[Any]:
    values = list(row)
    for place, write in writers:
        values[place] = write(values[place])
    return values


def _table(model: type[Model]) -> str:
    return f'"{model._meta.db_table}"'


def _names(model: type[Model], columns: Sequence[str]) -> str:
    return ", ".join(f'"{_field(model, name).column}"' for name in columns)


def _postgres_type(field: "models.Field[Any, Any]") -> str:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return _POSTGRES_TYPES[target.get_internal_type()]


@cache
def _field(model: type[Model], name: str) -> "models.Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if field.attname == name)


@cache
def _writers(model: type[Model], columns: tuple[str, ...]) -> Writers:
    """Which columns, by place, the driver of this database wants in another form, and how to make it."""
    table = _postgres_writers() if connection.vendor == "postgresql" else _SQLITE_WRITERS
    internal = [_field(model, name).get_internal_type() for name in columns]
    return [(place, table[kind]) for place, kind in enumerate(internal) if kind in table]


def _plain(value: Any) -> Any:
    return None if value is None else str(value)


def _sqlite_time(value: datetime | None) -> str | None:
    if value is None:
        return None
    at = value if value.tzinfo is UTC else value.astimezone(UTC)
    return at.isoformat(" ")[: -len("+00:00")]


def _sqlite_date(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _postgres_writers() -> dict[str, Callable[[Any], Any]]:
    from psycopg.types.json import Jsonb  # noqa: PLC0415  (not every installation has libpq)

    return {"CharField": _plain, "JSONField": lambda value: None if value is None else Jsonb(value)}


_SQLITE_WRITERS: dict[str, Callable[[Any], Any]] = {
    "CharField": _plain,
    "DateField": _sqlite_date,
    "DateTimeField": _sqlite_time,
    "JSONField": _json,
    "TermsField": lambda numbers: " ".join(map(str, numbers)),
}

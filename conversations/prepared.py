"""Queries whose SQL is written once a process: only what differs from call to call is put in.

Django builds and compiles a query anew each time, which takes more of the processor than the query takes of the
database. What is asked stays where it was, in querysets: `Prepared` builds one with stand-ins for the values that
change, keeps its SQL, and fills in the values. Whatever else decides what is asked is the
`shape`; each shape is built once.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable

MOST_SHAPES = 256

Slot = int | datetime | date | frozenset[int] | frozenset[str] | frozenset[date]


class Prepared:
    """`build(shape, *values)` makes the queryset; values are ids, instants, days, and sets for `among`."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]") -> None:
        self._build = build
        self._statement = lru_cache(maxsize=MOST_SHAPES)(self._write)

    def rows(self, shape: Hashable, *values: Slot) -> list[tuple[Any, ...]]:
        """Of a queryset of `values_list`."""
        statement = self._statement(shape, tuple(type(value) for value in values))
        found = statement.run(values)
        return list(statement.results_iter(found)) if statement.converters else found

    def objects(self, shape: Hashable, *values: Slot) -> list[Any]:
        """Of a queryset of models, with what it selects beside them."""
        statement = self._statement(shape, tuple(type(value) for value in values))
        asked = SimpleNamespace(get_compiler=lambda **_options: _Filled(statement, values))
        rows = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=asked, _known_related_objects={})
        return list(ModelIterable(rows))  # type: ignore[arg-type]  # as much of a queryset as it looks at

    def _write(self, shape: Hashable, kinds: "tuple[type[Slot], ...]") -> "_Statement":
        stand_ins = [_stand_in(kind, number) for number, kind in enumerate(kinds)]
        return _Statement(self._build(shape, *stand_ins), stand_ins)


class _Statement:
    """The SQL of a queryset. `slots` says of each parameter which of the values it is; None: it is always the same."""

    def __init__(self, queryset: "QuerySet[Any, Any]", stand_ins: list[Slot]) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.parameters = compiler.as_sql()
        places = {_known_by(_adapted(stand_in)): number for number, stand_in in enumerate(stand_ins)}
        self.slots = [places.get(_known_by(parameter)) for parameter in self.parameters]
        if missing := set(places.values()) - set(self.slots):
            raise ValueError(f"values {sorted(missing)} do not occur in the query: {self.sql}")
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map
        self.converters = compiler.get_converters([column for column, *_ in compiler.select])

    def run(self, values: tuple[Slot, ...]) -> list[tuple[Any, ...]]:
        given = [
            parameter if slot is None else _adapted(values[slot])
            for parameter, slot in zip(self.parameters, self.slots, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def results_iter(self, results: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for row in results:
            values = list(row)
            for index, (functions, expression) in self.converters.items():
                for function in functions:
                    values[index] = function(values[index], expression, connection)
            yield tuple(values)


class _Filled:
    """A statement with its values, as Django's own iteration over models takes a compiler."""

    def __init__(self, statement: _Statement, values: tuple[Slot, ...]) -> None:
        self._statement, self._values = statement, values

    def __getattr__(self, name: str) -> Any:
        return getattr(self._statement, name)

    def execute_sql(self, **_options: Any) -> list[tuple[Any, ...]]:
        return self._statement.run(self._values)


def in_array(column: str) -> str:
    """The condition that a column's value is one of `as_array`, which is its parameter."""
    given = "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
    return f"{column} {given}"


def each_of_array() -> str:
    """A SELECT of the integers of `as_array`, which is its parameter."""
    return "SELECT unnest(%s::bigint[])" if connection.vendor == "postgresql" else "SELECT value FROM json_each(%s)"


class ArrayText(str):
    """A list as the database itself wrote it, to be handed back unread."""


def as_array(values: "ArrayText | Iterable[int] | Iterable[str] | Iterable[date]") -> Any:
    """A list as the database takes it in one parameter: an array, or the text of one for SQLite's `json_each`."""
    if isinstance(values, ArrayText):
        return str(values)
    found = list(values)
    if connection.vendor != "postgresql":
        return json.dumps(found, default=date.isoformat)
    if found and isinstance(found[0], int):  # psycopg would write 20,000 of them for longer than they are looked up
        return f"{{{','.join(map(str, found))}}}"
    return found


def _stand_in(kind: "type[Slot]", number: int) -> Slot:
    """A value that no query has of its own."""
    if issubclass(kind, datetime):
        return datetime(9000 + number, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    if issubclass(kind, date):
        return date(9000 + number, 1, 2)
    unlikely = 7_300_000_000_000_000_000 + number
    return frozenset([unlikely]) if issubclass(kind, frozenset) else unlikely


def _known_by(parameter: Any) -> Any:
    """What a stand-in is recognised by; other parameters may be of any kind."""
    kind = type(parameter)
    return kind, tuple(parameter) if kind is list else parameter if isinstance(parameter, Hashable) else None


def _adapted(value: Slot) -> Any:
    """As the database takes it."""
    if isinstance(value, frozenset):
        return as_array(value)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return connection.ops.adapt_integerfield_value(value, "BigIntegerField")

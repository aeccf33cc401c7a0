"""Quantiles of how long shoppers waited for their first reply: exact, and read with all else in one query.

PostgreSQL works them out itself. SQLite cannot: it hands over its instants in one text, and `statistics` does it. Both
interpolate between two values by a straight line.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Aggregate, F, FloatField, Func, TextField

from metrics.statistics import percentile


def first_reply_aggregates(shares: Sequence[float]) -> Mapping[str, Aggregate]:
    """What to ask of a set of conversations, for `first_reply_seconds` to read."""
    if connection.vendor == "postgresql":
        return {f"wait_{index}": _Quantile(_Wait(), share=share) for index, share in enumerate(shares)}
    return {"waits": _All(_Wait())}


def first_reply_seconds(found: Mapping[str, Any], shares: Sequence[float]) -> Mapping[float, float]:
    """From first question to first reply, by share (0 to 1), in seconds; empty without any reply."""
    if connection.vendor == "postgresql":
        values = [found[f"wait_{index}"] for index in range(len(shares))]
    else:
        waits = sorted(map(_seconds, found["waits"].split(","))) if found["waits"] else []
        values = [percentile(waits, share) for share in shares]
    return {share: value for share, value in zip(shares, values, strict=True) if value is not None}


def _seconds(reply_and_question: str) -> float:
    reply, question = reply_and_question.split("/")
    return (datetime.fromisoformat(reply) - datetime.fromisoformat(question)).total_seconds()


class _Wait(Func):
    """Seconds on PostgreSQL; on SQLite both instants: its own functions know milliseconds only, and take longer."""

    arity = 2
    output_field = FloatField()

    def __init__(self) -> None:
        super().__init__(F("first_reply_at"), F("first_question_at"))

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        template = "EXTRACT(EPOCH FROM %(expressions)s)::float8"
        sql, parameters = self.as_sql(compiler, connection, template=template, arg_joiner=" - ")
        return sql, parameters

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> tuple[str, Any]:
        reply, question = (compiler.compile(each)[0] for each in self.get_source_expressions())
        return f"({reply} || '/' || {question})", ()


class _Quantile(Aggregate):
    template = "percentile_cont(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class _All(Aggregate):
    function = "group_concat"
    output_field = TextField()

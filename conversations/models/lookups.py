"""`among`: a column's value is in a long list, passed as one parameter.

`in` sends every value as a parameter of its own: a thousand of them cost more to write down and to parse than to
look up. Takes texts, integers or days.
"""

from typing import Any

from django.db.models import Field, ForeignObject, Lookup

from conversations.prepared import as_array


@Field.register_lookup
@ForeignObject.register_lookup
class Among(Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*parameters, as_array(self.rhs)]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} IN (SELECT value FROM json_each(%s))", [*parameters, as_array(self.rhs)]  # noqa: S608  (a column)

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (value,)

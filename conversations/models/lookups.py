"""`among`: a column's value is in a long list, passed as one parameter.

`in` sends every value as a parameter of its own: a thousand of them cost more to write down and to parse than to
look up. Takes texts, integers or days.
"""

from typing import Any

from django.db.models import Field, ForeignObject, Lookup

from conversations.prepared import as_array, in_array


@Field.register_lookup
@ForeignObject.register_lookup
class Among(Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, parameters = self.process_lhs(compiler, connection)
        return in_array(left), [*parameters, as_array(self.rhs)]

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (value,)

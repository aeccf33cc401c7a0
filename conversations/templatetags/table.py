"""The head and the rows of a table, for templates/tables/table.html: in Python, as there are hundreds of cells."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django_tables2 import Table
from django_tables2.columns import BoundColumn
from django_tables2.rows import BoundRow

from conversations.addresses import query_of
from conversations.markup import escaped, fill
from conversations.templatetags.shell import icon

NUMBER = "num"

register = template.Library()


@register.simple_tag(takes_context=True)
def head(context: Context, table: Table) -> SafeString:
    """The names of the columns, with the way to the rows in their order; sorting anew starts at the first page."""
    given = dict(context["request"].GET.lists()) if table.orderable else {}
    given.pop(table.prefixed_page_field, None)
    given.pop(table.prefixed_order_by_field, None)
    address = f"?{query_of(given)}&" if given else "?"
    order = next(iter(table.order_by or ()), "")
    names = (_name(column, str(order), f"{address}{table.prefixed_order_by_field}=") for column in table.columns)
    return SafeString("".join(names))


def _name(column: BoundColumn, order: str, sorting: str) -> str:
    """`order` is the one there is; `sorting` an address that only lacks the order."""
    css, shown = _css(column), escaped(column.header)
    classes = f' class="{escaped(css)}"' if css else ""
    if not column.orderable:
        return f'<th scope="col"{classes}>{shown}</th>'
    is_ordered, down = order.removeprefix("-") == column.name, order == f"-{column.name}"
    sorted_by = f' aria-sort="{"descending" if down else "ascending"}"' if is_ordered else ""
    href = escaped(f"{sorting}{'-' if is_ordered and not down else ''}{column.name}")
    arrow = icon("arrow-down" if down else "arrow-up")
    return f'<th scope="col"{classes}{sorted_by}><a href="{href}">{shown}{arrow}</a></th>'


def _css(column: BoundColumn) -> str:
    css: str = column.column.attrs.get("td", {}).get("class", "")
    return css


@register.simple_tag
def body(table: Table) -> SafeString:
    """The rows of a table of django-tables2. A cell has its column's class, a number the name of its column, too."""
    columns = [_column(column, table) for column in table.columns]
    return SafeString("\n".join(_row(row, columns, table) for row in table.paginated_rows))


def _column(column: BoundColumn, table: Table) -> tuple[str, str, Any]:
    """How its cells begin, its name, and `draw_<column>` where the table has one.

    django-tables2 would ask `render_<column>` what it takes, for each cell.
    """
    css = _css(column)
    label = fill(' data-label="{}"', column.header) if css == NUMBER else ""
    begin = fill('<td class="{}"{}>', css, label) if css else "<td>"
    return begin, column.name, getattr(table, f"draw_{column.name}", None)


def _row(row: BoundRow, columns: list[tuple[str, str, Any]], table: Table) -> str:
    attributes = f" {row.attrs.as_html()}" if table.row_attrs else ""
    cells = [
        f"{begin}{escaped(draw(row.record) if draw else row.get_cell(name))}</td>" for begin, name, draw in columns
    ]
    return f"<tr{attributes}>{''.join(cells)}</tr>"

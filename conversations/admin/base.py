"""What the pages of the admin have in common: times in UTC, lists that stay quick, facts that nobody edits."""

from collections.abc import Callable, Container, Iterable
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import BinaryField, DateTimeField, Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from conversations.admin.paging import NewestPaginator

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    StackedInline = admin.StackedInline[Any, Any]
else:
    from django.contrib.admin import ModelAdmin, StackedInline, TabularInline

__all__ = ["Admin", "FactAdmin", "ReadOnlyAdmin", "StackedInline", "TabularInline", "instant", "page_link", "row_links"]

EMPTY = "–"

Names = tuple[Any, ...]
"""Of columns, or functions that show something of a row."""


class Admin(ModelAdmin):
    """Every time that is only shown, in a list or on a page, is shown by `instant`; one that is entered is UTC too."""

    empty_value_display = EMPTY
    formfield_overrides = {DateTimeField: {"help_text": "UTC"}}
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self._shown(super().get_list_display(request))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fieldsets as they are written, with the times that nobody can edit as `get_readonly_fields` has them."""
        readonly = set(self.get_readonly_fields(request, obj))
        return [
            (title, {**options, "fields": self._shown(flatten_fieldsets([(title, options)]), among=readonly)})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self._shown(super().get_readonly_fields(request, obj))

    def _shown(self, names: Iterable[Any], *, among: Container[Any] | None = None) -> list[Any]:
        """`names` with `instant` for every time, or for those times alone whose `instant` is `among` others."""
        model: type[Model] = self.model
        shown = {name: instant(model, name) for name in names if name in _times(model)}
        return [shown[name] if name in shown and (among is None or shown[name] in among) else name for name in names]


class ReadOnlyAdmin(Admin):
    """Rows that `record` or a job writes: looked at, found, and changed by nobody, whatever their permissions.

    Tables grow without end, so lists are in the order of the primary key (which is that of arrival), newest first, are
    not sorted otherwise, and count no further than `NewestPaginator` does. What is searched for is one phrase.
    """

    list_display: Names
    list_filter: ClassVar[Names] = ("account",)
    list_select_related: ClassVar[Names] = ("account",)
    search_fields: ClassVar[Names] = ()
    ordering: ClassVar[Names] = ("-pk",)
    sortable_by = ()
    actions = None
    paginator = NewestPaginator
    left_out: ClassVar[Names] = ("id",)
    """Columns that say nothing to a reader."""
    further: ClassVar[Names] = ()
    """Further lines of a row's page."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        columns = self.opts.concrete_fields
        names = [column.name for column in columns if not isinstance(column, BinaryField)]
        return [*(name for name in names if name not in self.left_out), *self.further]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return self._shown(self.get_fields(request, obj))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": self.get_readonly_fields(request, obj)})]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        escaped = search_term.replace("\\", "\\\\").replace('"', '\\"')
        return super().get_search_results(request, queryset, f'"{escaped}"' if search_term else "")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FactAdmin(ReadOnlyAdmin):
    """Facts, found by the event that they came with."""

    search_fields: ClassVar[Names] = ("event_id__exact",)
    search_help_text = _("The whole id of the event.")


@cache
def instant(model: type[Model], name: str) -> Callable[[Any], str]:
    """Shows the time `name` of a row to the second, with its zone (T1); the same function each time it is asked for."""
    column = model._meta.get_field(name)
    assert isinstance(column, DateTimeField)

    @admin.display(description=column.verbose_name, ordering=name)
    def shown(row: Any) -> str:
        at: datetime | None = getattr(row, name)
        if at is None:
            return EMPTY
        utc = at.astimezone(UTC)
        return format_html('<time datetime="{}">{}</time>', utc.isoformat(), f"{utc:%Y-%m-%d %H:%M:%S} UTC")

    shown.__name__ = name
    return shown


def page_link(row: Model, text: str) -> SafeString:
    """A link to a row's own page."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, text)


def row_links(*models: type[Model], by: str) -> Callable[[Any], str]:
    """Links from a row's page to the lists of the rows that point to it with their foreign key `by`."""

    @admin.display(description=_("see"))
    def shown(row: Any) -> str:
        query = urlencode({"account__id__exact": row.account_id, f"{by}__id__exact": row.pk})
        lists = [(_list_of(model), query, model._meta.verbose_name_plural) for model in models]
        return format_html_join(" · ", '<a href="{}?{}">{}</a>', lists)

    shown.__name__ = "see"
    return shown


def _list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@cache
def _times(model: type[Model]) -> frozenset[str]:
    return frozenset(column.name for column in model._meta.concrete_fields if isinstance(column, DateTimeField))

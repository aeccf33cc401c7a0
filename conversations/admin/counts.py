from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conversations.admin.base import ReadOnlyAdmin
from conversations.admin.choosing import ChannelFilter
from conversations.models import IN_ALL, DayCount, DayCredit, DayOrder, Label
from conversations.wording import NO_LABEL


class _OfDays(ReadOnlyAdmin):
    list_filter: ClassVar[Any] = ("account",)
    search_fields = ("day__exact",)
    search_help_text = _("A day of the account's own zone, such as 2026-06-07.")


class _ByLabel(_OfDays):
    left_out = ("id", "label_id")
    further: ClassVar[Any] = ("label",)

    def get_queryset(self, request: HttpRequest) -> Any:
        named = Label.objects.filter(account=OuterRef("account"), pk=OuterRef("label_id"))
        return super().get_queryset(request).annotate(label_name=Subquery(named.values("name")))

    @admin.display(description=_("label"))
    def label(self, row: Any) -> str:
        return str(row.label_name or NO_LABEL)


@admin.register(DayOrder)
class DayOrderAdmin(_OfDays):
    list_display = ("__str__", "account", "placed", "total_minor", "credited", "gross_minor", "net_minor", "tests")


@admin.register(DayCredit)
class DayCreditAdmin(_ByLabel):
    list_display = ("__str__", "account", "label", "status", "credited", "gross_minor", "net_minor")
    list_filter = ("account", ChannelFilter)


@admin.register(DayCount)
class DayCountAdmin(_ByLabel):
    list_display = ("__str__", "account", "label", "total", "n_resolved", "n_not_resolved", "n_open", "n_closed")
    list_filter = ("account", ChannelFilter)
    further = ("label", "total")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(total=IN_ALL)

    @admin.display(description=_("total"))
    def total(self, row: Any) -> int:
        return int(row.total)

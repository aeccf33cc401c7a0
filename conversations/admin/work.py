from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from conversations.admin.base import ReadOnlyAdmin
from conversations.faults import from_text
from conversations.models import Heartbeat, Job, NumberCheck


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    ordering = ("job",)
    list_display = ("job", "last_at")
    list_filter = ()
    list_select_related = ()


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "account", "state", "attempts", "error", "created_at", "finished_at")
    list_filter = ("account", "kind", "state")
    search_fields = ("kind__exact", "key__exact")
    search_help_text = _("The whole name of the kind, or the whole key.")


@admin.register(NumberCheck)
class NumberCheckAdmin(ReadOnlyAdmin):
    list_display = ("check_name", "account", "ok", "at", "faults")
    list_filter = ("account", "ok", "check_name")

    @admin.display(description=_("what differs"))
    def faults(self, row: NumberCheck) -> str:
        return "; ".join(from_text(row.detail))

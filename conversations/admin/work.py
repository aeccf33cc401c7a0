from django.contrib import admin

from conversations.admin.base import ReadOnlyAdmin
from conversations.models import Heartbeat


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    ordering = ("job",)
    list_display = ("job", "last_at")
    list_filter = ()
    list_select_related = ()

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from conversations.admin.base import ReadOnlyAdmin
from conversations.models import Export


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "account", "by_email", "of", "format", "rows", "finished_at", "query")
    list_filter = ("account", "of", "format")
    search_fields = ("by_email__iexact",)
    search_help_text = _("The whole email of the person.")

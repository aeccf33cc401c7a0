from django.contrib import admin

from conversations.admin.base import ReadOnlyAdmin
from conversations.models import SearchDocument, SearchPending, SearchToken


@admin.register(SearchDocument)
class SearchDocumentAdmin(ReadOnlyAdmin):
    list_display = ("conversation", "account", "started_at")
    list_filter = ("account",)
    list_select_related = ("account", "conversation")
    left_out = ("terms",)


@admin.register(SearchPending)
class SearchPendingAdmin(ReadOnlyAdmin):
    list_display = ("conversation", "account")
    list_filter = ("account",)
    list_select_related = ("account", "conversation")


@admin.register(SearchToken)
class SearchTokenAdmin(ReadOnlyAdmin):
    list_display = ("token", "account")
    list_filter = ("account",)
    search_fields = ("token__startswith",)
    left_out = ("id",)

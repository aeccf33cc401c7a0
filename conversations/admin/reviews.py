from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from conversations.admin.base import ReadOnlyAdmin
from conversations.models import Review


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ("at", "account", "conversation", "reviewer", "status", "verdict", "cause", "week", "replaced_at")
    list_filter = ("account", "verdict", "cause", "kind")
    list_select_related = ("account", "conversation", "reviewer")
    search_fields = ("conversation__key__exact", "reviewer__email__iexact")
    search_help_text = _("The whole id of the conversation, or the whole email of the reviewer.")

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from conversations.admin.base import ReadOnlyAdmin
from conversations.models import DayNote


@admin.register(DayNote)
class DayNoteAdmin(ReadOnlyAdmin):
    """Written on the Overview, by those who may."""

    list_display = ("day", "account", "text", "author", "written_at")
    list_filter = ("account",)
    list_select_related = ("account", "author")
    search_fields = ("text__istartswith", "author__email__iexact")
    search_help_text = _("The first words of the note, or the whole email of the author.")

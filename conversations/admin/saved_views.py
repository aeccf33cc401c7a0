from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from conversations.admin.base import ReadOnlyAdmin
from conversations.models import SavedView


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    """Its owner changes it, on the pages of the account."""

    list_display = ("name", "account", "owner", "shared", "query")
    list_filter = ("account", "shared")
    list_select_related = ("account", "owner")
    search_fields = ("name__istartswith", "owner__email__iexact")
    search_help_text = _("The first words of the name, or the whole email of the owner.")

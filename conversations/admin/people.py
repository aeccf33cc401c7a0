from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from conversations.admin.base import ReadOnlyAdmin, row_links
from conversations.models import Conversation, Identity, Order, Profile, Reveal, ShopperNote, Touch


@admin.register(Profile)
class ProfileAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "account", "kind", "value", "email", "phone")
    list_filter = ("account",)
    search_fields = ("value__exact", "email__iexact", "phone__exact", "name__istartswith")
    search_help_text = _("The whole id, email or phone, or the first letters of the name.")
    further = (row_links(Conversation, Identity, Touch, Order, by="profile"),)


@admin.register(Identity)
class IdentityAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "account", "profile", "visitor", "email", "phone", "last_at")
    list_filter = ("account",)
    list_select_related = ("account", "profile")
    search_fields = ("external_id__exact", "visitor__exact", "email_key__iexact", "phone__exact")
    search_help_text = _("The whole id, visitor, email or phone.")
    further = (row_links(ShopperNote, by="identity"),)


@admin.register(Reveal)
class RevealAdmin(ReadOnlyAdmin):
    list_display = ("who", "account", "reason", "revealed_at", "conversation_id", "profile_id")
    list_filter = ("account",)
    search_fields = ("who__iexact", "conversation_id__exact")
    search_help_text = _("The whole email of the person, or id of the conversation.")

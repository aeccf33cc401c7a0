"""Accounts with their members. What the numbers depend on recomputes them in the same save."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conversations.accounts import open_account
from conversations.admin.base import Admin, TabularInline
from conversations.admin.history import what_changed
from conversations.models import Account, Membership
from conversations.record import rebuild

DECIDES_NUMBERS = frozenset({"timezone", "silence_hours", "silence_means", "closing_thanks"})
"""The account's own columns that statuses and local days follow from (T6, S1, S6, S6b)."""


class MembershipInline(TabularInline):
    model = Membership
    fields = ("user", "role")
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Account)
class AccountAdmin(Admin):
    """No account is deleted here: that would be a shop's whole past, gone with a click."""

    list_display = ("name", "slug", "timezone", "currency", "silence_hours", "silence_means", "created_at")
    list_filter = ("currency", "silence_means", "closing_thanks")
    search_fields = ("name", "slug")
    fieldsets = (
        (None, {"fields": ("name", "slug", "timezone", "currency")}),
        (_("Status of conversations"), {"fields": ("silence_hours", "silence_means", "closing_thanks")}),
    )
    inlines = (MembershipInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Account | None = None) -> Any:
        """A6: orders are counted in the account's currency, which therefore stays once there are any."""
        return ("currency",) if obj and obj.orders.exists() else ()

    def has_delete_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Account, form: Any, change: Any) -> None:
        if change:
            obj.save()
        else:
            open_account(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """A8, T6: all numbers move with the settings or none does; Django's admin saves in one transaction."""
        super().save_related(request, form, formsets, change)
        if change and DECIDES_NUMBERS & set(form.changed_data):
            rebuild(form.instance, now=timezone.now())
            told = gettext("Every status, count and credit of “%(account)s” was computed anew.")
            messages.info(request, told % {"account": form.instance})

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: Any = None) -> Any:
        return super().construct_change_message(request, form, formsets, add) if add else what_changed(form, formsets)


@admin.register(Membership)
class MembershipAdmin(Admin):
    fields = ("account", "user", "role")
    list_display = ("user", "account", "role")
    list_filter = ("role", "account")
    list_select_related = ("user", "account")
    search_fields = ("user__email", "user__name", "account__name", "account__slug")
    autocomplete_fields = ("account", "user")

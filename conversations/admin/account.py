"""Accounts with their members. What the numbers depend on changes with them, in the same save or in a job."""

from typing import Any, cast

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conversations import recounting
from conversations.accounts import open_account
from conversations.admin.base import Admin, TabularInline
from conversations.admin.history import what_changed
from conversations.models import Account, Membership, User
from conversations.models.work import JobState
from conversations.recounting import DECIDES_NUMBERS, is_underway, last_job


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
        (None, {"fields": ("name", "slug", "timezone", "currency", "numbers")}),
        (_("Status of conversations"), {"fields": ("silence_hours", "silence_means", "closing_thanks")}),
    )
    inlines = (MembershipInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Account | None = None) -> Any:
        """A6: orders are counted in the account's currency, which therefore stays once there are any.

        What the numbers follow from waits while they are computed by the last change of it.
        """
        currency = ("currency",) if obj and obj.orders.exists() else ()
        deciding = sorted(DECIDES_NUMBERS) if obj and is_underway(obj) else ()
        return ("numbers", *currency, *deciding)

    @admin.display(description=_("Numbers"))
    def numbers(self, account: Account) -> str:
        """How far they are computed by settings that were changed."""
        job = last_job(account)
        if job is None or job.state == JobState.DONE:
            return gettext("As the settings are")
        if job.state == JobState.FAILED:
            return gettext(job.error)
        done = 100 * job.done // job.total if job.total else 0
        return gettext("Being computed by new settings: %(percent)s %%") % {"percent": done}

    def has_delete_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Account, form: Any, change: Any) -> None:
        if not change:
            open_account(obj)
            return
        for name in DECIDES_NUMBERS & set(form.changed_data):
            setattr(obj, name, form.initial[name])  # set with the numbers, once these are there
        obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """A8, T6: all numbers move with the settings or none does; Django's admin saves in one transaction."""
        super().save_related(request, form, formsets, change)
        changed = {name: form.cleaned_data[name] for name in DECIDES_NUMBERS & set(form.changed_data)}
        if not change or not changed:
            return
        if recounting.change(form.instance, changed, by=cast(User, request.user), now=timezone.now()) is None:
            told = gettext("Every number of “%(account)s” was computed anew.")
        else:
            told = gettext("The numbers of “%(account)s” are being computed. Until then all of them stay as they were.")
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

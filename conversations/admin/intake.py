"""API keys, the agent's live switch, and the events that were refused."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from conversations.admin.base import Admin, FactAdmin, ReadOnlyAdmin
from conversations.admin.choosing import CodeFilter, RevokedFilter
from conversations.intake.keys import issue, revoke
from conversations.models import ApiKey, HourIntake, LiveSwitch, RejectedEvent

MOST_SHOWN = 64 * 1024
"""Bytes of a refused event on its page; an event may be 5 MiB long."""


@admin.register(LiveSwitch)
class LiveSwitchAdmin(FactAdmin):
    list_display = ("event_id", "account", "live", "occurred_at", "received_at")
    list_filter = ("account", "live")


@admin.register(HourIntake)
class HourIntakeAdmin(ReadOnlyAdmin):
    list_display = ("hour", "account", "source", "accepted", "duplicates", "rejected")
    list_filter = ("account",)


@admin.register(RejectedEvent)
class RejectedEventAdmin(ReadOnlyAdmin):
    ordering = ("-last_at", "-pk")
    list_display = ("code", "detail", "account", "source", "line", "event_type", "event_id", "times", "last_at")
    list_filter = ("account", CodeFilter, "source")
    search_fields = ("event_id__exact", "source__istartswith", "pointer__exact")
    search_help_text = _("The whole id of the event, the first letters of the source, or the whole pointer.")
    further = ("event",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("payload")

    @admin.display(description=_("event"))
    def event(self, row: RejectedEvent) -> SafeString:
        """Its bytes as text, what is no UTF-8 in them replaced."""
        payload = bytes(row.payload)
        text = payload[:MOST_SHOWN].decode(errors="replace")
        if len(payload) <= MOST_SHOWN:
            return format_html("<pre>{}</pre>", text)
        cut = gettext("The first %(shown)d of %(all)d bytes.") % {"shown": MOST_SHOWN, "all": len(payload)}
        return format_html("<pre>{}</pre><p>{}</p>", text, cut)


class ApiKeyForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if {"may_ingest", "may_read"} <= given.keys() and not (given["may_ingest"] or given["may_read"]):
            self.add_error("may_ingest", gettext("A key has to be good for something."))
        return given


@admin.register(ApiKey)
class ApiKeyAdmin(Admin):
    """A key is made, named anew, given an end, revoked; what it may do stays as it was made, and it is kept."""

    form = ApiKeyForm
    list_display = ("name", "prefix", "account", "may_ingest", "may_read", "last_used_at", "expires_at", "revoked_at")
    list_filter = ("account", "may_ingest", "may_read", RevokedFilter)
    list_select_related = ("account",)
    search_fields = ("name", "prefix__exact", "account__name", "account__slug")
    ordering = ("-pk",)
    autocomplete_fields = ("account",)
    actions = ("revoke",)
    new_fields = ("account", "name", "may_ingest", "may_read", "expires_at")
    kept_fields = ("account", "prefix", "may_ingest", "may_read")
    told_fields = ("created_at", "created_by", "revoked_at", "last_used_at")

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        return ("name", "expires_at", *self.kept_fields, *self.told_fields) if obj else self.new_fields

    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        return self._shown((*self.kept_fields, *self.told_fields)) if obj else ()

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: Any) -> None:
        if change:
            obj.save(update_fields=["name", "expires_at"])
            return
        obj.created_by = request.user  # type: ignore[assignment]
        told = gettext("This is the key. Copy it now: it is not kept, and cannot be shown again.")
        messages.success(request, format_html("{} <code>{}</code>", told, issue(obj)))

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    @admin.action(description=_("Revoke the chosen keys"), permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        revoked = [key for key in queryset if revoke(key, timezone.now())]
        for key in revoked:
            self.log_change(request, key, [{"changed": {"fields": ["revoked"]}}])
        told = ngettext("%(count)d key was revoked.", "%(count)d keys were revoked.", len(revoked))
        self.message_user(request, told % {"count": len(revoked)}, messages.SUCCESS)

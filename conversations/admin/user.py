"""People who sign in with their email address."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import admin as auth
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conversations.admin.base import Admin, TabularInline
from conversations.models import Membership, User

GIVES_POWER = ("is_staff", "is_superuser", "groups", "user_permissions")


class MembershipInline(TabularInline):
    model = Membership
    autocomplete_fields = ("account",)
    extra = 0


class EmailOnce:
    """An address in small letters, of nobody else."""

    def clean_email(self: Any) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise self.instance.unique_error_message(User, ["email"])
        return email


class NewUserForm(EmailOnce, AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("email", "name")


class UserForm(EmailOnce, UserChangeForm):  # type: ignore[type-arg]
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("as the browser asks")), *settings.LANGUAGES]
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        required=False,
        choices=[("", _("as the system is set")), ("light", _("light")), ("dark", _("dark"))],
    )

    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(Admin, auth.UserAdmin):  # type: ignore[type-arg]
    form = UserForm
    add_form = NewUserForm
    list_display = ("email", "name", "is_staff", "is_superuser", "is_active", "last_login", "joined_at")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("email", "name")
    ordering = ("email",)
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "language", "theme")}),
        (_("Permissions"), {"fields": ("is_active", *GIVES_POWER)}),
        (_("Dates"), {"fields": ("last_login", "joined_at")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("email", "name", "usable_password", "password1", "password2")}),
    )
    inlines = (MembershipInline,)
    actions = ("turn_off_two_factor",)
    readonly_fields = ("last_login", "joined_at")

    @admin.action(description=_("Turn off two-factor authentication (a lost phone)"), permissions=["change"])
    def turn_off_two_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        touched = people if request.user.is_superuser else people.filter(is_superuser=False)
        helped = [person for person in touched if Authenticator.objects.filter(user=person).delete()[0]]
        for person in helped:
            self.log_change(request, person, [{"changed": {"fields": ["two-factor"]}}])
        words = ngettext(
            "%(count)d person signs in with their password alone.",
            "%(count)d people sign in with their passwords alone.",
            len(helped),
        )
        self.message_user(request, words % {"count": len(helped)})

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Nobody gives away, or takes, more power than they have."""
        shown = super().get_readonly_fields(request, obj)
        return shown if request.user.is_superuser else [*shown, *GIVES_POWER]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    """A superuser's password and email are a superuser's matter: whoever sets them can sign in as one."""
    return request.user.is_superuser or user is None or not user.is_superuser

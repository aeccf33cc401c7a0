"""The account's keys for the API, for admins: made here and shown once, revoked here."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.days import window
from conversations.intake.keys import make_key, revoke
from conversations.models import ApiKey
from conversations.views.access import AccountRequest, account_action, account_page, admins_only, signed_in
from conversations.views.shell import show

SCOPES = {"ingest": gettext_lazy("Send events"), "read": gettext_lazy("Read numbers and conversations")}


class KeyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Who will use it, such as the name of the system."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    last_day = forms.DateField(
        label=gettext_lazy("Works until"),
        help_text=gettext_lazy("The last day on which it works. Without one it works until it is revoked."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_last_day(self) -> Any:
        given = self.cleaned_data["last_day"]
        if given is not None and not self.today <= given <= self.today + timedelta(days=3660):
            raise forms.ValidationError(_("Choose a day from today on, within ten years."))
        return given


@account_page
@admins_only
def keys(request: AccountRequest) -> HttpResponse:
    return _page(request, _form(request))


@account_action
@admins_only
def create_key(request: AccountRequest) -> HttpResponse:
    """Answers with the page itself, not with a redirect: the key is written nowhere, and this is its one appearance."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    last_day = given["last_day"]
    key, text = make_key(
        request.account,
        given["name"],
        may_ingest="ingest" in given["scopes"],
        may_read="read" in given["scopes"],
        expires_at=window(last_day, last_day, request.account.zone)[1] if last_day else None,
        created_by=signed_in(request),
    )
    response = _page(request, _form(request), made=key, text=text)
    response.headers["Cache-Control"] = "no-store"
    return response


@account_action
@admins_only
def revoke_key(request: AccountRequest, key: int) -> HttpResponse:
    found = get_object_or_404(ApiKey, account=request.account, pk=key)
    revoke(found, request.now)
    messages.success(request, _("The key %(name)s opens nothing any more.") % {"name": found.name})
    return redirect("conversations:keys", request.account.slug)


def _form(request: AccountRequest, data: Any = None) -> KeyForm:
    today = request.now.astimezone(request.account.zone).date()
    return KeyForm(data, today=today, initial={"scopes": ["ingest"]})


def _page(request: AccountRequest, form: KeyForm, *, made: ApiKey | None = None, text: str = "") -> HttpResponse:
    rows = ApiKey.objects.filter(account=request.account).order_by(F("revoked_at").asc(nulls_first=True), "name", "pk")
    shown = [{"key": key, "state": _state(key, request)} for key in rows]
    return show(request, "conversations/keys.html", {"keys": shown, "form": form, "made": made, "text": text})


def _state(key: ApiKey, request: AccountRequest) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "expired" if key.expires_at is not None and key.expires_at <= request.now else "works"

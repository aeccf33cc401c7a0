"""What somebody chooses for themselves: language and theme. It holds in every account."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.models import User
from conversations.views.access import AccountRequest, account_action, account_page, signed_in
from conversations.views.shell import show

THEMES = [("", gettext_lazy("As the system")), ("light", gettext_lazy("Light")), ("dark", gettext_lazy("Dark"))]


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # at run time it takes none
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", gettext_lazy("As the browser asks")), *settings.LANGUAGES],
        widget=forms.RadioSelect,
        required=False,
    )
    theme = forms.ChoiceField(label=gettext_lazy("Colours"), choices=THEMES, widget=forms.RadioSelect, required=False)

    class Meta:
        model = User
        fields = ("name", "language", "theme")
        labels = {"name": gettext_lazy("Name")}


@account_page
def profile(request: AccountRequest) -> HttpResponse:
    return _page(request, ProfileForm(instance=signed_in(request)))


@account_action
def change_profile(request: AccountRequest) -> HttpResponse:
    form = ProfileForm(request.POST, instance=signed_in(request))
    if not form.is_valid():
        signed_in(request).refresh_from_db()
        return _page(request, form)
    form.save()
    with translation.override(form.cleaned_data["language"] or translation.get_language()):
        messages.success(request, _("Saved."))
    return redirect("conversations:profile", request.account.slug)


def _page(request: AccountRequest, form: ProfileForm) -> HttpResponse:
    return show(request, "conversations/profile.html", {"form": form})

"""Showing contact data to those who see it masked, and telling admins that they looked."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.models import Reveal
from conversations.reveals import LONGEST_REASON, reveal
from conversations.views.access import AccountRequest, account_action, account_page, admins_only, signed_in
from conversations.views.shell import show

ROWS = 50


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why do you need it?"), max_length=LONGEST_REASON)


@account_action
def reveal_contacts(request: AccountRequest, conversation: int) -> HttpResponse:
    """Back on the thread, at the address that it had, contact data is shown for a while."""
    found = get_object_or_404(request.account.conversations.visible(), pk=conversation)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words why you need the contact data."))
    elif not request.sight.full:
        reason = form.cleaned_data["reason"]
        reveal(found, signed_in(request), account=request.account, reason=reason, now=request.now)
    address = reverse("conversations:thread", args=[request.account.slug, found.pk])
    return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)


@account_page
@admins_only
def reveals(request: AccountRequest) -> HttpResponse:
    rows = Reveal.objects.filter(account=request.account).order_by("-revealed_at", "-pk")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    return show(request, "conversations/reveals.html", {"page": page})

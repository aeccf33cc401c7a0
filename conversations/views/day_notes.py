"""Notes on days: the forms of the Overview, and the page of one note."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations import day_notes
from conversations.filter_fields import DayField
from conversations.models import DayNote
from conversations.models.day_notes import LONGEST_NOTE
from conversations.periods import EARLIEST, LATEST
from conversations.views.access import AccountRequest, account_action, account_page, signed_in
from conversations.views.shell import show

LONGEST_WAY_BACK = 2000
UNDO_WITHIN = timedelta(hours=1)


class NoteForm(forms.Form):
    """`back` is the query of the Overview that one came from."""

    day = DayField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    text = forms.CharField(label=gettext_lazy("Note"), max_length=LONGEST_NOTE)
    back = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_WAY_BACK)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(
                _("Days must lie between %(earliest)s and %(latest)s.")
                % {"earliest": EARLIEST.isoformat(), "latest": LATEST.isoformat()}
            )
        return day


@account_action
def add_note(request: AccountRequest) -> HttpResponse:
    _must_write(request)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    day_notes.note(
        request.account,
        signed_in(request),
        day=form.cleaned_data["day"],
        text=form.cleaned_data["text"],
        now=request.now,
    )
    messages.success(request, _("The note is on the chart."))
    return _to_overview(request, form.cleaned_data["back"])


@account_page
def day_note(request: AccountRequest, note: int) -> HttpResponse:
    _must_write(request)
    found = _own(request, note)
    initial = {"day": found.day, "text": found.text, "back": request.GET.urlencode()[:LONGEST_WAY_BACK]}
    return _page(request, NoteForm(initial=initial), found)


@account_action
def change_note(request: AccountRequest, note: int) -> HttpResponse:
    _must_write(request)
    found, form = _own(request, note), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, found)
    day_notes.change_note(request.account, found.pk, day=form.cleaned_data["day"], text=form.cleaned_data["text"])
    messages.success(request, _("The note is changed."))
    return _to_overview(request, form.cleaned_data["back"])


@account_action
def delete_note(request: AccountRequest, note: int) -> HttpResponse:
    _must_write(request)
    found, back = _own(request, note), request.POST.get("back", "")
    day_notes.delete_note(request.account, found.pk)
    undo = {
        "done": _("The note is deleted."),
        "action": reverse("conversations:restore_note", args=[request.account.slug]),
        "fields": {"note": signing.dumps(day_notes.as_it_is(found), salt=_salt(request)), "back": back},
    }
    messages.success(request, render_to_string("conversations/undo.html", undo, request))
    return _to_overview(request, back)


@account_action
def restore_note(request: AccountRequest) -> HttpResponse:
    """Undo: the note as it was, which its page signed when it was deleted. Twice makes no second one."""
    _must_write(request)
    try:
        kept = signing.loads(request.POST.get("note", ""), salt=_salt(request), max_age=UNDO_WITHIN)
    except signing.BadSignature:
        messages.error(request, _("That cannot be undone any more."))
    else:
        day_notes.restore_note(request.account, kept)
        messages.success(request, _("The note is on the chart again."))
    return _to_overview(request, request.POST.get("back", ""))


def _salt(request: AccountRequest) -> str:
    return f"a deleted note of account {request.account.pk}"


def _must_write(request: AccountRequest) -> None:
    if not request.role.reaches(day_notes.MAY_NOTE):
        raise PermissionDenied


def _own(request: AccountRequest, pk: int) -> DayNote:
    return get_object_or_404(request.account.daynotes, pk=pk)


def _page(request: AccountRequest, form: NoteForm, note: DayNote | None = None) -> HttpResponse:
    back = form["back"].value() or ""
    context: dict[str, Any] = {"form": form, "note": note, "back": back, "back_href": _overview(request, back)}
    return show(request, "conversations/day_note.html", context)


def _to_overview(request: AccountRequest, back: str) -> HttpResponse:
    return redirect(_overview(request, back))


def _overview(request: AccountRequest, back: str) -> str:
    """Only ever this account's own page: of what was given, the parameters are taken, and written anew."""
    address = reverse("metrics:overview", args=[request.account.slug])
    given = QueryDict(back[:LONGEST_WAY_BACK])
    pairs = [(name, value) for name, values in given.lists() for value in values]
    return f"{address}?{urlencode(pairs)}" if pairs else address

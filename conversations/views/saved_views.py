"""Saved views, one by one: named, shared, opened first, put in order, thrown away."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.filters import ListFilter
from conversations.models import SavedView
from conversations.models.saved_views import LONGEST_VIEW
from conversations.saved_views import (
    MAY_SHARE,
    change,
    is_taken,
    keep,
    may_change,
    move_up,
    open_with,
    throw_away,
    views_of,
)
from conversations.views.access import AccountRequest, account_action, account_page
from conversations.views.shell import show
from conversations.views.view_tabs import href_of, kept_query


class ViewForm(forms.Form):
    """A name, who sees the view, and whether the list opens with it. `view` is the one that is changed, if any."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("Share with everybody in this account"), required=False)
    default = forms.BooleanField(label=gettext_lazy("Open Conversations with this view"), required=False)

    def __init__(self, request: AccountRequest, *args: Any, view: SavedView | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request, self.view = request, view
        if not request.role.reaches(MAY_SHARE):
            del self.fields["shared"]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        owner = self.view.owner_id if self.view else self.request.membership.user_id
        if is_taken(name, owner, self.request.account, beside=self.view):
            raise forms.ValidationError(_("There is a view of this name already."))
        return name


class NewViewForm(ViewForm):
    """With the address that is kept: read as the list reads it, and refused if the list would refuse it."""

    query = forms.CharField(widget=forms.HiddenInput, required=False, strip=False, max_length=LONGEST_VIEW)

    def clean_query(self) -> str:
        return read_query(self.request, str(self.cleaned_data["query"]))


def read_query(request: AccountRequest, given: str) -> str:
    """The parameters in the form in which views keep them; ValidationError if the list could not show them."""
    filters = ListFilter(QueryDict(given[:LONGEST_VIEW]), account=request.account, now=request.now, sight=request.sight)
    if filters.scope is None:
        raise forms.ValidationError(_("This list cannot be kept: %(why)s") % {"why": " ".join(filters.problems)})
    query = kept_query(filters)
    if len(query) > LONGEST_VIEW:
        raise forms.ValidationError(_("These are too many filters for one view."))
    return query


@account_page
def saved_views(request: AccountRequest) -> HttpResponse:
    default = request.membership.default_view_id
    rows = [
        {
            "view": view,
            "href": href_of(view, request.account.slug),
            "is_mine": view.owner_id == request.user.pk,
            "is_default": view.pk == default,
            "may_change": may_change(view, request.membership),
        }
        for view in views_of(request.membership)
    ]
    return show(request, "conversations/saved_views.html", {"rows": rows})


@account_action
def save_view(request: AccountRequest) -> HttpResponse:
    form = NewViewForm(request, request.POST)
    if not form.is_valid():
        return show(request, "conversations/saved_view.html", {"form": form})
    given = form.cleaned_data
    view = keep(
        request.account,
        request.membership,
        name=given["name"],
        query=given["query"],
        shared=given.get("shared", False),
    )
    if given["default"]:
        open_with(request.membership, view)
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(href_of(view, request.account.slug))


@account_page
def saved_view(request: AccountRequest, view: int) -> HttpResponse:
    found = _own(request, view)
    is_default = request.membership.default_view_id == found.pk
    initial = {"name": found.name, "shared": found.shared, "default": is_default}
    return _page(request, found, ViewForm(request, initial=initial, view=found))


@account_action
def change_view(request: AccountRequest, view: int) -> HttpResponse:
    found = _own(request, view)
    form = ViewForm(request, request.POST, view=found)
    if not form.is_valid():
        return _page(request, found, form)
    given = form.cleaned_data
    change(request.account, found, name=given["name"], shared=given.get("shared", found.shared))
    if given["default"]:
        open_with(request.membership, found)
    elif request.membership.default_view_id == found.pk:
        open_with(request.membership, None)
    messages.success(request, _("Saved."))
    return redirect("conversations:saved_views", request.account.slug)


@account_action
def update_view(request: AccountRequest, view: int) -> HttpResponse:
    """Keep another address under the view's name."""
    found = _own(request, view)
    try:
        found.query = read_query(request, request.POST.get("query", ""))
    except forms.ValidationError as error:
        messages.error(request, error.message)
    else:
        change(request.account, found, query=found.query)
        messages.success(request, _("The view “%(name)s” shows this list from now on.") % {"name": found.name})
    return redirect(href_of(found, request.account.slug))


@account_action
def choose_view(request: AccountRequest, view: int) -> HttpResponse:
    """Have one's own list open with this view; with all conversations again if it did."""
    found = _seen(request, view)
    open_with(request.membership, None if request.membership.default_view_id == found.pk else found)
    return redirect("conversations:saved_views", request.account.slug)


@account_action
def move_view(request: AccountRequest, view: int) -> HttpResponse:
    move_up(request.account, _own(request, view))
    return redirect("conversations:saved_views", request.account.slug)


@account_action
def delete_view(request: AccountRequest, view: int) -> HttpResponse:
    found = _own(request, view)
    throw_away(request.account, found)
    messages.success(request, _("The view “%(name)s” is gone.") % {"name": found.name})
    return redirect("conversations:saved_views", request.account.slug)


def _page(request: AccountRequest, found: SavedView, form: ViewForm) -> HttpResponse:
    context = {"form": form, "view": found, "href": href_of(found, request.account.slug)}
    return show(request, "conversations/saved_view.html", context)


def _seen(request: AccountRequest, pk: int) -> SavedView:
    """404 for one that this member does not see."""
    found = next((view for view in views_of(request.membership) if view.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _own(request: AccountRequest, pk: int) -> SavedView:
    """One that this member may change; 403 for one that is only shared with them."""
    found = _seen(request, pk)
    if not may_change(found, request.membership):
        raise PermissionDenied
    return found

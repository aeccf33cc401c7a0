"""What surrounds every page of an account: the account, the way to the other ones, and to its pages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from conversations.addresses import address_of
from conversations.reviews import MOST_COUNTED, count_waiting
from conversations.views.access import MAY_REVIEW, AccountRequest
from conversations.vocabulary import Role
from conversations.worker import is_late


def show(request: AccountRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """The page, whole: it is read from the database before this returns."""
    return render(request, template, {"account": request.account, "shell": shell(request), **context})


def shell(request: AccountRequest) -> dict[str, Any]:
    pages = [
        ("metrics:overview", _("Overview"), "chart-bar"),
        ("conversations:list", _("Conversations"), "messages"),
        ("metrics:sales", _("Sales"), "coin"),
    ]
    of_admins = [
        ("conversations:health", _("Data health"), "activity-heartbeat"),
        ("conversations:connections", _("Connections"), "link"),
        ("conversations:keys", _("API keys"), "key"),
        ("conversations:live", _("Live switch"), "player-pause"),
        ("metrics:attribution", _("Attribution"), "settings"),
        ("conversations:reveals", _("Reveals"), "user"),
    ]
    low = [
        *(of_admins if request.role is Role.ADMIN else ()),
        ("metrics:definitions", _("Help & definitions"), "help"),
    ]
    entries = [_entry(request, *page) for page in pages]
    if request.role.reaches(MAY_REVIEW):
        entries.append(_queue(request))
    return {
        "account": request.account,
        "accounts": [
            {
                "name": account.name,
                "href": address_of("metrics:overview", account.slug),
                "current": account == request.account,
            }
            for account in request.accounts
        ],
        "pages": entries,
        "low": [_entry(request, *page) for page in low],
        "me": [_entry(request, "conversations:profile", _("Your profile"), "user")],
        "late": is_late(request.closed_at, now=request.now),
    }


def _queue(request: AccountRequest) -> dict[str, Any]:
    """With how many wait, as far as they are counted."""
    count = count_waiting(request.account)
    shown = {"count": count or None, "more": count == MOST_COUNTED}
    return {**_entry(request, "metrics:review", _("Review queue"), "list-check"), **shown}


_BELOW = {
    "conversations:day_note": "metrics:overview",
    "metrics:review_one": "metrics:review",
    "metrics:review_history": "metrics:review",
    "conversations:thread": "conversations:list",
    "conversations:person": "conversations:list",
    "conversations:saved_views": "conversations:list",
    "conversations:saved_view": "conversations:list",
    "metrics:exports": "conversations:list",
    "conversations:connection": "conversations:connections",
    "metrics:order": "metrics:sales",
    "conversations:create_key": "conversations:keys",
}


def _entry(request: AccountRequest, page: str, name: str, icon: str) -> dict[str, Any]:
    """A thread belongs to the list it was opened from."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    current = page == _BELOW.get(here, here)
    return {"name": name, "href": address_of(page, request.account.slug), "icon": icon, "current": current}

"""S9: the agent's live switch, for admins. What is set here is an `agent` event like any other."""

import json
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from conversations.intake.receive import Line, receive
from conversations.models import LiveSwitch, User
from conversations.views.access import AccountRequest, account_action, account_page, admins_only, signed_in
from conversations.views.shell import show

MOST_SHOWN = 50
OURS = "page-"
"""How the ids of the events begin that were made here: only of those `meta` says who it was."""


@account_page
@admins_only
def live(request: AccountRequest) -> HttpResponse:
    rows = list(LiveSwitch.objects.filter(account=request.account).order_by("-occurred_at", "-pk")[:MOST_SHOWN])
    said_by = {row.pk: (row.meta or {}).get("by") for row in rows if row.event_id.startswith(OURS)}
    members = User.objects.filter(pk__in=[pk for pk in said_by.values() if isinstance(pk, int)])
    names: dict[Any, str] = {user.pk: str(user) for user in members.filter(memberships__account=request.account)}
    history = [{"switch": row, "by": names.get(said_by.get(row.pk), "")} for row in rows]
    return show(request, "conversations/live.html", {"history": history, "last": rows[0] if rows else None})


@account_action
@admins_only
def switch(request: AccountRequest) -> HttpResponse:
    wanted = request.POST.get("live") == "yes"
    event = {
        "type": "agent",
        "id": f"{OURS}{uuid4()}",
        "occurred_at": request.now.isoformat(),
        "live": wanted,
        "meta": {"by": signed_in(request).pk},
    }
    receive(request.account, [Line(json.dumps(event).encode())], source="live switch", now=request.now)
    messages.success(request, _("The agent is live.") if wanted else _("The agent is paused."))
    return redirect("conversations:live", request.account.slug)

"""One conversation. With the parameters of the list it was opened from, also the way to its neighbours there."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.filters import ListFilter
from conversations.masking import FULL, Sight
from conversations.models import Conversation, Message
from conversations.reveals import is_revealed
from conversations.sorting import neighbours
from conversations.thread import read_thread
from conversations.views.access import AccountRequest, account_page, signed_in
from conversations.views.controls import Address
from conversations.views.shell import show
from conversations.why import RULE, SENTENCE, reason_of
from conversations.wording import CHANNEL, NO_LABEL

OTHERS_SHOWN = 5


@account_page
def thread(request: AccountRequest, conversation: int) -> HttpResponse:
    rows = request.account.conversations.visible().select_related("profile", "label")
    found = get_object_or_404(rows, pk=conversation)
    found.account = request.account
    before = _message(request, found)
    query = request.GET.get("q", "")[:200]
    reason = reason_of(found, request.account, now=request.now)
    sight = _sight(request, found)
    shown = read_thread(request.account, found, before=before, query=query, sight=sight)
    address = Address(request)
    context = {
        "conversation": found,
        "question": sight.text(found.first_question),
        "sight": sight,
        "is_masked": not request.sight.full,
        "reveal_query": request.GET.urlencode(),
        "channel": CHANNEL[found.channel],  # type: ignore[index]  # a visible conversation has one
        "why": {"sentence": SENTENCE[reason], "rule": RULE[reason]} if reason else None,
        "thread": shown,
        "earlier_href": address.with_(before=str(shown.earlier.pk)) if shown.earlier else "",
        "newest_href": address.without("before"),
        "no_label": NO_LABEL,
        "no_question": _("No question"),
        "others": _others(request, found, sight),
        **_way(request, found, address),
    }
    return show(request, "conversations/thread.html", context)


def _sight(request: AccountRequest, found: Conversation) -> Sight:
    """Masked for those below support, until they have the contact data of this shopper shown."""
    if request.sight.full:
        return request.sight
    user, profile = signed_in(request), found.profile_id
    shown = is_revealed(request.account, user, conversation=found.pk, profile=profile, now=request.now)
    return FULL if shown else request.sight


def _message(request: AccountRequest, found: Conversation) -> Message | None:
    """The message before which to read; a number that is none of this conversation's is not found."""
    given = request.GET.get("before", "")
    if not given:
        return None
    own = Message.objects.filter(account=request.account, conversation=found)
    return get_object_or_404(own, pk=given if given.isdecimal() else None)


def _others(request: AccountRequest, found: Conversation, sight: Sight) -> list[Conversation]:
    """The profile's latest other conversations."""
    if found.profile_id is None:
        return []
    same = request.account.conversations.visible().filter(profile=found.profile_id).exclude(pk=found.pk)
    others = list(same.order_by("-started_at", "-pk")[:OTHERS_SHOWN])
    for other in others:
        other.first_question = sight.text(other.first_question)
    return others


def _way(request: AccountRequest, found: Conversation, address: Address) -> dict[str, Any]:
    """The way back to the list, and to the rows before and after this one in it."""
    listed = reverse("conversations:list", args=[request.account.slug])
    filters = ListFilter(request.GET, account=request.account, now=request.now, sight=request.sight)
    if not request.GET or filters.scope is None:
        return {"list_href": listed}
    above, below = neighbours(filters.rows(), found, sort=filters.order)
    kept = address.without("before")
    return {
        "list_href": f"{listed}{kept}",
        "above_href": f"{listed}{above}/{kept}" if above else "",
        "below_href": f"{listed}{below}/{kept}" if below else "",
    }

"""One conversation. With the parameters of the list it was opened from, also the way to its neighbours there."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import BigIntegerField
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.masking import FULL, Sight
from conversations.models import Conversation, Message
from conversations.models.querysets import ConversationQuerySet
from conversations.prepared import Prepared
from conversations.reveals import is_revealed
from conversations.reviews import standing
from conversations.search import LONGEST_QUERY, latest_hit
from conversations.thread import Place, read_thread
from conversations.views.access import MAY_REVIEW, AccountRequest, account_page_of_one, signed_in
from conversations.views.beside import PLACES, beside
from conversations.views.controls import Address
from conversations.views.shell import show
from conversations.vocabulary import Cause, Status
from conversations.why import RULE, SENTENCE, reason_of
from conversations.wording import CAUSE, CHANNEL, NO_LABEL, STATUS

OTHERS_SHOWN = 5


@account_page_of_one
def thread(request: AccountRequest, conversation: int) -> HttpResponse:
    found = _found(request, conversation)
    found.account = request.account
    query = request.GET.get("q", "")[:LONGEST_QUERY].replace("\0", "")
    sight = _sight(request, found)
    place = _place(request, found, query, sight)
    reason = reason_of(found, request.account, now=request.now)
    shown = read_thread(request.account, found, place=place, query=query, sight=sight)
    address = Address(request)
    context = {
        "conversation": found,
        "sight": sight,
        "is_masked": not request.sight.full,
        "reveal_query": request.GET.urlencode(),
        "channel": CHANNEL[found.channel],  # type: ignore[index]  # a visible conversation has one
        "why": {"sentence": SENTENCE[reason], "rule": RULE[reason]} if reason else None,
        "thread": shown,
        "earlier_href": address.without(*PLACES, before=str(shown.earlier.pk)) if shown.earlier else "",
        "later_href": address.without(*PLACES, after=str(shown.later.pk)) if shown.later else "",
        "newest_href": address.without(*PLACES) if shown.later else "",
        "here": str(place.at.pk) if place.at else "",
        "copy": _("Copy link"),
        "copied": _("Copied"),
        "no_label": NO_LABEL,
        "review": _review(request, found, sight),
        "others": _others(request, found),
        **beside(request, found, address),
    }
    return show(request, "conversations/thread.html", context)


def _found(request: AccountRequest, pk: int) -> Conversation:
    """Raises Http404; so it does for a number that no database keeps."""
    rows = _FOUND.objects((), request.account.pk, pk) if pk <= BigIntegerField.MAX_BIGINT else []
    if not rows:
        raise Http404
    found: Conversation = rows[0]
    return found


def _review(request: AccountRequest, found: Conversation, sight: Sight) -> dict[str, Any]:
    """What somebody thinks of it (and under which status, if it has another by now), and the way to say so."""
    review = standing(request.account, found)
    may_judge = request.role.reaches(MAY_REVIEW) and found.status != Status.OPEN
    one, back = reverse("metrics:review_one", args=[request.account.slug, found.pk]), request.GET.urlencode()
    href = f"{one}?{urlencode({'thread': back})}" if may_judge else ""
    if review is None:
        return {"href": href}
    return {
        "href": href,
        "given": review,
        "cause": CAUSE[Cause(review.cause)] if review.cause else "",
        "note": sight.text(review.note),
        "judged_as": STATUS[Status(review.status)] if review.status != found.status else "",
    }


def _sight(request: AccountRequest, found: Conversation) -> Sight:
    """Masked for those below support, until they have the contact data of this shopper shown."""
    if request.sight.full:
        return request.sight
    user, profile = signed_in(request), found.profile_id
    shown = is_revealed(request.account, user, conversation=found.pk, profile=profile, now=request.now)
    return FULL if shown else request.sight


def _place(request: AccountRequest, found: Conversation, query: str, sight: Sight) -> Place:
    """Where to read: at, before or after a message of this conversation; else at a hit of the search; else its end."""
    for name in PLACES:
        given = request.GET.get(name, "")
        if given:
            own = Message.objects.filter(account=request.account, conversation=found)
            message = get_object_or_404(own, pk=given if given.isdecimal() else None)
            return Place(**{name: message})
    return Place(at=latest_hit(request.account, found, query, sight=sight))


def _others(request: AccountRequest, found: Conversation) -> list[Conversation]:
    """The profile's latest other conversations."""
    if found.profile_id is None:
        return []
    return _OTHERS.objects((), request.account.pk, found.profile_id, found.pk)


def _thread(_shape: object, account: int, pk: int) -> ConversationQuerySet:
    rows = Conversation.objects.filter(account=account, pk=pk).visible()
    return rows.select_related("profile", "label")


def _other(_shape: object, account: int, profile: int, pk: int) -> ConversationQuerySet:
    same = Conversation.objects.filter(account=account, profile=profile).visible().exclude(pk=pk)
    return same.order_by("-started_at", "-pk")[:OTHERS_SHOWN]


_FOUND, _OTHERS = Prepared(_thread), Prepared(_other)

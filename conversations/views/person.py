"""One shopper: all their conversations and orders, in the order of time."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from conversations.people import happenings
from conversations.views.access import AccountRequest, account_page
from conversations.views.controls import Address
from conversations.views.shell import show


@account_page
def person(request: AccountRequest, profile: int) -> HttpResponse:
    found = get_object_or_404(request.account.profiles, pk=profile)
    found.account = request.account
    page, rows = happenings(found, page=request.GET.get("page"))
    context = {
        "profile": found,
        "sight": request.sight,
        "name": request.sight.name(found),
        "email": request.sight.email(found.email),
        "phone": request.sight.phone(found.phone),
        "page": page,
        "rows": rows,
        "list_query": Address(request).without("page") if request.GET else "",
    }
    return show(request, "conversations/person.html", context)

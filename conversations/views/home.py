"""The start: straight to the one account, or to the one looked at last; else the choice."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from conversations.views.access import LAST_ACCOUNT, signed_in


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    accounts = list(signed_in(request).accounts())
    last = request.session.get(LAST_ACCOUNT)
    wanted = next((account for account in accounts if account.slug == last), None)
    if wanted is None and len(accounts) == 1:
        wanted = accounts[0]
    if wanted is not None:
        return redirect("metrics:overview", account=wanted.slug)
    return render(request, "accounts.html", {"accounts": accounts})

"""How orders are credited, for admins: the settings, what a change would do, the change, and the history (A8)."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from conversations.attribution import Overtaken, change, last_job, mark
from conversations.models import AttributionChange, Job, attribution_of
from conversations.views.access import AccountRequest, account_action, account_page, admins_only, signed_in
from conversations.views.shell import show
from metrics.attribution import AttributionForm, as_initial, credits_moved, preview, what_changed

MOST_CHANGES = 50
NEWS = timedelta(minutes=10)


@account_page
@admins_only
def attribution(request: AccountRequest) -> HttpResponse:
    settings = attribution_of(request.account)
    return _page(request, AttributionForm(initial=as_initial(settings, seen=mark(settings))))


@account_action
@admins_only
def change_attribution(request: AccountRequest) -> HttpResponse:
    """Show what the typed settings would do; with `apply`, make the change. What was typed stays either way."""
    form = AttributionForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    if "apply" not in request.POST:
        return _page(request, form, preview=preview(request.account, form.settings, now=request.now))
    seen, by = form.cleaned_data["seen"], signed_in(request)
    try:
        job = change(request.account, form.settings, seen=seen, by=by, now=request.now)
    except Overtaken:
        return _overtaken(request)
    if job is None:
        messages.success(request, _("Changed. Every order was credited anew."))
    else:
        messages.info(
            request, _("All orders are being credited anew. Until that is done, every number stays as it was.")
        )
    return redirect("metrics:attribution", request.account.slug)


def _overtaken(request: AccountRequest) -> HttpResponse:
    """What was typed, now as a change of the settings as somebody else has left them."""
    typed = request.POST.copy()
    typed["seen"] = mark(attribution_of(request.account))
    form = AttributionForm(typed)
    form.full_clean()
    settings = form.settings
    form.add_error(None, _("Somebody else changed these settings after you opened them. Look at the preview again."))
    return _page(request, form, preview=preview(request.account, settings, now=request.now))


def _page(request: AccountRequest, form: AttributionForm, **context: Any) -> HttpResponse:
    changes = AttributionChange.objects.filter(account=request.account).select_related("by")
    job = last_job(request.account)
    history = [
        {"change": change, "moves": list(what_changed(change)), "credits": credits_moved(change)}
        for change in changes.order_by("-changed_at", "-pk")[:MOST_CHANGES]
    ]
    return show(request, "attribution.html", {"form": form, "history": history, "job": _news(job, request), **context})


def _news(job: Job | None, request: AccountRequest) -> Job | None:
    """The last change that took the worker: as long as it is not through, has failed, or was made a moment ago."""
    if job is None or job.finished_at is None or job.has_failed:
        return job
    return job if request.now - job.finished_at < NEWS else None

"""Data health, for admins: what was refused and why, to be tried again or thrown away; and what arrived last."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import ceil
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conversations.arrivals import arrivals, new_labels
from conversations.faults import from_text
from conversations.in_words import duration_in_words
from conversations.intake.reasons import in_words
from conversations.intake.rejected import Kind, discard, kinds, retry
from conversations.models import Account, Heartbeat, RejectedEvent
from conversations.views.access import AccountRequest, account_action, account_page, admins_only
from conversations.views.shell import show
from conversations.wording import CHANNEL, CHECK, TASK

PAGE_SIZE = 25
LONGEST_SHOWN = 2000
"""Characters of a refused event; all of it is in the admin."""
MOST_AT_ONCE = 5000
"""That a click tries again: a browser waits for it."""


@account_page
@admins_only
def health(request: AccountRequest) -> HttpResponse:
    found = kinds(request.account)
    code = _known(request.GET.get("code"), found)
    named = [{"name": in_words(kind.code), "kind": kind} for kind in found]
    context: dict[str, Any] = {
        "kinds": named,
        "arrivals": list(_arrivals(request.account)),
        "sent": _sent(request.account, now=request.now),
        "labels": _labels(request.account, now=request.now),
        "code": code,
        "checks": list(_checks(request.account)),
        "unmatched": _number(request.account.orders.filter(profile=None, test=False).count()),
        "orders": _number(request.account.orders.filter(test=False).count()),
        "beats": [(TASK.get(beat.job, beat.job), beat.last_at) for beat in Heartbeat.objects.order_by("job")],
    }
    if code:
        pages = Paginator(request.account.rejectedevents.filter(code=code).order_by("-last_at", "-pk"), PAGE_SIZE)
        page = pages.get_page(request.GET.get("page"))
        context |= {"page": page, "name": in_words(code), "events": [_shown(event) for event in page]}
    return show(request, "conversations/health.html", context)


@account_action
@admins_only
def retry_rejected(request: AccountRequest) -> HttpResponse:
    rows = _chosen(request)
    done = retry(request.account, rows, now=request.now, most=MOST_AT_ONCE)
    if done.taken:
        words = ngettext("%(events)s event was taken in.", "%(events)s events were taken in.", done.taken)
        messages.success(request, words % {"events": _number(done.taken)})
    if done.refused:
        words = ngettext("%(events)s event was refused again.", "%(events)s events were refused again.", done.refused)
        messages.warning(request, words % {"events": _number(done.refused)})
    return redirect("conversations:health", request.account.slug)


@account_action
@admins_only
def discard_rejected(request: AccountRequest) -> HttpResponse:
    count = discard(_chosen(request))
    words = ngettext("%(events)s event was discarded.", "%(events)s events were discarded.", count)
    messages.success(request, words % {"events": _number(count)})
    return redirect("conversations:health", request.account.slug)


def _chosen(request: AccountRequest) -> "QuerySet[RejectedEvent]":
    """One event by its id, or all of one reason. 404 if there is none such (any more)."""
    given = request.POST
    if given.get("id", "").isdecimal():
        rows = request.account.rejectedevents.filter(pk=min(int(given["id"][:20]), 2**63 - 1))
    else:
        rows = request.account.rejectedevents.filter(code=_known(given.get("code"), kinds(request.account)))
    if not rows.exists():
        raise Http404
    return rows


def _known(code: str | None, found: Iterable[Kind]) -> str:
    """Empty for a reason of which there is no event: a database cannot even be asked for every text."""
    return next((kind.code for kind in found if kind.code == code), "")


def _shown(event: RejectedEvent) -> dict[str, Any]:
    payload = bytes(event.payload).decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
    return {"event": event, "payload": payload[:LONGEST_SHOWN], "is_cut": len(payload) > LONGEST_SHOWN}


def _arrivals(account: Account) -> Iterable[tuple[str, datetime | None]]:
    """The time of the latest event of each channel and kind, and when each key was used last."""
    used = set(account.daycounts.values_list("channel", flat=True).distinct())  # few rows; not so the messages
    for channel, name in CHANNEL.items():
        threads = account.conversations.filter(channel=channel, last_message_at__isnull=False)
        latest = threads.order_by("-last_message_at").values_list("last_message_at", flat=True)
        yield str(name), latest.first() if channel in used else None
    yield _("Orders"), account.orders.aggregate(at=Max("occurred_at"))["at"]
    yield _("Clicks and other touches"), account.touches.aggregate(at=Max("occurred_at"))["at"]
    for key in account.apikeys.filter(revoked_at=None).order_by("name", "pk"):
        yield _("API key %(name)s") % {"name": key.name}, key.last_used_at


def _checks(account: Account) -> Iterable[Mapping[str, Any]]:
    """K5: the checks of the numbers, with what came out of each when it last ran; those that differ first."""
    rows = {row.check_name: row for row in account.numberchecks.all()}
    for check, name in sorted(CHECK.items(), key=lambda each: getattr(rows.get(each[0]), "ok", True)):
        row = rows.get(check)
        faults = list(from_text(row.detail)) if row else []
        yield {"name": name, "at": row.at if row else None, "ok": row and row.ok, "faults": faults}


def _sent(account: Account, *, now: datetime) -> Mapping[str, Any]:
    """What components/intake.html takes: the bars as SVG has them, and the figures."""
    found = arrivals(account, now=now)
    most = max([sent.accepted for _, sent in found.hours], default=0)
    bars = [
        {"x": place * 10, "y": 100 - height, "height": height, "hour": hour, "sent": sent}
        for place, (hour, sent) in enumerate(found.hours)
        for height in [ceil(100 * sent.accepted / most) if most else 0]
    ]
    silences = [{"silence": each, "long": duration_in_words(each.seconds)} for each in found.silences]
    return {"found": found, "bars": bars, "most": most, "width": 10 * len(bars), "silences": silences}


def _labels(account: Account, *, now: datetime) -> Mapping[str, Any]:
    without, total, fresh = new_labels(account, now=now)
    return {"without": without, "total": total, "fresh": list(fresh)}


def _number(count: int) -> str:
    return number_format(count, force_grouping=True)

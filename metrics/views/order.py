"""One order: what it was worth, what it is credited to or why it is to nothing, and all that its shopper touched."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.models import Account, Conversation, Credit, Order
from conversations.views.access import AccountRequest, account_page
from conversations.views.shell import show
from metrics import evidence
from metrics.settling import order_settles

MOST_TOUCHES = 100


@account_page
def order(request: AccountRequest, order: int) -> HttpResponse:
    found = get_object_or_404(request.account.orders.select_related("account", "profile"), pk=order)
    verdict = evidence.verdicts(request.account, [found])[found.pk]
    rows, credit = evidence.rows(verdict), _credit(request.account, found)
    context = {
        "order": found,
        "sight": request.sight,
        "sales_href": reverse("metrics:sales", args=[request.account.slug]),
        "net_minor": 0 if found.cancelled_at else found.total_minor - found.refunded_minor,
        "is_foreign": found.currency != request.account.currency,
        "credit": credit,
        "sentence": evidence.sentence(credit, contested=evidence.contested(verdict)) if credit else "",
        "settles": order_settles(found, now=request.now),
        "why_not": "" if credit else _why_not(found, rows),
        "touches": _with_threads(request.account, rows[:MOST_TOUCHES]),
        "further": max(0, len(rows) - MOST_TOUCHES),
    }
    return show(request, "order.html", context)


def _credit(account: Account, order: Order) -> Credit | None:
    return Credit.objects.filter(account=account, order=order).select_related("touch", "conversation", "order").first()


def _why_not(order: Order, rows: list[evidence.Row]) -> str:
    if order.profile_id is None:
        return _("Nobody can be told from this order, so it cannot be matched (A5).")
    if not rows:
        return _("Its shopper touched nothing of the agent’s in the 90 days before.")
    return _("Nothing that its shopper touched before it qualified (A1).")


def _with_threads(account: Account, rows: list[evidence.Row]) -> list[dict[str, Any]]:
    """Each touch with its conversation, if that is one to be seen."""
    ids = {row.touch.conversation_id for row in rows}
    threads: dict[int, Conversation] = account.conversations.visible().in_bulk(ids)
    return [{"row": row, "thread": threads.get(row.touch.conversation_id)} for row in rows]

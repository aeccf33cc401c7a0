"""Exports of a list of conversations: how much it is, the two files, and the log of who took what."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conversations.filters import ListFilter
from conversations.models import Account, Export
from conversations.sorting import ordered
from conversations.spreadsheets import utc
from conversations.tables import ConversationTable
from conversations.views.access import MAY_EXPORT, AccountRequest, account_action, account_page, at_least, signed_in
from conversations.views.controls import Address, chips
from conversations.views.conversations import in_words
from conversations.views.shell import show
from conversations.views.view_tabs import kept_query
from conversations.vocabulary import ExportFormat, ExportOf, Role
from conversations.wording import CAUSE, CHANNEL, EXPORT_FORMAT, EXPORT_OF, STATUS, VERDICT
from metrics.exports.files import Listing, file_of
from metrics.exports.rows import for_people

ROW_BYTES, MESSAGES_A_THREAD, MESSAGE_BYTES = 210, 8, 260
"""About what a row of CSV, and a thread, come to."""
LARGE = 20_000_000
"""Bytes from which on the page says that it will take a while."""
PAGE_SIZE = 25


@account_page
@at_least(MAY_EXPORT)
def exports(request: AccountRequest) -> HttpResponse:
    """What an export of this list would be. Admins see here who exported what."""
    filters = ListFilter(request.GET, account=request.account, now=request.now, sight=request.sight)
    log = request.account.exports.select_related("account", "by").order_by("-started_at", "-pk")
    if request.role is not Role.ADMIN:
        log = log.filter(by=signed_in(request))
    page = Paginator(log, PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "is_admin": request.role is Role.ADMIN,
        "log": [_logged(export) for export in page],
        "list_href": f"{reverse('conversations:list', args=[request.account.slug])}{Address(request).without('page')}",
        "problems": filters.problems,
        "fix_href": Address(request).without(*filters.bad_parameters),
    }
    if scope := filters.scope:
        total = filters.rows().count()
        context |= {
            "summary": in_words(scope, total),
            "chips": chips(scope, Address(request), query=filters.query),
            "total": total,
            "query": kept_query(filters),
            "choices": _choices(total),
        }
    return show(request, "exports.html", context)


@account_action
@at_least(MAY_EXPORT)
def export_file(request: AccountRequest) -> HttpResponseBase:
    """The file of the list whose parameters stand in the address; posted to, so that no link or page fetches it."""
    filters = ListFilter(request.GET, account=request.account, now=request.now, sight=request.sight)
    given = request.POST.get("format", "")
    if filters.scope is None:
        return redirect(f"{reverse('metrics:exports', args=[request.account.slug])}?{request.GET.urlencode()}")
    if given not in set(ExportFormat):
        raise Http404
    export = Export.objects.create(
        account=request.account,
        by=signed_in(request),
        by_email=signed_in(request).email,
        format=given,
        query=kept_query(filters),
        started_at=request.now,
    )
    name = f"{request.account.slug}-conversations-{request.now.astimezone(request.account.zone):%Y-%m-%d-%H%M}.{given}"
    kind = "text/csv" if given == ExportFormat.CSV else "application/x-ndjson"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    content = file_of(_listing(request, filters), export)
    return StreamingHttpResponse(content, content_type=f"{kind}; charset=utf-8", headers=headers)


def _listing(request: AccountRequest, filters: ListFilter) -> Listing:
    account, scope = request.account, filters.scope
    assert scope is not None
    words = {
        "channel": {channel.value: str(name) for channel, name in CHANNEL.items()},
        "status": {status.value: str(name) for status, name in STATUS.items()},
        "test": {"true": _("Test")},
        "verdict": {verdict.value: str(name) for verdict, name in VERDICT.items()},
        "cause": {cause.value: str(name) for cause, name in CAUSE.items()},
    }
    address = request.build_absolute_uri(reverse("conversations:list", args=[account.slug]))
    rows = ordered(filters.rows(), filters.order)
    return Listing(
        account=account,
        rows=rows,
        asked=filters.parameters(),
        facts=_facts(request, filters),
        counted=_("Conversations"),
        header=_header(account),
        lines=lambda: for_people(rows, words, zone=account.zone, address=address),
        now=request.now,
    )


def _facts(request: AccountRequest, filters: ListFilter) -> Sequence[tuple[str, str]]:
    """The header block: whose, when, what was asked for, in words."""
    account, scope = request.account, filters.scope
    assert scope is not None
    local = date_format(request.now.astimezone(account.zone), pgettext("date format", "j M Y, H:i"))
    name, descending = filters.order.removeprefix("-"), filters.order.startswith("-")
    order = ConversationTable.base_columns[name].verbose_name
    return [
        (_("Account"), account.name),
        (_("Time zone"), account.timezone),
        (_("Period"), f"{scope.period.first.isoformat()} – {scope.period.last.isoformat()}"),
        *((chip["label"], chip["value"]) for chip in chips(scope, Address(request), query=filters.query)),
        (_("Order"), f"{order} {'↓' if descending else '↑'}"),
        (_("As of"), f"{local} ({utc(request.now.replace(microsecond=0))})"),
    ]


def _header(account: Account) -> Sequence[str]:
    zone = {"zone": account.timezone}
    return (
        *(_("First question"), _("Profile"), _("Channel"), _("Status"), _("Label"), _("Messages")),
        *(_("Started (%(zone)s)") % zone, _("Last updated (%(zone)s)") % zone),
        *(_("Test"), _("Verdict"), _("Cause"), _("Note"), _("id at the source"), _("Link")),
    )


def _choices(total: int) -> Sequence[Mapping[str, Any]]:
    """The files, and about how large each will be."""
    kinds = (
        (ExportFormat.CSV, _("One line a conversation, for spreadsheets."), ROW_BYTES),
        (
            ExportFormat.JSONL,
            _("Whole threads with all messages, events and credits, for programs."),
            MESSAGES_A_THREAD * MESSAGE_BYTES,
        ),
    )
    return [
        {
            "format": kind.value,
            "name": EXPORT_FORMAT[kind],
            "what": what,
            "bytes": total * size,
            "large": total * size >= LARGE,
        }
        for kind, what, size in kinds
    ]


def _logged(export: Export) -> Mapping[str, Any]:
    of = ExportOf(export.of)
    page = {ExportOf.CONVERSATIONS: "conversations:list", ExportOf.SALES: "metrics:sales"}[of]
    return {
        "export": export,
        "of": EXPORT_OF[of],
        "name": EXPORT_FORMAT[ExportFormat(export.format)],
        "href": f"{reverse(page, args=[export.account.slug])}?{export.query}",
    }

"""The review queue and the weekly sample: one conversation at a time, its thread beside the verdict; the history."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conversations.models import Conversation, Review
from conversations.models.reviews import LONGEST_NOTE
from conversations.reviews import (
    SAMPLE_SIZE,
    WEEKS_COUNTED,
    Judgement,
    after,
    agreement,
    judge,
    sample,
    sampled_week,
    standing,
    take_back,
    waiting,
)
from conversations.thread import Place, read_thread
from conversations.views.access import (
    MAY_REVIEW,
    AccountRequest,
    account_action,
    account_page,
    at_least,
    signed_in,
)
from conversations.views.shell import show
from conversations.vocabulary import Cause, Status, Verdict
from conversations.why import RULE, SENTENCE, reason_of
from conversations.wording import CAUSE, CHANNEL, NO_LABEL, STATUS, VERDICT, choices
from metrics.statistics import wilson

FEW = 30
PAGE_SIZE = 25
_WEEK = re.compile(r"20\d\d-W(0[1-9]|[1-4]\d|5[0-3])")


@dataclass(frozen=True, slots=True)
class Drawn:
    """The sample of a week, drawn once a request; of the queue, no week and nothing."""

    week: str
    sample: Sequence[Conversation] = ()

    def left(self) -> list[Conversation]:
        """Those nobody has read, in the order of their ids, so that skipping has an after."""
        return sorted((row for row in self.sample if not row.reviewed), key=lambda row: row.pk)


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"),
        choices=choices(VERDICT),
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    cause = forms.ChoiceField(label=gettext_lazy("Cause"), choices=[("", "–"), *choices(CAUSE)], required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, found: Conversation, *args: Any, **options: Any) -> None:
        """What the agent resolved cannot have been meant to be resolved."""
        super().__init__(*args, **options)
        if found.status == Status.RESOLVED:
            left = {name: words for name, words in VERDICT.items() if name is not Verdict.SHOULD_HAVE_RESOLVED}
            self.fields["verdict"].choices = choices(left)  # type: ignore[attr-defined]

    def judgement(self) -> Judgement:
        given = self.cleaned_data
        return Judgement(Verdict(given["verdict"]), Cause(given["cause"]) if given["cause"] else None, given["note"])


@account_page
@at_least(MAY_REVIEW)
def review(request: AccountRequest) -> HttpResponse:
    """The next one: of the queue, or with a `week` of that week's sample. `after` is the one before it."""
    drawn, before = _drawn(request), _before(request)
    found = _next_of_sample(drawn, before) if drawn.week else after(waiting(request.account), before)
    context: dict[str, Any] = {
        "previous": before,
        "previous_review": standing(request.account, before) if before else None,
    }
    if found is None:
        left = drawn.left() if drawn.week else waiting(request.account).exists()
        context |= {"is_through": before is not None and bool(left), "again_href": _href(request, drawn.week)}
        return _page(request, None, drawn=drawn, **context)
    return _page(request, _whole(request, found.pk), drawn=drawn, **context)


@account_page
@at_least(MAY_REVIEW)
def review_one(request: AccountRequest, conversation: int) -> HttpResponse:
    return _page(request, _whole(request, conversation), drawn=_drawn(request))


@account_action
@at_least(MAY_REVIEW)
def judge_one(request: AccountRequest, conversation: int) -> HttpResponse:
    found, drawn = _whole(request, conversation), _drawn(request)
    form = VerdictForm(found, request.POST)
    if drawn.week and found not in drawn.sample:
        raise Http404
    if found.status == Status.OPEN or not form.is_valid():
        return _page(request, found, drawn=drawn, form=form)
    judge(request.account, found.pk, form.judgement(), reviewer=signed_in(request), week=drawn.week, now=request.now)
    return redirect(_back_href(request, found) or _href(request, drawn.week, after=found.pk))


@account_action
@at_least(MAY_REVIEW)
def take_back_one(request: AccountRequest, conversation: int) -> HttpResponse:
    found = _whole(request, conversation)
    _week(request)  # 404 for one that is none
    take_back(request.account, found.pk, now=request.now)
    return redirect(f"{reverse('metrics:review_one', args=[request.account.slug, found.pk])}{_own_query(request)}")


@account_page
@at_least(MAY_REVIEW)
def review_history(request: AccountRequest) -> HttpResponse:
    said = Review.objects.filter(account=request.account).select_related("conversation", "reviewer")
    page = Paginator(said.order_by("-at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [{"review": row, "cause": CAUSE[Cause(row.cause)] if row.cause else ""} for row in page]
    context = {"rows": rows, "page": page, "sight": request.sight, **_frame(request, Drawn(""), current="history")}
    return show(request, "review_history.html", context)


def _page(request: AccountRequest, found: Conversation | None, *, drawn: Drawn, **context: Any) -> HttpResponse:
    context = {"found": found, "week": drawn.week, "sight": request.sight, **_frame(request, drawn), **context}
    if found is None:
        return show(request, "review.html", context)
    current = standing(request.account, found)
    reason = reason_of(found, request.account, now=request.now)
    initial = {"verdict": current.verdict, "cause": current.cause, "note": current.note} if current else {}
    return show(
        request,
        "review.html",
        {
            "form": VerdictForm(found, initial=initial),
            "current": current,
            "judged_as": STATUS[Status(current.status)] if current and current.status != found.status else "",
            "is_open": found.status == Status.OPEN,
            "channel": CHANNEL[found.channel],  # type: ignore[index]  # a visible conversation has one
            "why": {"sentence": SENTENCE[reason], "rule": RULE[reason]} if reason else None,
            "thread": read_thread(request.account, found, place=Place(), query="", sight=request.sight),
            "no_label": NO_LABEL,
            "skip_href": _href(request, drawn.week, after=found.pk),
            "back_href": _back_href(request, found),
            "own_query": _own_query(request),
            **context,
        },
    )


def _back_href(request: AccountRequest, found: Conversation) -> str:
    """The thread that the reader came from, beside its list; of the queue and of samples, nothing."""
    if "thread" not in request.GET:
        return ""
    query = QueryDict(request.GET["thread"]).urlencode()
    page = reverse("conversations:thread", args=[request.account.slug, found.pk])
    return f"{page}?{query}" if query else page


def _own_query(request: AccountRequest) -> str:
    """What of this address says where the reader came from, for the forms on the page."""
    own = {name: request.GET[name] for name in ("week", "thread") if name in request.GET}
    return f"?{urlencode(own)}" if own else ""


def _frame(request: AccountRequest, drawn: Drawn, *, current: str = "") -> dict[str, Any]:
    """The three parts of the page, and how far readers agree with what counts as resolved."""
    week = drawn.week
    current = current or ("sample" if week else "queue")
    sampled = sampled_week(request.account, now=request.now)
    history = reverse("metrics:review_history", args=[request.account.slug])
    parts = [
        {"label": _("Queue"), "href": _href(request, ""), "current": current == "queue"},
        {"label": _("Weekly sample"), "href": _href(request, week or sampled), "current": current == "sample"},
        {"label": _("History"), "href": history, "current": current == "history"},
    ]
    read = Review.objects.current().filter(account=request.account, week=week).count() if week else 0
    size = len(drawn.sample)
    return {
        "parts": parts,
        "agreement": _agreement(request),
        "drawn": size,
        "read": read,
        "size": SAMPLE_SIZE,
        "sample_href": "" if week else _href(request, sampled),
    }


def _agreement(request: AccountRequest) -> str:
    """K7: reviewers agree with 83 % (± 7) of resolved; of few, the fraction first."""
    right, read = agreement(request.account, now=request.now)
    if not read:
        return ""
    low, high = wilson(right, read)
    words = {"share": round(100 * right / read), "margin": round(100 * (high - low) / 2), "right": right, "read": read}
    words["weeks"] = WEEKS_COUNTED
    if read < FEW:
        told = ngettext(
            "Reviewers agree with %(right)d of %(read)d resolved conversation (%(share)d %% ± %(margin)d) in the "
            "samples of the last %(weeks)d weeks.",
            "Reviewers agree with %(right)d of %(read)d resolved conversations (%(share)d %% ± %(margin)d) in the "
            "samples of the last %(weeks)d weeks.",
            read,
        )
        return told % words
    return (
        _(
            "Reviewers agree with %(share)d %% (± %(margin)d) of resolved: %(right)d of %(read)d in the samples of the "
            "last %(weeks)d weeks."
        )
        % words
    )


def _week(request: AccountRequest) -> str:
    """The ISO week of a sample, or none. 404 for a week that no calendar has, or that is not over yet."""
    given = request.GET.get("week", "")
    if given and (not _WEEK.fullmatch(given) or given > sampled_week(request.account, now=request.now)):
        raise Http404
    return given


def _before(request: AccountRequest) -> Conversation | None:
    given = request.GET.get("after", "")
    if not (given.isascii() and given.isdecimal() and len(given) < 20):
        return None
    return request.account.conversations.visible().filter(pk=min(int(given), 2**63 - 1)).first()


def _drawn(request: AccountRequest) -> Drawn:
    """404 for a 53rd week of a year that has none."""
    week = _week(request)
    try:
        return Drawn(week, list(sample(request.account, week))) if week else Drawn("")
    except ValueError:
        raise Http404 from None


def _next_of_sample(drawn: Drawn, before: Conversation | None) -> Conversation | None:
    return next((row for row in drawn.left() if before is None or row.pk > before.pk), None)


def _whole(request: AccountRequest, pk: int) -> Conversation:
    rows = request.account.conversations.visible().select_related("profile", "label")
    found = get_object_or_404(rows, pk=pk)
    found.account = request.account
    return found


def _href(request: AccountRequest, week: str, **parameters: int) -> str:
    given: dict[str, str | int] = {"week": week, **parameters} if week else {**parameters}
    address = reverse("metrics:review", args=[request.account.slug])
    return f"{address}?{urlencode(given)}" if given else address

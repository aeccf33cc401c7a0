"""The numbers beside the four that are read from every conversation of a period, where there are very many."""

from django.http import HttpResponse

from conversations.in_words import days_in_words
from conversations.views.access import AccountRequest, account_page
from conversations.views.controls import Address, problems
from conversations.views.shell import show
from metrics.counterfactual import notes
from metrics.filters import OverviewFilter
from metrics.overview import figures_beside, read_overview


@account_page
def beside(request: AccountRequest) -> HttpResponse:
    """A page of its own, of which the Overview takes the numbers once it is there."""
    filters = OverviewFilter(request.GET, account=request.account, now=request.now)
    scope = filters.scope
    context = problems(filters, Address(request))
    if scope:
        bucket, group = filters.chosen_bucket(scope.period), filters.chosen_group
        page = read_overview(scope, bucket=bucket, group=group, now=request.now)
        context |= {
            "figures": figures_beside(page),
            "notes": notes(page),
            "window": days_in_words(scope.period.first, scope.period.last),
            "back_href": scope.href("metrics:overview"),
        }
    return show(request, "beside.html", context)

"""Whether a page still shows what there is: asked every few seconds, so it costs as little as a page can."""

from django.http import HttpResponse, JsonResponse

from conversations.days import local_day
from conversations.views.access import AccountRequest, account_page


@account_page
def version(request: AccountRequest) -> HttpResponse:
    response = JsonResponse({"version": data_version(request)})
    response["Cache-Control"] = "no-store"
    return response


def data_version(request: AccountRequest) -> str:
    """Another one after every change of the account's data, and on every local day, on which presets move on."""
    return f"{request.account.data_version}-{local_day(request.now, request.account.zone)}"

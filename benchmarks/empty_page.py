"""The product's addresses, and one more: a signed-in page of one query and no content, to compare pages with."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from agentdash.urls import urlpatterns as own
from conversations.models import Account

TEMPLATE = "<!doctype html><title>Empty</title><h1>{{ account }}</h1><p>{{ user }}</p>"


def empty(request: HttpRequest) -> HttpResponse:
    account = Account.objects.order_by("pk").first()
    return HttpResponse(_template().render({"account": account}, request))


@cache
def _template() -> Any:
    return engines["django"].from_string(TEMPLATE)


urlpatterns = [path("bench/empty/", empty), *own]

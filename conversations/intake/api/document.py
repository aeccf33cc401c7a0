"""The API as one object: its addresses, what OpenAPI 3.1 says of them, and the page that shows it."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema
from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from conversations.intake.api.answering import answering, unknown_address
from conversations.intake.api.problems import ProblemDetails
from conversations.payloads import Event

_ABOUT = """Send what happened, read the numbers of the dashboard: the same ones, from the same definitions.

Every request carries a key of one account: `Authorization: Bearer <key>`. Errors are `application/problem+json`
(RFC 9457). Answers with rows come as CSV for `Accept: text/csv` or `format=csv`."""


class Events(BaseModel):
    """The body of `POST /api/v1/events`."""

    events: Annotated[list[Annotated[Event, Field(discriminator="type")]], Field(max_length=1000)]


class SwaggerPage(DocsBase):
    """Swagger UI from our own static files, under our own content security policy."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        return render(request, "api/docs.html", {"document": self.get_openapi_url(api, kwargs), "api": api})


class Api(NinjaAPI):
    def __init__(self) -> None:
        super().__init__(
            title="Agentdash", version="1", description=_ABOUT, docs=SwaggerPage(), docs_decorator=require_safe
        )

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Every error is answered in one place: `answering`."""
        raise exc

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses, each answering as the API does; what is none of them is a problem too."""
        (*known, _), app_name, namespace = super().urls
        for pattern in known:
            assert isinstance(pattern, URLPattern)
            pattern.callback = answering(pattern.callback)
        return [*known, re_path("", answering(unknown_address), name="api-root")], app_name, namespace

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**where)
        _, extra = models_json_schema(
            [(Events, "validation"), (ProblemDetails, "serialization")], ref_template="#/components/schemas/{model}"
        )
        document["components"]["schemas"] |= extra["$defs"]
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["responses"] = {str(int(status)): each for status, each in operation["responses"].items()}
        return document

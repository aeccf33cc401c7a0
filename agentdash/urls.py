"""Every address of the product. An account's own pages live under its slug, last."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from agentdash.api import api
from conversations.intake.shopify.door import door as shopify
from conversations.views.home import home

handler400 = "agentdash.errors.bad_request"
handler500 = "agentdash.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("hooks/shopify/<str:token>/", shopify, name="shopify_door"),
    path("account/", include("agentdash.sign_in_urls")),
    path("<slug:account>/", include("metrics.urls")),
    path("<slug:account>/", include("conversations.urls")),
]

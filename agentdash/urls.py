"""Every address of the product. An account's own pages live under its slug, last."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from conversations.views.home import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("admin/", admin.site.urls),
    path("account/", include("agentdash.sign_in_urls")),
    path("<slug:account>/", include("metrics.urls")),
    path("<slug:account>/", include("conversations.urls")),
]

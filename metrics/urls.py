"""Pages of what it means, below an account's slug."""

from django.urls import path

from metrics.views.definitions import definitions
from metrics.views.overview import overview

app_name = "metrics"
urlpatterns = [
    path("", overview, name="overview"),
    path("definitions/", definitions, name="definitions"),
]

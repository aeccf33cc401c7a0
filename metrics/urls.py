"""Pages of what it means, below an account's slug."""

from django.urls import path

from metrics.views.attribution import attribution, change_attribution
from metrics.views.beside import beside
from metrics.views.definitions import definitions
from metrics.views.exports import export_file, exports
from metrics.views.order import order
from metrics.views.overview import overview
from metrics.views.reviews import judge_one, review, review_history, review_one, take_back_one
from metrics.views.sales import sales, sales_file
from metrics.views.version import version

app_name = "metrics"
urlpatterns = [
    path("", overview, name="overview"),
    path("beside/", beside, name="beside"),
    path("sales/", sales, name="sales"),
    path("sales/file/", sales_file, name="sales_file"),
    path("orders/<int:order>/", order, name="order"),
    path("settings/attribution/", attribution, name="attribution"),
    path("settings/attribution/change/", change_attribution, name="change_attribution"),
    path("definitions/", definitions, name="definitions"),
    path("version/", version, name="version"),
    path("review/", review, name="review"),
    path("review/history/", review_history, name="review_history"),
    path("review/<int:conversation>/", review_one, name="review_one"),
    path("review/<int:conversation>/judge/", judge_one, name="judge_one"),
    path("review/<int:conversation>/undo/", take_back_one, name="take_back_one"),
    path("exports/", exports, name="exports"),
    path("exports/file/", export_file, name="export_file"),
]

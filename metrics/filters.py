"""What single pages take beside the filters of every page: the Overview, how its chart is divided; Sales, its order."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import DurationField, ExpressionWrapper, F, OrderBy, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from conversations.filters import ScopeFilter
from conversations.models import Order
from conversations.periods import Bucket, Period, auto_bucket, bucket_choices
from metrics.queries import Group

AUTO = "auto"
SALES_SORTS: "Mapping[str, F | ExpressionWrapper[Any]]" = {
    "placed": F("occurred_at"),
    "total": F("total_minor"),
    "between": ExpressionWrapper(F("occurred_at") - F("credit__touch__occurred_at"), DurationField()),
}
LATEST_FIRST = "-placed"


class OverviewFilter(ScopeFilter):
    group = ChoiceFilter(label=_("Group by"), choices=[(group.value, group.value) for group in Group])
    bucket = ChoiceFilter(label=_("Bars"), choices=[(bar, bar) for bar in (AUTO, *Bucket)])

    @property
    def chosen_group(self) -> Group:
        return Group(self.form.cleaned_data.get("group") or Group.CHANNEL)

    def chosen_bucket(self, period: Period) -> Bucket:
        """T5. A bucket that the period is too long for is as if none had been chosen."""
        chosen = self.form.cleaned_data.get("bucket") or AUTO
        if chosen == AUTO or Bucket(chosen) not in bucket_choices(period):
            return auto_bucket(period)
        return Bucket(chosen)


class SalesFilter(ScopeFilter):
    sort = ChoiceFilter(
        label=_("Order"), choices=[(f"{sign}{name}", name) for name in SALES_SORTS for sign in ("", "-")]
    )

    @property
    def order(self) -> str:
        return self.form.cleaned_data.get("sort") or LATEST_FIRST

    @property
    def query(self) -> str:
        """The parameters that make this page again, presets by name."""
        sort = self.form.cleaned_data.get("sort")
        scope = self.scope.parameters() if self.scope else {}
        return urlencode({**scope, **({"sort": [sort]} if sort else {})}, doseq=True)

    def rows(self) -> "QuerySet[Order]":
        """K4: the credited orders asked for, in their order, with their evidence; none if anything asked is bad."""
        if self.scope is None:
            return Order.objects.none()
        by = SALES_SORTS[self.order.removeprefix("-")]
        down = self.order.startswith("-")
        ordering = (OrderBy(by, descending=down), "-pk" if down else "pk")
        return self.scope.orders().select_related("credit__touch", "credit__conversation").order_by(*ordering)

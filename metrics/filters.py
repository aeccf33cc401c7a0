"""What the Overview takes beside the filters of every page: how its chart is divided."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from conversations.filters import ScopeFilter
from conversations.periods import Bucket, Period, auto_bucket, bucket_choices
from metrics.queries import Group

AUTO = "auto"


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

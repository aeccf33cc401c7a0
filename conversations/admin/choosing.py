"""Filters by words of the vocabulary: the choices are known, so no table is read to find them."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conversations.payloads import Code
from conversations.wording import CHANNEL, choices


class WordFilter(SimpleListFilter):
    """By the column `parameter_name`, which holds one of `words`."""

    words: list[tuple[str, str | Promise]] = []

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return self.words

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return queryset.filter((self.parameter_name, chosen)) if chosen in dict(self.words) else queryset


class ChannelFilter(WordFilter):
    title = _("channel")
    parameter_name = "channel"
    words = [*choices(CHANNEL)]


class ScoreFilter(WordFilter):
    title = _("score")
    parameter_name = "score"
    words = [(str(score), str(score)) for score in range(1, 6)]


class CodeFilter(WordFilter):
    title = _("reason")
    parameter_name = "code"
    words = [(code.value, code.value) for code in Code]


class YesOrNo(SimpleListFilter):
    """By whether a row meets `condition`."""

    condition: Q

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = {"yes": self.condition, "no": ~self.condition}
        return queryset.filter(wanted.get(self.value() or "", Q()))


class OtherCurrencyFilter(YesOrNo):
    """A6: orders that are listed and never added."""

    title = _("another currency")
    parameter_name = "other_currency"
    condition = ~Q(currency=F("account__currency"))


class CancelledFilter(YesOrNo):
    title = _("cancelled")
    parameter_name = "cancelled"
    condition = Q(cancelled_at__isnull=False)


class RevokedFilter(YesOrNo):
    title = _("revoked")
    parameter_name = "revoked"
    condition = Q(revoked_at__isnull=False)

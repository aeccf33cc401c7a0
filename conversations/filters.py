"""The filters of the pages: GET parameters to a `Scope`. A bad value is told by its field; then there are no rows."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet

from conversations.days import local_day
from conversations.details import MOST_MESSAGES, Details
from conversations.filter_fields import (
    CountFilter,
    DayFilter,
    Fields,
    StatusFilter,
    TopicFilter,
    WordsFilter,
    validate_few_words,
)
from conversations.masking import Sight, names_contact
from conversations.models import Account, Conversation
from conversations.models.querysets import ConversationQuerySet
from conversations.periods import (
    DEFAULT_PRESET,
    EARLIEST,
    LATEST,
    MOST_DAYS,
    Bucket,
    Period,
    Preset,
    Span,
    bucket_choices,
    buckets,
    custom_period,
    preset_period,
)
from conversations.prepared import Prepared
from conversations.scope import NO_TOPIC, Basis, Scope, Topic
from conversations.search import LONGEST_QUERY, search
from conversations.sorting import TELLING, WALKED
from conversations.vocabulary import Channel, HandoffSeen, HasOrder, ProfileKind, Status, TouchKind, Trait
from conversations.wording import (
    CHANNEL,
    HANDOFF_SEEN,
    HAS_ORDER,
    PROFILE_KIND,
    REVIEWED,
    STATUS,
    TOUCH_KIND,
    TRAIT,
    choices,
)

PAGE_SIZES = (25, 50, 100)
SORTS = ("first_question", "profile", "channel", "status", "label", "messages", "last_updated")
DEFAULT_SORT = "-last_updated"
_PERIOD = ("from", "to", "preset")
_LABELS = Prepared(
    lambda _shape, account: Account(pk=account).labels.order_by("folded").values_list("pk", "folded", "name")
)


_FORMS: dict[type[FilterSet], type[Form]] = {}


def _form_class(filters: type[FilterSet]) -> type[Form]:
    """The form of some filters, made once. Its fields are never changed, so a form has no deep copies of them."""
    if filters not in _FORMS:
        fields = Fields({name: filter_.field for name, filter_ in filters.base_filters.items()})
        _FORMS[filters] = type(f"{filters.__name__}Form", (Form,), {**fields})
        _FORMS[filters].base_fields = fields
    return _FORMS[filters]


class ScopeFilter(FilterSet):
    """Period, channel, status and label: what every page with numbers takes. `scope` is None if any of it is bad."""

    preset = ChoiceFilter(label=_("Period"), choices=[(preset.value, preset.value) for preset in Preset])
    to = DayFilter(label=_("Last day"))
    channel = WordsFilter(label=_("Channel"), choices=choices(CHANNEL))
    status = StatusFilter(label=_("Status"), choices=choices(STATUS))
    label = TopicFilter(label=_("Label"))

    def __init__(self, data: QueryDict, *, account: Account, now: datetime) -> None:
        """Without what FilterSet prepares for a queryset: its filters are read here, none is asked to filter."""
        self.data, self.filters = data, self.base_filters
        self.account = account
        self.now = now

    @cached_property
    def form(self) -> Form:
        form = _form_class(type(self))(self.data)
        form.fields["label"].topics = self.topics if "label" in self.data else {}  # type: ignore[attr-defined]
        return form

    def is_valid(self) -> bool:
        return self.form.is_valid()

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        """`from` is a word of Python's own, so it cannot be declared as the others are."""
        return {"from": DayFilter(label=_("First day")), **super().get_filters()}

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """Every label of the account by its folded name; "" is the one that stands for none."""
        labels = _LABELS.rows((), self.account.pk)
        return {"": NO_TOPIC} | {folded: Topic(pk, name) for pk, folded, name in labels}

    @cached_property
    def today(self) -> date:
        return local_day(self.now, self.account.zone)

    @cached_property
    def period(self) -> Period | None:
        """The one asked for; None if that cannot be read, or makes none."""
        self.is_valid()
        return None if set(_PERIOD) & set(self.form.errors) else self._period()

    @cached_property
    def shown(self) -> Scope:
        """What can be read of all that is asked for: the controls say so even if something beside it is bad."""
        return self._scope(self.period or preset_period(DEFAULT_PRESET, self.today, zone=self.account.zone))

    @cached_property
    def scope(self) -> Scope | None:
        shown = self.shown
        return None if self.form.errors else shown

    @property
    def bad_parameters(self) -> list[str]:
        """Their names; both days and the preset if it is the period that makes no sense."""
        bad = list(self.form.errors)
        return [*bad, *_PERIOD] if set(bad) & set(_PERIOD) else bad

    @property
    def problems(self) -> list[str]:
        """What is wrong, in plain words, each with the name of its field."""
        found = self.form.errors.items()
        return [f"{self.filters[name].label}: {problem}" for name, problems in found for problem in problems]

    def _scope(self, period: Period) -> Scope:
        given = self.form.cleaned_data
        return Scope(
            self.account,
            period,
            channels=tuple(Channel(word) for word in given.get("channel") or ()),
            statuses=tuple(Status(word) for word in given.get("status") or ()),
            topics=tuple(given.get("label") or ()),
        )

    def _period(self) -> Period | None:
        """T3. Two dates, or a preset, or neither: then the last 30 days."""
        first, last, preset = (self.form.cleaned_data[name] for name in _PERIOD)
        if first is None and last is None and preset != Preset.CUSTOM:
            return preset_period(Preset(preset or DEFAULT_PRESET), self.today, zone=self.account.zone)
        problem = _why_no_period(first, last, preset=preset)
        if problem:
            self.form.add_error(*problem)
            return None
        return custom_period(first, last, zone=self.account.zone)


class ListFilter(ScopeFilter):
    """What the list of conversations takes beside: words to look for, order, page size, and what links to it need."""

    touch = WordsFilter(label=_("Touch"), choices=choices(TOUCH_KIND))
    has = WordsFilter(label=_("With"), choices=choices(TRAIT))
    review = WordsFilter(label=_("Review"), choices=choices(REVIEWED))
    on = ChoiceFilter(label=_("Counted on"), choices=[(basis.value, basis.value) for basis in Basis])
    hour = CharFilter(label=_("Hour"), max_length=40)
    test = ChoiceFilter(label=_("Test conversations"), choices=[("include", "include")])
    q = CharFilter(label=_("Search"), max_length=LONGEST_QUERY, validators=[validate_few_words])
    sort = ChoiceFilter(label=_("Order"), choices=[(f"{sign}{name}", name) for name in SORTS for sign in ("", "-")])
    per_page = ChoiceFilter(label=_("Rows"), choices=[(str(size), str(size)) for size in PAGE_SIZES])

    profile = ChoiceFilter(label=_("Profile"), choices=choices(PROFILE_KIND))
    credited = ChoiceFilter(label=_("Credited order"), choices=choices(HAS_ORDER))
    handoff = WordsFilter(label=_("Handoff"), choices=choices(HANDOFF_SEEN))
    min = CountFilter(label=_("Messages at least"), min_value=0, max_value=MOST_MESSAGES)
    max = CountFilter(label=_("Messages at most"), min_value=0, max_value=MOST_MESSAGES)

    def __init__(self, data: QueryDict, *, account: Account, now: datetime, sight: Sight) -> None:
        super().__init__(data, account=account, now=now)
        self.sight = sight

    @property
    def query(self) -> str:
        return str(self.form.cleaned_data.get("q") or "")

    @property
    def order(self) -> str:
        """As asked for; the latest first, if that order would tell the reader what is masked for them."""
        asked = str(self.form.cleaned_data.get("sort") or DEFAULT_SORT)
        return asked if self.sight.full or asked.removeprefix("-") not in TELLING else DEFAULT_SORT

    @property
    def page_size(self) -> int:
        return int(self.form.cleaned_data.get("per_page") or PAGE_SIZES[0])

    def parameters(self) -> Mapping[str, list[str]]:
        """The GET parameters that make this list again, its pages aside."""
        own = {"q": self.query, "sort": self.form.cleaned_data.get("sort")}
        scope = self.scope.parameters() if self.scope else {}
        return {**scope, **{name: [value] for name, value in own.items() if value}}

    def rows(self, *, walked: bool = False) -> ConversationQuerySet:
        """The conversations asked for, in no order; none if anything asked is bad.

        `walked` says that they are read in the order asked for until a few are found (`search`).
        """
        if self.scope is None:
            return Conversation.objects.none()
        scope, rows = self.scope, self.scope.conversations()
        if not self.query:
            return rows
        window = scope.window if scope.basis is Basis.STARTED else None
        return search(
            rows,
            self.account,
            self.query,
            sight=self.sight,
            window=window,
            walked=walked and self.order.removeprefix("-") in WALKED,
            by_id=scope.conversations(by_id=True),
        )

    def _scope(self, period: Period) -> Scope:
        given = self.form.cleaned_data.copy()
        if not self.sight.full and names_contact(self.query):
            self.form.add_error("q", gettext("Your role does not search for email addresses or phone numbers."))
        return (
            super()
            ._scope(period)
            .with_(
                touches=tuple(TouchKind(word) for word in given.get("touch") or ()),
                reviews=tuple(given.get("review") or ()),
                traits=tuple(Trait(word) for word in given.get("has") or ()),
                basis=Basis(given.get("on") or Basis.STARTED),
                hour=self._hour(period, given.get("hour") or ""),
                test=given.get("test") == "include",
                details=self._details(),
            )
        )

    def _details(self) -> Details:
        given = self.form.cleaned_data
        least, most = given.get("min"), given.get("max")
        if least is not None and most is not None and most < least:
            self.form.add_error("max", gettext("The most cannot be fewer than the least."))
            most = None
        return Details(
            profile=ProfileKind(given["profile"]) if given.get("profile") else None,
            credited=HasOrder(given["credited"]) if given.get("credited") else None,
            handoffs=tuple(HandoffSeen(word) for word in given.get("handoff") or ()),
            min_messages=least,
            max_messages=most,
        )

    def _hour(self, period: Period, key: str) -> Span | None:
        if not key or self.period is None:
            return None
        hours = buckets(period, Bucket.HOUR) if Bucket.HOUR in bucket_choices(period) else ()
        found = next((hour for hour in hours if hour.key == key), None)
        if found is None:
            self.form.add_error("hour", gettext("There is no such hour in the period."))
        return found


def _why_no_period(first: date | None, last: date | None, *, preset: str) -> tuple[str, str] | None:
    """The field to blame, and why, in plain words; None if the two dates make a period."""
    if preset and preset != Preset.CUSTOM:
        return "preset", gettext("Choose a period by its name or by two dates, not both.")
    if first is None:
        return "from", gettext("Choose the first day, too.")
    if last is None:
        return "to", gettext("Choose the last day, too.")
    if last < first:
        return "to", gettext("The last day is before the first.")
    if first < EARLIEST or last > LATEST:
        return "from", gettext("Days must lie between %(earliest)s and %(latest)s.") % {
            "earliest": EARLIEST.isoformat(),
            "latest": LATEST.isoformat(),
        }
    if (last - first).days >= MOST_DAYS:
        return "to", gettext("A period can be ten years long at most.")
    return None

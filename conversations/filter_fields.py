"""How a GET parameter is read: words of a fixed set, local days, labels. What is bad is told in plain words."""

from collections.abc import Mapping
from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import Filter, MultipleChoiceFilter

from conversations.record.shelves import fold_label
from conversations.scope import Topic
from conversations.search import MOST_WORDS, asked
from conversations.vocabulary import Status

OTHER_STATUS_NAMES = {"routed_to_team": Status.NOT_RESOLVED.value}


class Fields(dict[str, forms.Field]):
    """The fields of a form, each its own but with the same choices and words."""

    def __deepcopy__(self, _memo: object) -> dict[str, forms.Field]:
        return {name: copy(field) for name, field in self.items()}


class WordsField(forms.MultipleChoiceField):
    """Answers of a fixed set. An empty one is no answer; some have another name."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"invalid_choice": _("“%(value)s” is not one of the choices.")}
    other_names: Mapping[str, str] = {}

    def to_python(self, value: Any) -> list[str]:
        given = [self.other_names.get(_plain(word), word) for word in super().to_python(value) if word]
        return list(dict.fromkeys(given))


class StatusField(WordsField):
    other_names = OTHER_STATUS_NAMES


class DayField(forms.DateField):
    """A local day in ISO form, as date inputs send it whatever the language."""

    input_formats = ["%Y-%m-%d"]

    def to_python(self, value: Any) -> date | None:
        try:
            day: date | None = super().to_python(value)
        except forms.ValidationError as error:
            problem = gettext("“%(given)s” is not a day. Days are written like 2026-06-07.") % {"given": value}
            raise forms.ValidationError(problem) from error
        return day


class TopicField(forms.Field):
    """S8: labels by name, compared without case; an empty name means none. `topics` are those there are, folded."""

    widget = forms.MultipleHiddenInput
    topics: Mapping[str, Topic] = {}

    def to_python(self, value: Any) -> list[Topic]:
        named = {fold_label(name.strip()): name.strip() for name in value or []}
        for folded, name in named.items():
            if folded not in self.topics:
                raise forms.ValidationError(gettext("There is no label “%(name)s”.") % {"name": name})
        return [self.topics[name] for name in named]


def validate_few_words(query: str) -> None:
    if len(asked(query)) > MOST_WORDS:
        raise forms.ValidationError(gettext("Search for %(most)d words at most.") % {"most": MOST_WORDS})


class DayFilter(Filter):
    field_class = DayField


class WordsFilter(MultipleChoiceFilter):
    field_class = WordsField


class StatusFilter(MultipleChoiceFilter):
    field_class = StatusField


class TopicFilter(Filter):
    field_class = TopicField


class CountField(forms.IntegerField):
    default_error_messages = {"invalid": _("This is not a whole number.")}


class CountFilter(Filter):
    field_class = CountField


def _plain(word: str) -> str:
    """As people write a name: `Routed to team`."""
    return word.strip().casefold().replace(" ", "_")

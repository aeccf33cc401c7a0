"""A8: a dated entry a change: who, when, and of each setting from what to what."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

Entry = list[dict[str, Any]]


def what_changed(form: Any, formsets: Iterable[Any]) -> Entry:
    """What a saved form and its formsets changed, in the shape of Django's log entries."""
    told: Entry = [{"changed": {"fields": _moves(form)}}] if form.changed_data else []
    for formset in formsets:
        told += [{"added": _named(row)} for row in formset.new_objects]
        told += [
            {"changed": {**_named(each.instance), "fields": _moves(each)}}
            for each in formset.initial_forms
            if each.has_changed() and each not in formset.deleted_forms
        ]
        told += [{"deleted": _named(row)} for row in formset.deleted_objects]
    return told


def _moves(form: Any) -> list[str]:
    """Values as they are stored: an entry is read long after the words on the screen have changed."""
    return [
        f"{form.fields[name].label}: {form.get_initial_for_field(form.fields[name], name)} → {form.cleaned_data[name]}"
        for name in form.changed_data
    ]


def _named(row: Model) -> dict[str, str]:
    return {"name": str(row._meta.verbose_name), "object": str(row)}

"""S8: labels are found or made for the events that name them, and spelt as they were when they first were given."""

from collections.abc import Iterable, Mapping, Set
from datetime import datetime

from conversations.ids import new_id
from conversations.models import Account, Label, Labelling
from conversations.payloads import Event, LabelEvent
from conversations.record.rows import insert, update
from conversations.record.shelves import fold_label

Spelling = tuple[datetime, str]


def name_labels(account: Account, events: Iterable[Event]) -> Mapping[str, int]:
    """The ids of the labels that these events name, by folded name."""
    first: dict[str, Spelling] = {}
    for event in events:
        if isinstance(event, LabelEvent):
            folded, spelt = fold_label(event.label), (event.occurred_at, event.label)
            first[folded] = min(first.get(folded, spelt), spelt)
    if not first:
        return {}
    known = {label.folded: label for label in Label.objects.filter(account=account, folded__in=first)}
    made = {folded: new_id() for folded in sorted(first.keys() - known.keys())}
    insert(
        Label,
        ("id", "account_id", "folded", "named_at", "name"),
        [(pk, account.pk, folded, *first[folded]) for folded, pk in made.items()],
    )
    earlier = [label for folded, label in known.items() if first[folded] < (label.named_at, label.name)]
    update(Label, ("named_at", "name"), [(*first[label.folded], label.pk) for label in earlier])
    return {folded: int(label.pk) for folded, label in known.items()} | made


def rename_labels(account: Account, ids: Set[int]) -> None:
    """Some events no longer give these labels: spell them by those that do, and drop those that none gives."""
    if not ids:
        return
    first: dict[int, Spelling] = {}
    given = Labelling.objects.filter(account=account, label__in=ids)
    for label_id, at, text in given.values_list("label_id", "occurred_at", "text"):
        first[label_id] = min(first.get(label_id, (at, text)), (at, text))
    update(Label, ("named_at", "name"), [(*spelt, label_id) for label_id, spelt in sorted(first.items())])
    if ids - first.keys():
        Label.objects.filter(account=account, pk__in=ids - first.keys()).delete()

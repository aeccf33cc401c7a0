"""The whole state of an account in words that do not depend on arrival: rows by natural key, our ids left out."""

from collections.abc import Mapping
from typing import Any

from django.db.models import ForeignKey, Model

from conversations.models import (
    Account,
    Conversation,
    Credit,
    DayCount,
    DayCredit,
    DayOrder,
    Ending,
    Handoff,
    Identity,
    Label,
    Labelling,
    LiveSwitch,
    Message,
    Order,
    Profile,
    Rating,
    ShopperNote,
    Touch,
)

TABLES: tuple[type[Model], ...] = (
    *(Account, Profile, Identity, Label, Conversation, Message, Handoff, Ending, Labelling, Rating, LiveSwitch),
    *(ShopperNote, Touch, Order, Credit, DayCount, DayOrder, DayCredit),
)
# A row by what it is called outside, so that two databases filled in another order can be compared.
NATURAL = {
    "Account": (),
    "Profile": ("kind", "value"),
    "Identity": ("digest",),
    "Label": ("folded",),
    "Conversation": ("key",),
    "Credit": ("order_id",),
    "DayCount": ("day", "channel", "label_id"),
    "DayCredit": ("day", "currency", "channel", "label_id", "status"),
    "DayOrder": ("day", "currency"),
}
ARRIVAL = {"id", "account", "received_at", "wire"}
POINTERS = {"first_question_id": "Message", "label_id": "Label"}  # ids without a foreign key


def state_of(account: Account) -> dict[str, list[dict[str, Any]]]:
    """Every fact and every derived row of the account, comparable with `==` across arrival orders and databases."""
    names = _names(account)
    state = {}
    for table in TABLES[1:]:
        rows = table._default_manager.filter(account=account)
        state[table.__name__] = sorted((_plain(row, names) for row in rows), key=repr)
    return state


def _names(account: Account) -> Mapping[str, Mapping[int, Any]]:
    names: dict[str, dict[int, Any]] = {"Account": {account.pk: "account"}}
    for table in TABLES[1:]:
        columns = NATURAL.get(table.__name__, ("event_id",))
        rows = table._default_manager.filter(account=account).values_list("pk", *columns)
        names[table.__name__] = {pk: tuple(_text(value) for value in values) for pk, *values in rows}
    return names


def _plain(row: Model, names: Mapping[str, Mapping[int, Any]]) -> dict[str, Any]:
    plain = {}
    for field in row._meta.concrete_fields:
        if field.name in ARRIVAL:
            continue
        value = getattr(row, field.attname)
        target = field.related_model.__name__ if isinstance(field, ForeignKey) else POINTERS.get(field.name)
        plain[field.name] = names[target][value] if target and value else _text(value)
    return plain


def _text(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else value

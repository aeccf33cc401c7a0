"""The legend of the Overview's chart: each part leads to its rows, and narrows the page to itself or back again."""

from collections.abc import Iterable, Mapping
from typing import Any

from conversations.scope import Scope
from conversations.views.controls import Address


def legend(series: Iterable[Mapping[str, Any]], scope: Scope, address: Address) -> list[dict[str, Any]]:
    """What components/chart.html takes as `legend`."""
    return [_entry(part, scope, address) for part in series]


def _entry(part: Mapping[str, Any], scope: Scope, address: Address) -> dict[str, Any]:
    (name, values), *_ = part["narrows"].items()
    chosen = scope.parameters().get(name) == values
    return {
        "name": part["name"],
        "token": part["token"],
        "total": sum(part["values"]),
        "href": part["href"],
        "filter_href": address.without(name) if chosen else address.with_(**{name: values}),
        "chosen": chosen,
    }

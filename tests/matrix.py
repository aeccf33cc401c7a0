"""Promise 6 as a table: every address of the product and who may open it. A new address needs one line here.

    "conversations:thread": page(conversation=_first(Conversation)),        any member reads it
    "conversations:health": page(ADMINS),                                      admins only
    "conversations:retry": action(ADMINS, form={"id": _first(RejectedEvent)}),  a form is posted to it

`page` is read with GET, `action` is posted to. Names after the roles are those of the address's own parts, each with
how to find one such thing in an account; `form` does the same for ids that are posted, and has plain values beside.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from conversations.models import (
    Account,
    ApiKey,
    Conversation,
    DayNote,
    Order,
    Profile,
    RejectedEvent,
    SavedView,
    ShopifyConnection,
    ShopifyRequest,
)
from conversations.vocabulary import Role

Find = Callable[[Account], Any]
MEMBERS = frozenset(Role)
ADMINS = frozenset({Role.ADMIN})
READERS = MEMBERS - {Role.VIEWER}
ANALYSTS = frozenset({Role.ANALYST, Role.ADMIN})


@dataclass(frozen=True)
class Route:
    method: str
    roles: frozenset[Role]
    parts: Mapping[str, Find]
    form: Mapping[str, Find | str] = field(default_factory=dict)


def page(roles: frozenset[Role] = MEMBERS, **parts: Find) -> Route:
    return Route("get", roles, parts)


def action(roles: frozenset[Role] = MEMBERS, *, form: Mapping[str, Find | str] | None = None, **parts: Find) -> Route:
    return Route("post", roles, parts, form or {})


def _first(model: type[Model]) -> Find:
    """Of these things of the account, the oldest one's id."""
    rows = model._default_manager.order_by("pk").values_list("pk", flat=True)
    return lambda account: rows.filter(account=account)[0]


# Below an account's slug.
ACCOUNT_ROUTES: Mapping[str, Route] = {
    "metrics:overview": page(),
    "metrics:version": page(),
    "conversations:add_note": action(ANALYSTS, form={"day": "2026-06-06", "text": "A campaign began"}),
    "conversations:day_note": page(ANALYSTS, note=_first(DayNote)),
    "conversations:change_note": action(ANALYSTS, note=_first(DayNote), form={"day": "2026-06-06", "text": "It ended"}),
    "conversations:delete_note": action(ANALYSTS, note=_first(DayNote)),
    "conversations:restore_note": action(ANALYSTS, form={"note": "signed by nobody"}),
    "conversations:profile": page(),
    "conversations:change_profile": action(),
    "metrics:beside": page(),
    "metrics:definitions": page(),
    "metrics:sales": page(),
    "metrics:sales_file": action(ANALYSTS),
    "metrics:order": page(order=_first(Order)),
    "metrics:attribution": page(ADMINS),
    "metrics:change_attribution": action(ADMINS),
    "metrics:review": page(READERS),
    "metrics:review_history": page(READERS),
    "metrics:review_one": page(READERS, conversation=_first(Conversation)),
    "metrics:judge_one": action(READERS, conversation=_first(Conversation)),
    "metrics:take_back_one": action(READERS, conversation=_first(Conversation)),
    "metrics:exports": page(ANALYSTS),
    "metrics:export_file": action(ANALYSTS, form={"format": "csv"}),
    "conversations:list": page(),
    "conversations:person": page(profile=_first(Profile)),
    "conversations:thread": page(conversation=_first(Conversation)),
    "conversations:reveal": action(conversation=_first(Conversation)),
    "conversations:reveals": page(ADMINS),
    # The view is one that somebody else shares.
    "conversations:saved_views": page(),
    "conversations:save_view": action(),
    "conversations:saved_view": page(ADMINS, view=_first(SavedView)),
    "conversations:change_view": action(ADMINS, view=_first(SavedView)),
    "conversations:update_view": action(ADMINS, view=_first(SavedView)),
    "conversations:choose_view": action(view=_first(SavedView)),
    "conversations:move_view": action(ADMINS, view=_first(SavedView)),
    "conversations:delete_view": action(ADMINS, view=_first(SavedView)),
    "conversations:connections": page(ADMINS),
    "conversations:connect": action(ADMINS),
    "conversations:connection": page(ADMINS, connection=_first(ShopifyConnection)),
    "conversations:change_secret": action(ADMINS, connection=_first(ShopifyConnection)),
    "conversations:drop_previous": action(ADMINS, connection=_first(ShopifyConnection)),
    "conversations:disconnect": action(ADMINS, connection=_first(ShopifyConnection)),
    "conversations:settle_request": action(ADMINS, asked=_first(ShopifyRequest)),
    "conversations:keys": page(ADMINS),
    "conversations:create_key": action(ADMINS, form={"name": "Shop", "scopes": "read"}),
    "conversations:revoke_key": action(ADMINS, key=_first(ApiKey)),
    "conversations:live": page(ADMINS),
    "conversations:switch": action(ADMINS, form={"live": "no"}),
    "conversations:health": page(ADMINS),
    "conversations:retry": action(ADMINS, form={"id": _first(RejectedEvent)}),
    "conversations:discard": action(ADMINS, form={"id": _first(RejectedEvent)}),
}

# The API, by the scope that a key needs.
API_ROUTES: Mapping[str, tuple[str, Route]] = {
    "api-1:events": ("ingest", action()),
    "api-1:overview": ("read", page()),
    "api-1:conversations": ("read", page()),
    "api-1:conversation": ("read", page(id=_first(Conversation))),
    "api-1:credited": ("read", page()),
}

# They belong to no account: nothing of an account can be asked for there. Their own tests say what they do.
OUTSIDE = frozenset(
    {
        "home",
        "shopify_door",  # by the secret in the address: test_shopify_door
        "api-1:openapi-json",
        "api-1:openapi-view",
        "api-1:api-root",
        "account_login",
        "account_logout",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
)


def addresses() -> Iterator[tuple[str, str]]:
    """Every address of the product: its name, and how it is spelt."""
    return _below(get_resolver(), "", "")


def _below(resolver: URLResolver, start: str, namespace: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        spelt = start + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", spelt
        else:
            yield from _below(pattern, spelt, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)

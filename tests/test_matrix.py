"""Promise 6: no one sees another's data. Every address × everybody who may knock × ids of one's own, foreign and odd.

`tests/matrix.py` is the table. Everything of the account that is guarded here says `CANARY` in every text it has.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from conversations.models import Account, ApiKey
from conversations.vocabulary import Role
from tests.calling import make_caller
from tests.make import make_label, make_message, make_order, make_shopper
from tests.make_account import make_user
from tests.make_shop import make_shop, tell
from tests.matrix import ACCOUNT_ROUTES, API_ROUTES, OUTSIDE, Route, addresses

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CANARY = "k4n4ry"
MISSING = "no-such-shop"
NOBODYS: tuple[Any, ...] = (1, 0, 2**63 - 1, 2**63, 10**30)
ODD: tuple[Any, ...] = ("x", "-1", "1.5", "%00", "١٢", "1e3", "..%2f1")
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


@dataclass(frozen=True)
class World:
    own: Account
    foreign: Account


@pytest.fixture
def world() -> World:
    return World(own=_full_account("own", CANARY), foreign=_full_account("foreign", "f0re1gn"))


def test_every_address_has_its_line_in_the_matrix() -> None:
    known = {*ACCOUNT_ROUTES, *API_ROUTES, *OUTSIDE}
    named = {name for name, spelt in addresses() if not spelt.startswith("admin/")}

    assert named - known == set(), "give each a line in tests/matrix.py"
    assert known - named == set(), "tests/matrix.py names addresses that are gone"
    below = {name for name, spelt in addresses() if spelt.startswith("<slug:account>/")}
    assert below == set(ACCOUNT_ROUTES), "an address below an account's slug belongs in ACCOUNT_ROUTES"


def test_a_role_opens_what_it_may_and_is_refused_the_rest(world: World) -> None:
    wrong: list[tuple[Role, str, object]] = []
    seen = 0
    for role in Role:
        client = _signed_in(world.own, role)
        for name, route in ACCOUNT_ROUTES.items():
            answer = _undone(client, route.method, address_of(name, route, world.own), form_of(route, world.own))
            seen += CANARY.encode() in answer.body
            if (answer.status == 403) == (role in route.roles) or answer.status in (404, 405) or answer.status >= 500:
                wrong.append((role, name, answer.status))
            if role not in route.roles and CANARY.encode() in answer.body:
                wrong.append((role, name, "tells"))
    assert wrong == []
    assert seen > len(Role)  # those who may read do read it: else nothing below could fail


def test_without_a_login_every_address_of_an_account_asks_for_one_whether_it_is_there_or_not(world: World) -> None:
    wrong, client, key = [], Client(), _bearer(make_caller(world.own).secret)
    for name, route in ACCOUNT_ROUTES.items():
        for address in (address_of(name, route, world.own), address_of(name, route, world.own, slug=MISSING)):
            for method, headers in (*((method, {}) for method in METHODS), (route.method, key)):  # a key opens no page
                answer = _undone(client, method, address, headers=headers)
                if (answer.status, answer.location) != (302, f"/account/login/?next={address}") or answer.body:
                    wrong.append((name, method, answer.status))
    assert wrong == []


def test_a_foreign_account_and_one_that_never_was_answer_alike_to_every_method(world: World) -> None:
    client, wrong = _signed_in(world.foreign, Role.ADMIN), []
    for name, route in ACCOUNT_ROUTES.items():
        theirs, never = (address_of(name, route, world.own, slug=slug) for slug in (world.own.slug, MISSING))
        for method in METHODS:
            answers = {_undone(client, method, at, form_of(route, world.own)) for at in (theirs, never)}
            if len(answers) != 1 or answers.pop().status not in (404, 405):
                wrong.append((name, method, answers))
    assert wrong == []


def test_a_foreign_id_and_one_that_never_was_answer_alike(world: World) -> None:
    client, wrong = _signed_in(world.own, Role.ADMIN), []
    no_page = _undone(client, "get", f"/{world.own.slug}/no-such-page/")
    for name, route in ACCOUNT_ROUTES.items():
        for part, find in route.parts.items():
            for odd in (find(world.foreign), *NOBODYS, *ODD):
                address = address_of(name, route, world.own, **{part: odd})
                wrong += [
                    (name, part, odd, answer.status)
                    for answer in [_undone(client, route.method, address, form_of(route, world.own))]
                    if answer != no_page
                ]
    assert wrong == []


def test_a_foreign_id_in_a_form_and_one_that_never_was_answer_alike(world: World) -> None:
    client, wrong = _signed_in(world.own, Role.ADMIN), []
    for name, route in ACCOUNT_ROUTES.items():
        for given, find in route.form.items():
            if isinstance(find, str):
                continue
            form, address = form_of(route, world.own), address_of(name, route, world.own)
            answers = {
                _undone(client, route.method, address, {**form, given: odd})
                for odd in (find(world.foreign), *NOBODYS[2:3])
            }
            if len(answers) != 1 or max(answer.status for answer in answers) >= 500:
                wrong.append((name, given, answers))
    assert wrong == []


def test_the_api_opens_to_a_key_of_the_account_with_the_scope_and_to_nobody_else(world: World) -> None:
    wrong, now = [], timezone.now()
    shut: dict[str, dict[str, str]] = {
        "no key": {},
        "revoked": _bearer(make_caller(world.own, revoked_at=now).secret),
        "expired": _bearer(make_caller(world.own, expires_at=now - timedelta(seconds=1)).secret),
        "odd": {"Authorization": "Bearer ad_00000000.\u00e5"},
    }
    for name, (scope, route) in API_ROUTES.items():
        lacking = make_caller(world.own, may_ingest=scope == "read", may_read=scope == "ingest")
        expected = [(who, headers, 401) for who, headers in shut.items()]
        expected += [("other scope", _bearer(lacking.secret), 403)]
        for who, headers, status in expected:
            for client in (Client(), _signed_in(world.own, Role.ADMIN)):  # a login opens no API
                answer = _undone(client, route.method, address_of(name, route, world.own), headers=headers)
                if answer.status != status or CANARY.encode() in answer.body:
                    wrong.append((name, who, answer.status))
    assert wrong == []


def test_a_key_reads_its_own_account_only(world: World) -> None:
    headers, wrong = _bearer(make_caller(world.foreign).secret), []
    mine = _bearer(make_caller(world.own).secret)
    for name, (scope, route) in API_ROUTES.items():
        if scope == "read":
            ids = [{part: odd} for part, find in route.parts.items() for odd in (find(world.own), *NOBODYS, *ODD)]
            answers = {
                _undone(Client(), "get", address_of(name, route, world.own, **given), headers=headers)
                for given in ids or [{}]
            }
            told = [answer for answer in answers if CANARY.encode() in answer.body]
            own = _undone(Client(), "get", address_of(name, route, world.own), headers=mine)
            if told or len(answers) != 1 or own.status != 200 or answers.pop().status != (404 if ids else 200):
                wrong.append((name, answers))
    assert wrong == []


def test_the_admin_is_shut_to_everybody_but_staff_with_the_permission(world: World) -> None:
    wrong = []
    callers = {"nobody": (Client(), 302), "admin of the account": (_signed_in(world.own, Role.ADMIN), 302)}
    staff = make_user(is_staff=True)
    callers["staff without permission"] = (Client(), 403)
    callers["staff without permission"][0].force_login(staff)
    for model in apps.get_app_config("conversations").get_models():
        for address in _admin_addresses(model):
            for who, (client, status) in callers.items():
                answer = _undone(client, "get", address)
                if answer.status != status or CANARY.encode() in answer.body:
                    wrong.append((who, address, answer.status))
    assert wrong == []


# --- What is asked, and by whom -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def _undone(
    client: Client,
    method: str,
    address: str,
    form: Mapping[str, Any] | None = None,
    *,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """The answer; what the request wrote is taken back."""
    data = {"data": dict(form or {})} if method == "post" else {}
    with transaction.atomic():
        response = getattr(client, method)(address, headers=dict(headers or {}), **data)
        body = response.getvalue() if response.streaming else response.content
        transaction.set_rollback(True)
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)
    body = body.replace(response.headers["X-Request-ID"].encode(), b"")
    kept = tuple(sorted((name, value) for name, value in response.headers.items() if name != "X-Request-ID"))
    return Answer(response.status_code, response.headers.get("Location", ""), kept, body)


def _signed_in(account: Account, role: Role) -> Client:
    client = Client()
    client.force_login(make_user(account, role=role))
    return client


def _bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def address_of(name: str, route: Route, account: Account, *, slug: str = "", **given: Any) -> str:
    """The address of this thing of the account; ids that no address can have are written into it all the same."""
    own = {} if name in API_ROUTES else {"account": slug or account.slug}
    parts = {part: find(account) for part, find in route.parts.items()}
    try:
        return reverse(name, kwargs={**own, **parts, **given})
    except NoReverseMatch:
        ((part, odd),) = given.items()
        return reverse(name, kwargs={**own, **parts, part: 987654321}).replace("987654321", str(odd))


def form_of(route: Route, account: Account) -> dict[str, Any]:
    return {name: given if isinstance(given, str) else given(account) for name, given in route.form.items()}


def _admin_addresses(model: Any) -> Iterable[str]:
    where = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    yield from (reverse(f"{where}_changelist"), reverse(f"{where}_add"))
    for pk in model._default_manager.values_list("pk", flat=True)[:1]:
        yield from (reverse(f"{where}_{each}", args=[pk]) for each in ("change", "delete", "history"))


def _full_account(slug: str, canary: str) -> Account:
    """With a row in every table; only its slug, which whoever asks has to know, is without the canary."""
    account = make_shop(canary)
    account.slug = slug
    account.save(update_fields=["slug"])
    thread, shopper = f"c-{canary}", {"id": f"s-{canary}"}
    tell(
        account,
        make_message(conversation=thread, shopper=shopper, text=f"{canary}?", occurred_at="2026-06-06T11:00:00Z"),
        make_label(conversation=thread, label=canary, occurred_at="2026-06-06T14:00:00Z"),
        make_shopper(shopper={**shopper, "name": canary, "visitor": f"v-{canary}"}),
        make_order(shopper=shopper, number=canary, occurred_at="2026-06-06T13:30:00Z"),
        make_message(conversation=f"refused-{canary}", text=None),
    )
    ApiKey.objects.filter(account=account).update(name=canary)
    return account

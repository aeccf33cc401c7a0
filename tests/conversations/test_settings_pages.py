"""API keys and the live switch, as an admin uses them; who may is in the matrix."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from conversations.models import Account, ApiKey, LiveSwitch
from conversations.vocabulary import Role
from tests.calling import make_caller
from tests.make import NOW, make_message
from tests.make_account import make_account, make_user
from tests.pages import opened, text_of
from tests.recording import codes, recorded

pytestmark = pytest.mark.django_db


def admin(account: Account) -> Client:
    client = Client()
    client.force_login(make_user(account, role=Role.ADMIN, email="boss@example.com"))
    return client


def posted(client: Client, account: Account, address: str, **fields: object) -> str:
    return client.post(f"/{account.slug}/settings/{address}/", fields, follow=True).content.decode()


def test_a_key_is_shown_once_and_opens_what_was_ticked() -> None:
    account = make_account()
    client = admin(account)

    page = posted(client, account, "keys/create", name="Chat", scopes=["read"])

    found = re.search(r'value="(ad_[a-z0-9]{8}\.[\w-]{43})"', page)
    assert found
    assert found[1] not in opened(client, f"/{account.slug}/settings/keys/")
    key = ApiKey.objects.get()
    assert (key.name, key.may_ingest, key.may_read, key.expires_at) == ("Chat", False, True, None)
    answer = Client().get("/api/v1/overview", headers={"Authorization": f"Bearer {found[1]}"})
    assert answer.status_code == 200


def test_t2_a_key_works_to_the_end_of_its_last_local_day() -> None:
    account = make_account(timezone="America/New_York")

    with time_machine.travel("2026-06-07T02:00:00Z"):  # still the sixth in New York
        page = posted(admin(account), account, "keys/create", name="K", scopes=["ingest"], last_day="2026-06-06")
        assert "Copy it now" in page

    assert ApiKey.objects.get().expires_at.isoformat() == "2026-06-07T04:00:00+00:00"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "scopes": ["read"]},
        {"name": "K", "scopes": []},
        {"name": "K", "scopes": ["admin"]},
        {"name": "K\0", "scopes": ["read"]},
        {"name": "K" * 121, "scopes": ["read"]},
        {"name": "K", "scopes": ["read"], "last_day": "2020-01-01"},
        {"name": "K", "scopes": ["read"], "last_day": "9999-12-31"},
        {"name": "K", "scopes": ["read"], "last_day": "tomorrow"},
    ],
)
def test_a_key_that_cannot_be_made_keeps_what_was_typed(fields: dict[str, object]) -> None:
    account = make_account()

    page = posted(admin(account), account, "keys/create", **fields)

    assert 'class="errorlist"' in page
    assert "Copy it now" not in page
    assert not ApiKey.objects.exists()


def test_a_revoked_key_opens_nothing_from_then_on_and_stays_in_the_list() -> None:
    caller = make_caller()
    client = admin(caller.account)

    page = text_of(posted(client, caller.account, f"keys/{caller.key.pk}/revoke"))

    assert "opens nothing any more" in page
    assert "Revoked" in page
    assert caller.get("overview").status_code == 401


def test_s9_the_switch_is_an_event_with_a_history_and_refuses_what_falls_in_the_pause() -> None:
    account = make_account()
    client = admin(account)

    with time_machine.travel(NOW, tick=False):
        assert "The agent is paused" in posted(client, account, "live/switch", live="no")
        late = make_message(occurred_at=(NOW + timedelta(minutes=1)).isoformat())
        assert codes(recorded(account, late, now=NOW)) == ["agent_not_live"]
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        page = text_of(posted(client, account, "live/switch", live="yes"))

    assert "The agent is live" in page
    assert page.count("boss@example.com") >= 2
    assert list(LiveSwitch.objects.order_by("occurred_at").values_list("live", flat=True)) == [False, True]
    assert codes(recorded(account, make_message(occurred_at=(NOW + timedelta(minutes=3)).isoformat()))) == ["accepted"]

"""The admin: every table can be looked at and searched, facts cannot be touched, and every list stays quick."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conversations.admin import paging
from conversations.intake.receive import Line, receive
from conversations.models import (
    Account,
    ApiKey,
    AttributionSettings,
    Heartbeat,
    Label,
    Membership,
    Message,
    Order,
    RejectedEvent,
    TouchWindow,
    User,
)
from tests.make import NOW, make_message, make_order
from tests.make_shop import make_shop, tell
from tests.state import state_of

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
OURS = [model for model in MODELS if model._meta.app_label == "conversations"]
EDITED = {User, Account, Membership, ApiKey, Label}
READ_ONLY = [model for model in OURS if model not in EDITED]
HOSTILE = ['" \' \\ a" OR "b %_ 🧣', "\x00", "x" * 4000, "2026-06-07", "-1"]


def label(model: type[Model]) -> str:
    return model._meta.label


def address(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def rows_of(model: type[Model]) -> list[Model]:
    return list(model._default_manager.order_by("pk"))


def test_every_model_has_its_place_in_the_admin() -> None:
    assert set(apps.get_app_config("conversations").get_models()) == set(OURS)


def test_every_list_of_others_opens(boss: Client) -> None:
    make_shop()

    for model in MODELS:
        if model not in OURS:
            page = boss.get(address(model, "changelist"))
            assert page.status_code == 200, label(model)
            assert page.context["cl"].result_count == model._default_manager.count(), label(model)


@pytest.mark.one_database
def test_every_page_of_a_row_opens(boss: Client) -> None:
    make_shop()

    for model in MODELS:
        rows = rows_of(model)
        assert rows or model not in OURS, label(model)
        for row in rows[:2]:
            assert boss.get(address(model, "change", row.pk)).status_code == 200, label(model)
            assert boss.get(address(model, "history", row.pk)).status_code == 200, label(model)


@pytest.mark.one_database
def test_a_page_for_a_new_row_opens_where_rows_are_made_by_hand(boss: Client) -> None:
    by_hand = {model for model in MODELS if model in EDITED - {Label} or model not in OURS}

    answers = {model: boss.get(address(model, "add")).status_code for model in MODELS}

    assert answers == {model: 200 if model in by_hand else 403 for model in MODELS}


def test_every_list_takes_whatever_is_searched_for(boss: Client) -> None:
    make_shop()

    searched = [model for model in OURS if admin.site.get_model_admin(model).search_fields]
    asked = [(model, words) for model in searched for words in HOSTILE]
    answers = {each: boss.get(address(each[0], "changelist"), {"q": each[1]}).status_code for each in asked}

    assert answers == dict.fromkeys(asked, 200)


def test_every_filter_of_every_list_opens(boss: Client) -> None:
    """All filters of a list at once, each by its first choice after "All", then each by its last one."""
    make_shop()
    make_shop("two")

    for model in OURS:
        page = boss.get(address(model, "changelist"))
        choices = [[*spec.choices(page.context["cl"])] for spec in page.context["cl"].filter_specs]
        for place in (1, -1):
            asked = "&".join(each[place]["query_string"].removeprefix("?") for each in choices)
            answer = boss.get(f"{address(model, 'changelist')}?{asked}")
            assert answer.status_code == 200, asked
        assert sum(map(len, choices)) > 2 or model is Heartbeat, label(model)


@pytest.mark.one_database
def test_a_longer_list_asks_no_more_questions(boss: Client) -> None:
    make_shop()
    before = {model: questions(lambda model=model: boss.get(address(model, "changelist"))) for model in OURS}  # type: ignore[misc]
    make_shop("two")

    for model, (few, short) in before.items():
        many, long = questions(lambda model=model: boss.get(address(model, "changelist")))  # type: ignore[misc]
        assert long.context["cl"].result_count == model._default_manager.count() > short.context["cl"].result_count
        assert many == few, label(model)


def questions(ask: Callable[[], Any]) -> tuple[int, Any]:
    """How many queries it takes the second time, and the answer; the first time fills what Django keeps in memory."""
    ask()
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    return len(queries), answer


@pytest.mark.one_database
def test_nobody_adds_changes_or_deletes_what_was_recorded(boss: Client) -> None:
    account = make_shop()
    before = state_of(account)

    for model in READ_ONLY:
        row = rows_of(model)[0]
        addresses = [address(model, "add"), address(model, "change", row.pk), address(model, "delete", row.pk)]
        answers = [boss.post(each, {"post": "yes", "_save": "Save"}).status_code for each in addresses]
        assert answers == [403] * 3, label(model)
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        boss.post(address(model, "changelist"), chosen)
        assert rows_of(model)[0] == row
        page = boss.get(address(model, "change", row.pk)).content.decode()
        assert 'name="_save"' not in page, label(model)
        assert re.findall(r'<(?:input|select|textarea)[^>]+name="(?!csrfmiddlewaretoken)', page) == [], label(model)
    assert state_of(account) == before


def test_what_others_stand_on_is_not_deleted(boss: Client) -> None:
    make_shop()

    for model in (Account, ApiKey, Label):
        row = rows_of(model)[0]
        assert boss.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403, label(model)
        assert row in rows_of(model)


def test_a_row_links_to_the_rows_around_it(boss: Client) -> None:
    make_shop()
    make_shop("two")
    message = Message.objects.get(conversation__key="c-two", sender="agent")

    thread = boss.get(address(type(message.conversation), "change", message.conversation_id)).content.decode()
    links = re.findall(r'<a href="([^"]+account__id__exact[^"]+)"', thread)
    found = {link.split("/")[3]: boss.get(link.replace("&amp;", "&")).context["cl"].result_count for link in links}

    assert found == {"message": 2, "handoff": 1, "ending": 1, "labelling": 1, "rating": 1, "touch": 1, "credit": 1}


def test_search_finds_by_the_whole_id_or_the_first_words(boss: Client) -> None:
    account = make_shop()
    tell(account, make_message(id="m 1", text='"Where" is C:\\it?'), make_message(id="m 2", text="Where else"))

    def found(words: str) -> list[str]:
        return [
            row.event_id for row in boss.get(address(Message, "changelist"), {"q": words}).context["cl"].result_list
        ]

    assert found("m 1") == ["m 1"]
    assert found("m") == []
    assert found("where ELSE") == ["m 2"]
    assert found('"Where" is C:\\') == ["m 1"]


def test_a6_orders_in_another_currency_are_found_apart(boss: Client) -> None:
    account = make_shop()
    tell(account, make_order(id="euros", currency="EUR"))

    def found(choice: str) -> list[bool]:
        page = boss.get(address(Order, "changelist"), {"other_currency": choice})
        return [row.event_id == "euros" for row in page.context["cl"].result_list]

    assert (found("yes"), found("no"), len(found("?"))) == ([True], [False], 2)


def test_t1_a_time_says_that_it_is_utc(boss: Client) -> None:
    make_shop()
    message = rows_of(Message)[0]

    for page in (address(Message, "changelist"), address(Message, "change", message.pk)):
        assert (
            '<time datetime="2026-06-06T12:00:00+00:00">2026-06-06 12:00:00 UTC</time>'
            in boss.get(page).content.decode()
        )


def test_a_list_that_is_too_long_to_be_counted_says_so(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_shop()
    told = "There are more."
    count = Message.objects.count()

    for most, shown, cut in ((count, count, False), (count - 1, count - 1, True)):
        monkeypatch.setattr(paging, "MOST_ROWS", most)
        page = boss.get(address(Message, "changelist"), {"account__id__exact": account.pk})
        assert page.context["cl"].result_count == shown
        assert (told in page.content.decode()) is cut


def test_a_refused_event_is_shown_as_the_text_it_was(boss: Client) -> None:
    account = make_shop()
    receive(account, [Line(b'{"type": "<b>\xff\n "')], source="test", now=NOW)
    refused = RejectedEvent.objects.latest("id")

    page = boss.get(address(RejectedEvent, "change", refused.pk)).content.decode()

    assert "<pre>{&quot;type&quot;: &quot;&lt;b&gt;\ufffd\n &quot;</pre>" in page


def test_a_long_refused_event_is_cut(boss: Client) -> None:
    account = make_shop()
    receive(account, [Line(b"x" * 70_000)], source="test", now=NOW)
    refused = RejectedEvent.objects.latest("id")

    page = boss.get(address(RejectedEvent, "change", refused.pk)).content.decode()

    assert "The first 65536 of 70000 bytes." in page
    assert len(page) < 100_000


def test_the_touch_windows_say_where_they_are_changed(boss: Client) -> None:
    account = make_shop()

    for model in (TouchWindow, AttributionSettings):
        page = boss.get(address(model, "change", rows_of(model)[0].pk)).content.decode()
        assert f'<a href="/{account.slug}/settings/attribution/">' in page

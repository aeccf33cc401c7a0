"""SQL that is written once answers as the queryset does, whatever values are put in."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Count, QuerySet
from django.test import Client

from conversations.day_notes import note, notes_in
from conversations.models import Conversation, DayNote, User
from conversations.periods import custom_period
from conversations.prepared import Prepared
from conversations.scope import Scope
from conversations.vocabulary import Channel, Status
from tests.make_account import make_account, make_user
from tests.make_rows import make_conversation, make_story

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 3, 10, tzinfo=UTC)


def _started(shape: str, account: int, start: datetime) -> "QuerySet[Conversation, tuple[Any, ...]]":
    rows = Conversation.objects.filter(account=account, started_at__gte=start)
    return rows.values_list(shape).annotate(Count("pk")).order_by(shape)


def test_each_call_has_its_own_values_and_each_shape_its_own_query() -> None:
    one, other, prepared = make_account(), make_account(), Prepared(_started)
    make_conversation(one, at=NOON, status=Status.RESOLVED)
    make_conversation(one, at=NOON + timedelta(hours=1), status=Status.CLOSED)
    make_conversation(other, at=NOON, channel=Channel.SMS)

    assert prepared.rows("status", one.pk, NOON) == [("closed", 1), ("resolved", 1)]
    assert prepared.rows("status", one.pk, NOON + timedelta(microseconds=1)) == [("closed", 1)]
    assert prepared.rows("channel", other.pk, NOON) == [("sms", 1)]
    assert prepared.rows("channel", other.pk, NOON + timedelta(days=1)) == []


def test_a_set_of_ids_is_one_value_whatever_its_size() -> None:
    account, prepared = make_account(), Prepared(_among)
    one, other = (make_conversation(account, at=NOON).pk for _ in range(2))

    for ids in (frozenset[int](), frozenset({one}), frozenset({one, other, 1})):
        assert {pk for (pk,) in prepared.rows(None, account.pk, ids)} == ids & {one, other}


def _among(_shape: None, account: int, ids: frozenset[int]) -> "QuerySet[Conversation, tuple[Any, ...]]":
    return Conversation.objects.filter(account=account, pk__among=ids).values_list("pk")


def test_models_come_with_what_is_selected_beside_them_and_with_python_values() -> None:
    account = make_account()
    author, day = make_user(account), date(2026, 6, 3)
    written = note(account, author, day=day, text="sale began", now=NOON)

    (found,) = notes_in(account, custom_period(day, day, zone=account.zone))

    assert (found, found.author, found.day, found.written_at) == (written, author, day, NOON)
    assert "author" in found._state.fields_cache  # read with it, not asked for later


def test_a_value_that_the_query_does_not_ask_for_is_a_mistake_and_told() -> None:
    careless = Prepared(lambda _shape, account, day: DayNote.objects.filter(account=account).values_list("day"))
    with pytest.raises(ValueError, match=r"values \[1\] do not occur"):
        careless.rows((), 1, date(2026, 6, 3))


def test_k5_a_scope_and_its_shape_ask_for_the_same_conversations() -> None:
    account = make_account()
    make_story(account)
    period = custom_period(date(2026, 6, 1), date(2026, 6, 7), zone=account.zone)
    for scope in (
        Scope(account, period),
        Scope(account, period, channels=(Channel.SMS,), statuses=(Status.RESOLVED,)),
    ):
        assert set(scope.shape.scope(*scope.slots).conversations()) == set(scope.conversations())


def test_who_loses_their_membership_or_is_switched_off_is_out_at_once(client: Client) -> None:
    account = make_account(slug="shop")
    user = make_user(account)
    client.force_login(user)
    assert client.get("/shop/").status_code == 200

    user.memberships.all().delete()
    assert client.get("/shop/").status_code == 404
    User.objects.update(is_active=False)
    assert client.get("/shop/").status_code == 302

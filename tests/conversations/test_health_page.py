"""Data health: what was refused, what to do about it, and what arrived last. For admins."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from conversations.faults import as_text, fault
from conversations.intake.keys import make_key
from conversations.intake.reasons import REASON
from conversations.intake.receive import Line, receive
from conversations.models import Account, Heartbeat, NumberCheck, RejectedEvent
from conversations.payloads import Code
from conversations.views import health
from conversations.vocabulary import Role
from tests.hostile import naughty_strings
from tests.make import ABSENT, NOW, make_message, make_order
from tests.make_account import make_account, make_user
from tests.make_rows import HOUR, iso, make_conversation
from tests.pages import links, opened, text_of
from tests.recording import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PAGE = "/shop/health/"


def refuse(account: Account, *events: object) -> None:
    lines = [Line(each if isinstance(each, bytes) else json.dumps(each).encode(), 3) for each in events]
    assert receive(account, lines, source="API: Shop", now=NOW).accepted == 0


def early(**fields: object) -> dict[str, object]:
    return make_message(occurred_at=iso(NOW + timedelta(minutes=10)), **fields)


def flashes(response: Any) -> str:
    found = re.search(r'<ul class="flashes">(.*?)</ul>', response.content.decode(), re.DOTALL)
    return text_of(found[1]) if found else ""


def test_rejected_events_are_grouped_by_reason_the_most_frequent_first(admin: Client, account: Account) -> None:
    refuse(account, b"nonsense", early(), early())

    rows = re.findall(r'<tr><td class="wide".*?</tr>', opened(admin, PAGE), re.DOTALL)

    assert text_of(rows[0]).startswith("A time in the future 2 2 today 14:00 Try again Discard")
    assert text_of(rows[1]).startswith("Not JSON 1 1 ")


def test_a_reason_leads_to_its_events_as_they_came(admin: Client, account: Account) -> None:
    refuse(account, b'{"type": "message", "id": "m-1", "text": "<b>\\u0000"}', b"nonsense")

    page = opened(admin, PAGE + links(opened(admin, PAGE))["A NUL character"])

    assert "message m-1 API: Shop · no. 3" in text_of(page)
    assert "/text" in text_of(page)
    assert (
        "{&quot;type&quot;: &quot;message&quot;, &quot;id&quot;: &quot;m-1&quot;, &quot;text&quot;: &quot;&lt;b&gt;"
        in page
    )
    assert "nonsense" not in page


@pytest.mark.one_database
def test_a_long_event_shows_its_beginning_and_says_so(admin: Client, account: Account) -> None:
    refuse(account, b"x" * (health.LONGEST_SHOWN + 1))
    page = text_of(opened(admin, f"{PAGE}?code=not_json"))
    assert "x" * health.LONGEST_SHOWN in page
    assert "x" * (health.LONGEST_SHOWN + 1) not in page
    assert "Only its beginning is shown." in page


def test_all_of_a_reason_are_tried_again(admin: Client, account: Account, clock: Any) -> None:
    refuse(account, early(), early(), b"nonsense")
    clock.shift(timedelta(hours=1))

    answer = admin.post(f"{PAGE}retry/", {"code": "in_the_future"}, follow=True)

    assert flashes(answer) == "2 events were taken in."
    assert [row.code for row in account.rejectedevents.all()] == ["not_json"]
    assert account.messages.count() == 2


def test_one_event_is_tried_again_and_may_be_refused_again(admin: Client, account: Account) -> None:
    refuse(account, b"nonsense", b"more of it")
    first = account.rejectedevents.all()[0]

    answer = admin.post(f"{PAGE}retry/", {"id": first.pk}, follow=True)

    assert flashes(answer) == "1 event was refused again."
    assert account.rejectedevents.count() == 2


@pytest.mark.parametrize(("by", "left"), [("id", 2), ("code", 1)])
def test_one_event_or_all_of_a_reason_are_discarded(admin: Client, account: Account, by: str, left: int) -> None:
    refuse(account, b"nonsense", b"more of it", early())
    first = account.rejectedevents.filter(code="not_json")[0]

    answer = admin.post(f"{PAGE}discard/", {"id": first.pk} if by == "id" else {"code": first.code}, follow=True)

    assert flashes(answer) in ("1 event was discarded.", "2 events were discarded.")
    assert account.rejectedevents.count() == left


@pytest.mark.one_database
def test_discarding_asks_first(admin: Client, account: Account) -> None:
    refuse(account, b"nonsense", b"more of it")
    page = opened(admin, PAGE)
    (target,) = set(re.findall(r'popovertarget="(discard-[\w-]+)"', page))  # what opens it, and what closes it
    popover = re.search(rf'<div class="popover" id="{target}" popover>(.*?)</div>', page, re.DOTALL)
    assert popover
    assert text_of(popover[1]) == "Throw 2 events away for good? Discard"
    assert 'action="/shop/health/discard/"' in popover[1]


@pytest.mark.one_database
def test_there_is_nothing_to_do_where_nothing_was_refused(admin: Client) -> None:
    assert "No event waits here" in text_of(opened(admin, PAGE))


def test_the_latest_of_each_channel_and_kind_is_told(admin: Client, account: Account) -> None:
    make_conversation(account, at=NOW - 3 * HOUR, channel="sms")
    recorded(account, make_order(occurred_at=iso(NOW - HOUR)))
    make_key(account, "Storefront", last_used_at=NOW)

    page = text_of(opened(admin, PAGE))

    assert "Web chat never SMS today 11:02" not in page
    assert "Web chat never SMS today 11:01" in page
    assert "Orders today 13:00" in page
    assert "API key Storefront today 14:00" in page


# --- Who may --------------------------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT, Role.ANALYST])
def test_promise_6_others_than_admins_are_refused_and_see_no_way_there(
    client: Client, account: Account, role: Role
) -> None:
    refuse(account, b"nonsense")
    client.force_login(make_user(account, role=role))

    assert PAGE not in opened(client, "/shop/")
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}discard/", {"code": "not_json"}).status_code == 403
    assert client.post(f"{PAGE}retry/", {"code": "not_json"}).status_code == 403
    assert account.rejectedevents.count() == 1


@pytest.mark.one_database
def test_an_admin_finds_the_page_in_the_menu(admin: Client) -> None:
    assert links(opened(admin, "/shop/"))["Data health"] == PAGE


@pytest.mark.parametrize("action", ["retry", "discard"])
def test_promise_6_events_of_another_account_cannot_be_named(admin: Client, action: str) -> None:
    other = make_account()
    refuse(other, b"nonsense")
    theirs = other.rejectedevents.get()

    given: list[dict[str, int | str]] = [
        {"id": theirs.pk},
        {"code": "not_json"},
        {"id": 2**63},
        {"id": "9" * 50},
        {"id": "x"},
        {},
    ]
    for chosen in given:
        assert admin.post(f"{PAGE}{action}/", chosen).status_code == 404
    assert other.rejectedevents.count() == 1


@pytest.mark.one_database
def test_forms_want_a_token_and_addresses_that_write_take_no_get(account: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user(account, role=Role.ADMIN))
    assert strict.post(f"{PAGE}discard/", {"code": "not_json"}).status_code == 403
    assert strict.get(f"{PAGE}discard/").status_code == 405


def test_promise_1_odd_reasons_and_pages_in_the_address_are_no_fault(admin: Client, account: Account) -> None:
    refuse(account, b"nonsense")
    for text in (*naughty_strings()[::20], "\0"):
        assert admin.get(PAGE, {"code": text, "page": text}).status_code == 200
    assert admin.get(PAGE, {"code": "not_json", "page": "99"}).status_code == 200


@pytest.mark.one_database
def test_promise_7_what_was_refused_is_shown_as_text(admin: Client, account: Account) -> None:
    refuse(account, *({"type": "message", "id": text, text[:50]: text} for text in naughty_strings()))
    page = opened(admin, f"{PAGE}?code=unknown_field") + opened(admin, f"{PAGE}?code=missing_field")
    assert "<script>alert" not in page
    assert "<img" not in page


def test_every_reason_has_words() -> None:
    assert set(REASON) == set(Code)


def test_the_page_asks_no_more_of_the_database_for_more_events(
    admin: Client, account: Account, django_assert_max_num_queries: Any
) -> None:
    refuse(account, *(f"nonsense {number}".encode() for number in range(60)))
    assert RejectedEvent.objects.count() == 60
    admin.get(PAGE)
    with django_assert_max_num_queries(19):
        admin.get(PAGE, {"code": "not_json"})


def test_k5_it_says_which_numbers_do_not_agree_and_what_the_worker_did(account: Account, admin: Client) -> None:
    NumberCheck.objects.create(
        account=account, check_name="bars", at=NOW, ok=False, detail="the bars are 3, the rows 4"
    )
    said = as_text([fault("the channels are %(parts)s together, the rows %(total)s", parts=3, total=4)])
    NumberCheck.objects.create(account=account, check_name="parts", at=NOW, ok=False, detail=said)
    NumberCheck.objects.create(account=make_account(), check_name="list", at=NOW, ok=False, detail="of another account")
    Heartbeat.objects.create(job="check the numbers", last_at=NOW)
    recorded(account, make_order(shopper=ABSENT), make_order())

    words = text_of(opened(admin, f"/{account.slug}/health/"))

    assert "The bars add up to the total the bars are 3, the rows 4 differs" in words
    assert "The parts add up to the total the channels are 3 together, the rows 4 differs" in words
    swedish = admin.get(f"/{account.slug}/health/", headers={"accept-language": "sv"}).content.decode()
    assert "kanalerna är 3 tillsammans, raderna 4" in text_of(swedish)
    assert "of another account" not in words
    assert "whose they are: 1 of 2." in words
    assert "Check the numbers" in words

"""What a viewer sees of contact data on pages, and how they have it shown."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from conversations.models import Account, Message, Reveal
from conversations.vocabulary import Role
from tests.make import NOW, make_handoff, make_message, make_rating
from tests.make_account import make_account, make_user
from tests.make_rows import DAY, MINUTE, make_conversation
from tests.pages import links, opened, questions, text_of
from tests.recording import recorded, thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

EMAIL, PHONE = "anna@example.com", "+46701740605"
WHO: dict[str, Any] = {"shopper": {"id": "s-1", "email": EMAIL, "phone": PHONE}}
SECRETS = (EMAIL, PHONE, "070-174 06 05", "bo@example.se")


@pytest.fixture
def account() -> Account:
    account = make_account(slug="shop")
    text = "I am anna@example.com, call 070-174 06 05"
    card = {"id": "p", "title": "Boots", "url": "https://shop.example/?to=bo%40example.se"}
    recorded(
        account,
        make_message(text=text, product_cards=[card], **WHO),
        make_handoff(reason="Write to bo@example.se", ticket=PHONE),
        make_rating(comment=f"Call {PHONE}"),
    )
    return account


def signed_in(account: Account, role: Role) -> Client:
    client = Client()
    client.force_login(make_user(account, role=role))
    return client


@pytest.mark.parametrize("sort", ["profile", "-profile", "first_question"])
def test_the_order_of_rows_tells_a_viewer_nothing_of_what_is_masked(account: Account, sort: str) -> None:
    for number, name in enumerate("cab"):
        who = {"id": name, "email": f"{name}@example.com"}
        make_conversation(account, at=NOW - DAY - number * MINUTE, text=f"{name}@example.com?", shopper=who)
    viewer, support = (signed_in(account, role) for role in (Role.VIEWER, Role.SUPPORT))

    shown = opened(viewer, f"/shop/conversations/?sort={sort}")

    assert questions(shown) == questions(opened(viewer, "/shop/conversations/"))
    assert {"Profile", "First question"}.isdisjoint(links(shown))
    assert "Label" in links(shown)
    assert questions(opened(support, f"/shop/conversations/?sort={sort}")) != questions(shown)


def pages(account: Account) -> list[str]:
    return [
        "/shop/",
        "/shop/conversations/",
        "/shop/conversations/?q=call",
        f"/shop/conversations/{thread(account).pk}/?q=call",
    ]


@pytest.mark.one_database
def test_a_viewer_sees_that_there_is_an_email_and_not_which(account: Account) -> None:
    viewer = signed_in(account, Role.VIEWER)
    for page in pages(account):
        html = opened(viewer, page)
        assert [secret for secret in SECRETS if secret in html] == []
        assert "a•••@e•••.com" in html


@pytest.mark.one_database
@pytest.mark.parametrize("role", [Role.SUPPORT, Role.ANALYST, Role.ADMIN])
def test_support_and_above_see_it_whole(account: Account, role: Role) -> None:
    reader = signed_in(account, role)
    for page in pages(account):
        assert EMAIL in text_of(opened(reader, page))
    assert "Show contact data" not in opened(reader, pages(account)[-1])


@pytest.mark.parametrize("query", ["anna@example", "070-174 06 05", "+46 701740605"])
def test_a_viewer_cannot_search_for_contact_data(account: Account, query: str) -> None:
    address = "/shop/conversations/"
    page = signed_in(account, Role.VIEWER).get(address, {"q": query}).content.decode()

    assert "Search: Your role does not search for email addresses or phone numbers." in text_of(page)
    assert questions(page) == []


def test_a_viewer_is_shown_no_message_for_what_is_hidden_in_it(account: Account) -> None:
    """Neither as the quote of a row nor as the place where a thread is opened."""
    asked = make_conversation(account, at=NOW - DAY, text="A question", shopper={"id": "q", "name": "Quentin"})
    at = [(NOW - DAY + number * MINUTE).isoformat() for number in (5, 6)]
    recorded(
        account,
        make_message(id="m-8", conversation=asked.key, text="Mail quentin@example.com soon", occurred_at=at[0]),
        make_message(id="m-9", conversation=asked.key, text="Soon?", occurred_at=at[1]),
    )
    hidden = Message.objects.get(account=account, event_id="m-8").pk

    def places(role: Role) -> tuple[bool, bool]:
        reader = signed_in(account, role)
        listed = opened(reader, "/shop/conversations/?q=quentin+a")
        opened_at = f' {hidden}" hx-boost' in opened(reader, f"/shop/conversations/{asked.pk}/?q=quentin")
        return "Mail" in text_of(listed), opened_at

    assert places(Role.VIEWER) == (False, False)
    assert places(Role.SUPPORT) == (False, True)


def test_a_viewer_has_it_shown_for_a_reason_that_is_kept_and_for_a_while(account: Account) -> None:
    viewer, page = signed_in(account, Role.VIEWER), f"/shop/conversations/{thread(account).pk}/"

    answer = viewer.post(f"{page}reveal/?q=anna&status=open", {"reason": " Parcel  lost "})

    assert answer.headers["Location"] == f"{page}?q=anna&status=open"
    assert EMAIL in opened(viewer, page)
    assert "is shown to you for 15 minutes" in opened(viewer, page)
    kept = Reveal.objects.get()
    assert (kept.account, kept.conversation_id, kept.profile_id) == (
        account,
        thread(account).pk,
        thread(account).profile_id,
    )
    assert kept.reason == "Parcel  lost"
    assert EMAIL not in opened(viewer, "/shop/conversations/")  # the list stays masked
    assert EMAIL not in opened(signed_in(account, Role.VIEWER), page)  # and so does everybody else's thread
    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        assert EMAIL not in opened(viewer, page)


def test_what_is_shown_of_one_shopper_leaves_the_rows_beside_masked(account: Account) -> None:
    viewer, page = signed_in(account, Role.VIEWER), f"/shop/conversations/{thread(account).pk}/"
    make_conversation(account, at=NOW - DAY, text="Mail cy@example.com", shopper={"email": "di@example.com"})
    viewer.post(f"{page}reveal/", {"reason": "Parcel lost"})

    html = opened(viewer, f"{page}?preset=last_30_days")

    assert EMAIL in html
    assert "Mail c•••@e•••.com" in html
    assert [each for each in ("cy@example.com", "di@example.com") if each in html] == []


@pytest.mark.one_database
@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_without_a_reason_nothing_is_shown_nor_kept(account: Account, reason: str) -> None:
    viewer, page = signed_in(account, Role.VIEWER), f"/shop/conversations/{thread(account).pk}/"

    answer = viewer.post(f"{page}reveal/", {"reason": reason}, follow=True)

    assert "Say in a few words why" in answer.content.decode()
    assert EMAIL not in answer.content.decode()
    assert not Reveal.objects.exists()


def test_admins_see_who_looked_and_why(account: Account) -> None:
    user = make_user(account, email="vera@example.com")
    viewer = Client()
    viewer.force_login(user)
    viewer.post(f"/shop/conversations/{thread(account).pk}/reveal/", {"reason": "Parcel <lost>"})

    words = text_of(opened(signed_in(account, Role.ADMIN), "/shop/settings/reveals/"))

    assert "Parcel <lost> vera@example.com Open today 14:00" in words
    assert signed_in(account, Role.ANALYST).get("/shop/settings/reveals/").status_code == 403

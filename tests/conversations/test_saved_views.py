"""Saved views: a list with a name, for oneself or for everybody, by its address."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from conversations.models import Account, Membership, SavedView
from conversations.vocabulary import Role
from tests.hostile import naughty_strings
from tests.make import NOW
from tests.make_account import make_account, make_user
from tests.make_rows import DAY, make_conversation
from tests.pages import links, opened, questions, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LIST = "/shop/conversations/"


@pytest.fixture
def reader(account: Account) -> Client:
    return member(account, Role.SUPPORT)


def member(account: Account, role: Role) -> Client:
    client = Client()
    client.force_login(make_user(account, role=role))
    return client


def save(reader: Client, query: str, name: str = "Mine", **fields: str) -> Any:
    return reader.post(f"{LIST}views/save/", {"name": name, "query": query, **fields})


def act(reader: Client, view: SavedView, what: str, **fields: str) -> Any:
    return reader.post(f"{LIST}views/{view.pk}/{what}/", fields)


def tabs(html: str) -> dict[str, bool]:
    """The tabs by name, and whether each is the current one."""
    found = re.search(r'<nav class="segment" aria-label="Saved views">(.*?)</nav>', html, re.DOTALL)
    parts = re.findall(r"<a [^>]*>.*?</a>", found[1], re.DOTALL) if found else []
    return {text_of(part): "aria-current" in part for part in parts}


def test_a_view_is_its_address_and_opens_the_same_rows(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOW - DAY, text="one", label="Returns")
    make_conversation(account, at=NOW - DAY, text="two")

    answer = save(reader, "label=returns&sort=-messages&page=3&nonsense=1")

    query = parse_qs(urlsplit(answer["Location"]).query)
    view = SavedView.objects.get()
    assert query == {
        "preset": ["last_30_days"],
        "label": ["Returns"],
        "sort": ["-messages"],
        "view": [str(view.pk)],
    }
    html = opened(reader, answer["Location"])
    assert questions(html) == ["one"]
    assert tabs(html) == {"All": False, "Mine": True}


def test_a_preset_stays_relative_and_two_dates_stay_as_they_are(account: Account, reader: Client) -> None:
    save(reader, "preset=last_7_days", "week")
    save(reader, "from=2026-05-01&to=2026-05-31", "may")

    assert list(SavedView.objects.order_by("name").values_list("query", flat=True)) == [
        "from=2026-05-01&to=2026-05-31",
        "preset=last_7_days",
    ]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 61}, "at most 60 characters"),
        ({"name": "Mine"}, "There is a view of this name already."),
        ({"query": "channel=fax"}, "This list cannot be kept: Channel: “fax” is not one of the choices."),
        ({"query": "q=" + "x" * 5000}, "at most 4000 characters"),
    ],
)
def test_what_is_wrong_stands_in_the_form_and_nothing_is_lost(
    account: Account, reader: Client, fields: dict[str, str], words: str
) -> None:
    save(reader, "status=open")

    answer = reader.post(f"{LIST}views/save/", {"name": "Other", "query": "status=closed", "default": "on"} | fields)

    html = answer.content.decode()
    assert words in text_of(html)
    assert SavedView.objects.count() == 1
    assert f'value="{fields.get("query", "status=closed")}"' in html
    assert "checked" in html


@pytest.mark.one_database
@pytest.mark.parametrize("role", Role)
def test_analysts_and_admins_share_views_and_others_only_see_them(account: Account, role: Role) -> None:
    reader, colleague = member(account, role), member(account, Role.VIEWER)
    may = role in (Role.ANALYST, Role.ADMIN)

    save(reader, "status=open", "Ours", shared="on")

    assert ("Share with everybody" in opened(reader, f"{LIST}?channel=sms")) == may
    assert ("Ours" in tabs(opened(colleague, LIST))) == may
    assert SavedView.objects.get().shared == may


@pytest.mark.one_database
def test_a_view_is_changed_by_its_owner_and_a_shared_one_by_admins_too(account: Account) -> None:
    owner, viewer, boss = (member(account, role) for role in (Role.ANALYST, Role.VIEWER, Role.ADMIN))
    save(owner, "status=open", "Ours", shared="on")
    view = SavedView.objects.get()

    assert act(viewer, view, "delete").status_code == 403
    assert act(viewer, view, "change", name="Stolen").status_code == 403
    assert act(boss, view, "change", name="Renamed", shared="on").status_code == 302
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Renamed", True)
    act(owner, view, "change", name="Renamed")
    assert [who.get(f"{LIST}views/{view.pk}/").status_code for who in (owner, viewer, boss)] == [200, 404, 404]
    assert act(owner, view, "delete").status_code == 302
    assert not SavedView.objects.exists()


def test_views_of_others_and_of_other_accounts_are_not_found(account: Account, reader: Client) -> None:
    other = make_account(slug="other")
    theirs = SavedView.objects.create(account=other, owner=make_user(other), name="x", query="", shared=True)
    private = SavedView.objects.create(account=account, owner=make_user(account), name="x", query="")

    for view in (theirs, private):
        answers = {act(reader, view, what).status_code for what in ("change", "update", "default", "move", "delete")}
        assert answers == {404}
        assert reader.get(f"{LIST}views/{view.pk}/").status_code == 404


@pytest.mark.one_database
def test_a_viewer_reads_no_contact_data_in_what_others_share(account: Account) -> None:
    admin = member(account, Role.ADMIN)
    for name, query in (("Of anna@example.com", "status=open"), ("Her thread", "q=anna@example.com")):
        save(admin, query, name=name, shared="on")
    viewer, hidden = member(account, Role.VIEWER), SavedView.objects.get(name="Her thread")

    html = opened(viewer, LIST)

    assert tabs(html) == {"All": True, "Of a•••@e•••.com": False}
    assert tabs(opened(member(account, Role.SUPPORT), LIST)).keys() == {"All", "Her thread", "Of anna@example.com"}
    assert "anna" not in html + opened(viewer, f"{LIST}views/")
    assert act(viewer, hidden, "default").status_code == 404


def test_the_list_opens_with_the_default_view_and_all_is_one_click_away(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOW - DAY, text="one")
    save(reader, "q=nothing", default="on")

    first = reader.get(LIST)
    html = opened(reader, first["Location"])
    everything = opened(reader, LIST + links(html)["All"])

    assert "q=nothing" in first["Location"]
    assert questions(everything) == ["one"]
    assert tabs(everything) == {"All": True, "Mine": False}
    # Taking the last filter off leads to everything, too, not to the default view again.
    narrowed = opened(reader, f"{LIST}?channel=sms")
    off = re.search(r'<li class="chip">.*?href="([^"]*)"', narrowed)
    assert off
    assert questions(opened(reader, LIST + unescape(off[1]))) == ["one"]
    assert 'name="view" value="all"' in narrowed


def test_a_default_view_that_is_taken_away_is_no_default_any_more(account: Account, reader: Client) -> None:
    owner = member(account, Role.ANALYST)
    save(owner, "status=open", "Ours", shared="on")
    view = SavedView.objects.get()
    act(reader, view, "default")
    assert reader.get(LIST).status_code == 302

    act(owner, view, "change", name="Ours")  # not shared any more
    assert reader.get(LIST).status_code == 200
    act(owner, view, "delete")
    assert reader.get(LIST).status_code == 200
    assert not Membership.objects.exclude(default_view=None).exists()


def test_a_second_click_on_the_star_makes_it_no_default(account: Account, reader: Client) -> None:
    save(reader, "status=open")
    for expected in (302, 200):
        act(reader, SavedView.objects.get(), "default")
        assert reader.get(LIST).status_code == expected


def test_a_view_whose_list_was_changed_offers_to_keep_the_change(account: Account, reader: Client) -> None:
    view_address = save(reader, "status=open")["Location"]
    view = SavedView.objects.get()
    assert "Update “Mine”" not in opened(reader, view_address)

    html = opened(reader, f"{view_address}&channel=sms")

    assert "Update “Mine”" in html
    found = re.search(r'/update/">.*?name="query" value="([^"]*)"', html, re.DOTALL)
    assert found
    act(reader, view, "update", query=unescape(found[1]))
    view.refresh_from_db()
    assert view.query == "preset=last_30_days&channel=sms&status=open"
    act(reader, view, "update", query="channel=fax")
    view.refresh_from_db()
    assert "fax" not in view.query


def test_a_list_that_came_back_from_a_thread_is_in_its_view_again(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOW - DAY, text="one")
    save(reader, "status=resolved")

    assert tabs(opened(reader, f"{LIST}?preset=last_30_days&status=resolved"))["Mine"]


def test_views_stand_in_their_owners_order(account: Account, reader: Client) -> None:
    for name in ("a", "b", "c"):
        save(reader, "status=open", name)

    act(reader, SavedView.objects.get(name="c"), "move")
    assert [*tabs(opened(reader, f"{LIST}?view=all"))] == ["All", "a", "c", "b"]
    act(reader, SavedView.objects.get(name="a"), "move")  # the first one stays
    assert [*tabs(opened(reader, f"{LIST}?view=all"))] == ["All", "a", "c", "b"]


def test_a_view_of_a_label_that_is_gone_says_so(account: Account, reader: Client) -> None:
    SavedView.objects.create(account=account, owner=Membership.objects.get().user, name="v", query="label=gone")

    assert "There is no label “gone”." in text_of(
        opened(reader, f"{LIST}?label=gone&view={SavedView.objects.get().pk}")
    )


@pytest.mark.one_database
def test_promise_7_a_name_is_only_text(account: Account, reader: Client) -> None:
    names = [name[:60].strip() for name in naughty_strings() if name[:60].strip() and "\0" not in name]
    owner = Membership.objects.get().user
    SavedView.objects.bulk_create(
        SavedView(account=account, owner=owner, name=name, query="status=open") for name in dict.fromkeys(names)
    )

    for address in (f"{LIST}?view=all", f"{LIST}views/"):
        html = opened(reader, address)
        assert "<script>alert" not in html
        assert "<img" not in html

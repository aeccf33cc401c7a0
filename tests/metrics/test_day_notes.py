"""Notes on days: who writes them, where they are shown, and what becomes of hostile ones."""

import pytest
from django.test import Client

from conversations.models import Account
from conversations.vocabulary import Role
from tests.filled_forms import filled_in
from tests.make import NOW
from tests.make_account import make_account, make_user
from tests.make_rows import DAY, make_conversation
from tests.pages import opened, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NOTE = {"day": "2026-06-03", "text": "A <b>campaign</b> began", "back": "preset=last_7_days&group=status"}


@pytest.fixture
def account() -> Account:
    account = make_account(slug="shop")
    make_conversation(account, at=NOW - DAY)
    return account


def signed_in(account: Account, role: Role) -> Client:
    client = Client()
    client.force_login(make_user(account, role=role))
    return client


def test_a_note_is_written_changed_and_deleted_and_everybody_reads_it(account: Account) -> None:
    analyst, viewer = signed_in(account, Role.ANALYST), signed_in(account, Role.VIEWER)

    assert analyst.post("/shop/notes/add/", NOTE)["Location"] == "/shop/?preset=last_7_days&group=status"
    note = account.daynotes.get()
    html = opened(viewer, "/shop/?preset=last_7_days")
    assert "A &lt;b&gt;campaign&lt;/b&gt; began" in html
    assert "(A <b>campaign</b> began)" in text_of(html)
    assert "Edit" not in text_of(html)
    assert "campaign" not in opened(viewer, "/shop/?preset=yesterday")

    analyst.post(f"/shop/notes/{note.pk}/change/", NOTE | {"day": "2026-06-06", "text": "It ended"})
    assert "It ended" in opened(viewer, "/shop/?preset=yesterday")
    analyst.post(f"/shop/notes/{note.pk}/delete/", {"back": "https://elsewhere.example/"})
    assert not account.daynotes.exists()


def test_a_deleted_note_comes_back_as_it_was_once_and_in_its_own_account_only(account: Account) -> None:
    author, admin = signed_in(account, Role.ANALYST), signed_in(account, Role.ADMIN)
    author.post("/shop/notes/add/", NOTE)
    note = account.daynotes.get()
    before = (note.pk, note.day, note.text, note.author_id, note.written_at)
    told = admin.post(f"/shop/notes/{note.pk}/delete/", {"back": "group=label"}, follow=True).content.decode()
    signed = filled_in(told, form="undo")
    assert not account.daynotes.exists()

    other = make_account(slug="other")
    signed_in(other, Role.ADMIN).post("/other/notes/restore/", signed)
    assert not other.daynotes.exists()
    for _ in range(2):
        assert admin.post("/shop/notes/restore/", signed)["Location"] == "/shop/?group=label"
    assert list(account.daynotes.values_list("pk", "day", "text", "author", "written_at")) == [before]
    late = {"note": "made up", "back": ""}
    assert "cannot be undone" in admin.post("/shop/notes/restore/", late, follow=True).content.decode()


def test_notes_are_shown_where_the_period_is_empty_too(account: Account) -> None:
    analyst = signed_in(account, Role.ANALYST)
    analyst.post("/shop/notes/add/", NOTE | {"day": "2026-04-01"})

    words = text_of(opened(analyst, "/shop/?from=2026-04-01&to=2026-04-02"))
    assert "No conversations in this period" in words
    assert "A <b>campaign</b> began" in words


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text": " "}, "This field is required."),
        ({"day": "1999-12-31"}, "Days must lie between"),
        ({"day": "x"}, "is not a day"),
    ],
)
def test_a_note_that_cannot_be_kept_is_told_beside_its_field_and_nothing_typed_is_lost(
    account: Account, wrong: dict[str, str], told: str
) -> None:
    html = signed_in(account, Role.ADMIN).post("/shop/notes/add/", NOTE | wrong).content.decode()
    assert told in html.replace("&#x27;", "'")
    assert f'value="{(NOTE | wrong)["day"]}"' in html
    assert not account.daynotes.exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT])
def test_who_only_reads_writes_no_notes(account: Account, role: Role) -> None:
    assert signed_in(account, role).post("/shop/notes/add/", NOTE).status_code == 403


def test_the_way_back_leads_to_the_own_overview_only(account: Account) -> None:
    sent = NOTE | {"back": "//elsewhere.example/?a=b\r\nSet-Cookie: x"}
    assert signed_in(account, Role.ADMIN).post("/shop/notes/add/", sent)["Location"].startswith("/shop/?")


def test_every_change_of_the_data_has_a_version_of_its_own_and_repeating_has_none(account: Account) -> None:
    reader = signed_in(account, Role.ADMIN)
    versions = [reader.get("/shop/version/").json()["version"] for _ in range(2)]
    reader.post("/shop/notes/add/", NOTE)
    make_conversation(account, at=NOW - DAY)
    versions.append(reader.get("/shop/version/").json()["version"])

    assert versions[0] == versions[1] != versions[2]
    assert f'data-version="{versions[2]}"' in opened(reader, "/shop/")


def test_a_person_chooses_language_and_theme_for_every_account(account: Account) -> None:
    reader = signed_in(account, Role.VIEWER)
    reader.post("/shop/me/change/", {"name": "Maja", "language": "sv", "theme": "dark"})

    html = opened(reader, "/shop/")
    assert '<html lang="sv" dir="ltr" data-theme="dark">' in html
    assert "Översikt" in html
    assert reader.post("/shop/me/change/", {"theme": "x"}).status_code == 200
    assert '<html lang="sv" dir="ltr" data-theme="dark">' in opened(reader, "/shop/")

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override
from time_machine import travel

from conversations.masking import FULL
from conversations.models import Profile
from conversations.templatetags.shell import icon, moment, page_numbers, profile_name, status_badge, web_address
from conversations.vocabulary import Status

NOW = datetime(2026, 6, 7, 13, 58, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def test_an_icon_is_an_ornament_unless_it_is_given_a_name() -> None:
    assert 'aria-hidden="true"' in icon("search")
    assert "sprite.svg#search" in icon("search")
    assert icon("x", label='Remove "it"').startswith('<svg class="icon" role="img" aria-label="Remove &quot;it&quot;">')


@pytest.mark.parametrize("status", Status)
def test_s2_to_s5_a_status_is_told_by_words_not_by_colour_alone(status: Status) -> None:
    badge = status_badge(status)
    assert f'data-token="{status}"' in badge
    with override("en"):
        words = {"resolved": "Resolved by AI", "not_resolved": "Not resolved by AI", "open": "Open"}
        assert f">{words.get(status, 'Ended without resolution')}<" in status_badge(status)


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (Profile(name="Elin Berg", email="e@example.com"), "<bdi>Elin Berg</bdi>"),
        (Profile(email="e@example.com", phone="+46701234567"), "<bdi>e@example.com</bdi>"),
        (Profile(phone="+46701234567"), "<bdi>+46701234567</bdi>"),
        (Profile(name="<b>"), "<bdi>&lt;b&gt;</bdi>"),
        (Profile(), '<span class="muted">Anonymous</span>'),
        (None, '<span class="muted">Anonymous</span>'),
    ],
)
def test_s7_a_profile_is_shown_by_name_else_email_else_phone_else_anonymous(
    profile: Profile | None, expected: str
) -> None:
    assert profile_name(profile, FULL) == expected


@travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("at", "style", "expected"),
    [
        (NOW, "near", "today 15:58"),
        (datetime(2026, 6, 6, 22, 30, tzinfo=UTC), "near", "today 00:30"),  # in Stockholm it is the 7th
        (datetime(2026, 6, 6, 21, 59, tzinfo=UTC), "near", "yesterday 23:59"),
        (datetime(2026, 6, 5, 9, 20, tzinfo=UTC), "near", "5 Jun 11:20"),
        (datetime(2026, 6, 8, 9, 20, tzinfo=UTC), "near", "8 Jun 11:20"),
        (datetime(2025, 12, 31, 12, 0, tzinfo=UTC), "near", "31 Dec 2025"),
        (NOW, "time", "15:58"),
        (NOW, "day", "Sunday 7 June"),
        (NOW, "date", "7 Jun 2026"),
        (NOW, "full", "7 Jun 2026, 15:58"),
    ],
)
def test_t1_a_time_is_local_in_words_and_exact_in_utc(at: datetime, style: str, expected: str) -> None:
    with timezone.override(STOCKHOLM):
        assert moment(at, style) == f'<time datetime="{at:%Y-%m-%dT%H:%M:%SZ}">{expected}</time>'


@travel(NOW, tick=False)
def test_a_time_is_in_the_language_of_the_reader() -> None:
    with timezone.override(STOCKHOLM), override("sv"):
        assert ">söndag 7 juni<" in moment(NOW, "day")


def test_no_instant_is_nothing_at_all() -> None:
    assert moment(None) == ""


def test_a_form_that_filters_keeps_every_other_parameter_as_often_as_it_stands_there() -> None:
    request = RequestFactory().get("/", {"channel": ["sms", "email"], "from": "2026-06-01", "q": '"><b>'})
    html = Template('{% load shell %}{% hidden_params "from" "page" %}').render(Context({"request": request}))
    assert html == (
        '<input type="hidden" name="channel" value="sms"><input type="hidden" name="channel" value="email">'
        '<input type="hidden" name="q" value="&quot;&gt;&lt;b&gt;">'
    )


def test_page_numbers_leave_out_what_is_far_away() -> None:
    pages = Paginator(range(1284), 50)
    assert [str(number) for number in page_numbers(pages.page(5))] == ["1", "…", "4", "5", "6", "…", "26"]
    assert list(page_numbers(pages.page(1))) == [1, 2, pages.ELLIPSIS, 26]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://shop.example/a?b=c", "https://shop.example/a?b=c"),
        (" http://shop.example ", "http://shop.example"),
        ("HTTPS://shop.example", "HTTPS://shop.example"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//shop.example", ""),
        ("/relative", ""),
        ("http://[broken", ""),
        ("", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(url: object, expected: str) -> None:
    assert web_address(url) == expected

"""K6 for sales: until when those of a period can still change, alike on card, page, file and API."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from conversations import attribution
from conversations.crediting import DEFAULT_WINDOWS, Settings, Window
from conversations.models import Account, Order, attribution_of
from conversations.periods import Bucket, Period, buckets
from conversations.scope import Scope
from conversations.vocabulary import Role
from metrics.charts import settled_at, unsettled
from metrics.settling import sales_settle_at
from tests.calling import make_caller, read
from tests.make import NOW
from tests.make_account import make_account, make_user
from tests.make_rows import DAY, HOUR, make_conversation, make_sale
from tests.pages import card, opened, text_of

MICROSECOND = timedelta(microseconds=1)
END = datetime(2026, 6, 3, 22, tzinfo=UTC)
"""Of 3 June in Stockholm; the longest window is 5 days (a link in an SMS)."""


@pytest.mark.parametrize(
    ("now", "settles"),
    [
        (END - DAY - MICROSECOND, None),  # before the period nothing is sold
        (END - DAY, END + 4 * DAY),
        (END - HOUR, END - HOUR + 5 * DAY),
        (END + HOUR, END + 5 * DAY),
        (END + 5 * DAY - MICROSECOND, END + 5 * DAY),
        (END + 5 * DAY, None),
    ],
)
def test_k6_sales_of_a_day_settle_the_longest_window_after_it(now: datetime, settles: datetime | None) -> None:
    account = Account(timezone="Europe/Stockholm")
    day = date(2026, 6, 3)

    assert sales_settle_at(Scope(account, Period(day, day, account.zone)), now=now) == settles


@pytest.mark.parametrize(
    ("silence", "now", "expected"),
    [
        (48, END - DAY - MICROSECOND, (True, None)),  # before it, nothing has begun that could settle
        (48, END - HOUR, (True, END + 47 * HOUR)),
        (48, END + 2 * DAY - MICROSECOND, (True, END + 2 * DAY)),
        (48, END + 2 * DAY, (False, None)),
        (1, END + HOUR - MICROSECOND, (True, END + HOUR)),
        (1, END + HOUR, (False, None)),
    ],
)
def test_k6_conversations_of_a_day_settle_the_silence_after_it(
    silence: int, now: datetime, expected: tuple[bool, datetime | None]
) -> None:
    account = Account(timezone="Europe/Stockholm", silence_hours=silence)
    scope = Scope(account, Period(date(2026, 6, 3), date(2026, 6, 3), account.zone))
    (bar,) = buckets(scope.period, Bucket.DAY)

    assert (*unsettled([bar], scope, now=now), settled_at(scope, now=now)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "longest"),
    [((1, 1, 1, 1), 1), ((2160, 120, 24, 12), 2160), ((24, 0, 24, 12), 24), ((0, 0, 0, 0), 0)],
)
def test_k6_the_longest_window_that_is_on_follows_the_settings(hours: tuple[int, ...], longest: int) -> None:
    account = make_account()
    windows = dict(DEFAULT_WINDOWS)
    for point, length in zip(DEFAULT_WINDOWS, hours, strict=False):
        windows[point] = Window(length > 0, timedelta(hours=length or 1))
    seen, version = attribution.mark(attribution_of(account)), account.data_version
    attribution.change(account, Settings(windows), seen=seen, by=None, now=NOW)

    account.refresh_from_db()
    assert account.longest_window_hours == longest
    assert account.data_version > version  # open pages learn of it


@pytest.mark.django_db
def test_k6_card_page_order_file_and_api_say_until_when_sales_can_change(client: Client) -> None:
    account = make_account()
    make_sale(account, make_conversation(account, at=NOW - 2 * DAY), at=NOW - DAY)
    client.force_login(make_user(account, role=Role.ANALYST))
    home, order = f"/{account.slug}/", Order.objects.get().pk
    call = make_caller(account)

    with time_machine.travel(NOW, tick=False):
        assert "can still change until 12 Jun 14:00" in text_of(card(opened(client, home), "AI-generated sales"))
        assert "Sales of this period can still change until 12 Jun 14:00" in text_of(opened(client, f"{home}sales/"))
        assert "can still change until 11 Jun 14:00" in text_of(opened(client, f"{home}orders/{order}/"))
        file = client.post(f"{home}sales/file/")
        assert b"Can still change until,2026-06-12T12:00:00Z" in b"".join(file.streaming_content)  # type: ignore[attr-defined]
        assert b"can still change until 2026-06-12T12:00:00Z" in client.get(f"{home}?format=csv").content
        answer = read(call, "overview")["settles"]
        assert answer == {"conversations": "2026-06-09T12:00:00Z", "sales": "2026-06-12T12:00:00Z"}

    with time_machine.travel(NOW + 5 * DAY, tick=False):
        june = "?from=2026-06-01&to=2026-06-06"
        assert "can still change until" not in text_of(card(opened(client, f"{home}{june}"), "AI-generated sales"))
        assert "can still change until" not in text_of(opened(client, f"{home}sales/{june}"))
        assert "can still change until" not in text_of(opened(client, f"{home}orders/{order}/"))

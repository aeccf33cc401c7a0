"""What other dashboards expect of events, statuses, money and limits, asked of ours: see test_peer_cases."""

from datetime import UTC, datetime, timedelta
from typing import Any

from conversations.intake.rate_limit import take
from conversations.intake.shopify.translate import read_order
from conversations.payloads import Refusal, read_event
from conversations.periods import Bucket, buckets, custom_period, previous
from conversations.scope import Scope
from conversations.status import Facts, Rules, is_handoff, status_at
from conversations.vocabulary import HandoffMethod, HandoffStage, Sender, Status
from metrics.queries import sales
from tests.calling import make_caller
from tests.make import NOW, make_message
from tests.make_account import make_account
from tests.make_rows import make_conversation, make_sale

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def check_reopened_is_not_resolved(facts: Any, expected: Any) -> None:
    resolved = make_facts(Sender.AGENT, ended=NOON)
    reopened = make_facts(Sender.SHOPPER, last=NOON + SECOND, ended=NOON)
    all_of_them = [resolved] * (facts["resolved"] - facts["then_reopened"]) + [reopened] * facts["then_reopened"]
    assert count_resolved(all_of_them) == expected["resolutions_count"]


def check_resolved_by_the_agent_alone(facts: Any, expected: Any) -> None:
    """Theirs ask whether a human wrote at all, ours who had the last word (S3): for these three it is the same."""
    senders = {(True, False): Sender.AGENT, (False, False): Sender.SHOPPER, (True, True): Sender.TEAM}
    threads = [make_facts(senders[thread["bot"], thread["human_msg"]], ended=NOON) for thread in facts]
    assert [count_resolved([thread]) for thread in threads] == expected["bot_resolved_events"]


def check_conversations_are_counted_not_handoffs(facts: Any, expected: Any) -> None:
    accepted = (HandoffStage.ACCEPTED, HandoffMethod.HELP_DESK_TICKET)
    threads = [
        make_facts(Sender.AGENT, handed_off=any(is_handoff(*event) for event in [accepted] * handoffs))
        for handoffs in facts["handoffs"].values()
    ]
    statuses = [status_at(thread, Rules(), NOON) for thread in threads]
    assert statuses.count(Status.NOT_RESOLVED) == expected["rows"]


def check_handoff_takes_the_resolution_back(facts: Any, expected: Any) -> None:
    threads = [
        make_facts(Sender.AGENT, ended=NOON, handed_off="handoff d1" in facts[name]) for name in ("conv1", "conv2")
    ]
    assert count_resolved(threads) == expected["bot_resolutions"]


def check_closing_by_silence(facts: Any, expected: Any) -> None:
    """Ours always has an end to silence: never is here longer than anybody waits."""
    for case, status in zip(facts, expected, strict=True):
        rules = Rules(silence=timedelta(days=case["auto_resolve_days"] or 10_000))
        now = NOON + timedelta(days=case["idle_days"])
        assert status_at(make_facts(Sender.AGENT), rules, now) == status


def check_time_needs_its_offset(text: Any, expected: Any) -> None:
    """Theirs guess. Ours take RFC 3339 with an offset, and refuse the rest by name (T1)."""
    event = read_event(make_message(occurred_at=text), now=NOW)
    if text.endswith(("Z", "-00:00")):
        assert not isinstance(event, Refusal)
        assert event.occurred_at == datetime.fromisoformat(expected)
    else:
        assert isinstance(event, Refusal)


def check_bad_time_is_refused(facts: Any, expected: Any) -> None:
    """Theirs take the time of arrival instead. Ours refuse: a source must learn that its clock is not read."""
    assert isinstance(read_event(make_message(occurred_at=facts["timestamp"]), now=NOW), Refusal)


def check_odd_years_are_refused(facts: Any, expected: Any) -> None:
    for year in ("-001", "-0001", "0000", "0001", "9999", "10000", "99999"):
        assert isinstance(read_event(make_message(occurred_at=f"{year}-01-01T00:00:00+14:00"), now=NOW), Refusal)


def check_ids_are_never_trimmed(facts: Any, expected: Any) -> None:
    """Theirs cut at 200. Two ids that are cut could become one, so ours refuse."""
    fits, too_long = (read_event(make_message(id="m" * length), now=NOW) for length in facts["id_chars"])
    assert not isinstance(fits, Refusal)
    assert isinstance(too_long, Refusal)


def check_no_clock_is_corrected(facts: Any, expected: Any) -> None:
    """Theirs move a time by what the sender's clock is wrong. Ours is when it happened: kept, or refused if ahead."""
    now = datetime.fromisoformat(facts["received_at"])
    event = read_event(make_message(occurred_at=facts["timestamp"]), now=now)
    if datetime.fromisoformat(facts["timestamp"]) <= now:
        assert not isinstance(event, Refusal)
        assert event.occurred_at == datetime.fromisoformat(facts["timestamp"])
    else:
        assert isinstance(event, Refusal)
        assert event.code == "in_the_future"
    sent = read_event(make_message(sent_at=facts["sent_at"]), now=NOW)
    assert isinstance(sent, Refusal)
    assert sent.code == "unknown_field"


def check_times_of_a_payload_stay(facts: Any, expected: Any) -> None:
    """Theirs move all times of a payload together. Ours stay: order and durations are kept all the more."""
    for day in (facts["start"], facts["end"]):
        event = read_event(make_message(occurred_at=f"{day}T00:00:00Z"), now=NOW)
        assert not isinstance(event, Refusal)
        assert event.occurred_at.isoformat() == f"{day}T00:00:00+00:00"


def check_a_minute_ahead_stays(facts: Any, expected: Any) -> None:
    """Theirs shift it back. Ours let a clock be up to five minutes ahead, and believe it."""
    event = read_event(make_message(occurred_at=(NOW + 60 * SECOND).isoformat()), now=NOW)
    assert not isinstance(event, Refusal)
    assert event.occurred_at == NOW + 60 * SECOND


def check_sales_are_gross_and_net_is_beside(facts: Any, expected: Any) -> None:
    """Theirs leave open which of three it is. Ours: what was ordered; beside it, less what was paid back (K4, A6)."""
    written = {"created_at": NOW.isoformat(), "updated_at": NOW.isoformat(), "currency": "SEK"}
    told = read_order({"id": 1, **written, **facts})
    account, (refund,) = make_account(), facts["refund_transactions"]
    sale = {"total": told.event["total"], "refunded": refund}
    make_sale(account, make_conversation(account, at=NOW - DAY), at=NOW - HOUR, **sale)
    today = custom_period(NOW.date(), NOW.date(), zone=account.zone)
    found = sales(Scope(account, today), spans=buckets(today, Bucket.DAY), comparison=previous(today, now=NOW)).now
    assert (found.gross_minor, found.net_minor) == (59_894, 38_994)
    assert expected["note"].startswith("598.94-209.00 = 389.94 ")


def check_a_limit_that_is_over_limits_nobody(facts: Any, expected: Any) -> None:
    """Theirs is a quota on events, ours a rate of requests (429): the same for one used up a while ago, now, never."""
    used = {"expired": NOW - HOUR, "active": NOW, "absent": None}
    for limit, answer in zip(facts["limit"], expected, strict=True):
        key = make_caller().key
        key.bucket_left, key.bucket_at = 0.0, used[limit]
        key.save()
        assert ("drop" if take(key, now=NOW) else "accept") == answer


def make_facts(
    last_sender: Sender, *, last: datetime = NOON, ended: datetime | None = None, handed_off: bool = False
) -> Facts:
    return Facts(last, last_sender, last_sender, (ended,) if ended else (), handed_off)


def count_resolved(threads: list[Facts]) -> int:
    return [status_at(thread, Rules(), NOON + SECOND) for thread in threads].count(Status.RESOLVED)

"""The demo's story: valid, repeatable, in order, and like the weeks of a real shop."""

import json
import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from conversations.crediting import Order, Settings, Touch, credit
from conversations.demo import Shop, shops, story
from conversations.identity import Identity, ProfileKey, fold_email, resolve
from conversations.payloads import Refusal, read_event
from conversations.status import Facts, Rules, status_at
from conversations.vocabulary import Channel, HandoffMethod, HandoffStage, Sender, Status, TouchKind

NOW = datetime(2026, 6, 7, 14, 5, tzinfo=UTC)
NORDIC, HARBOUR = shops()
SWEDISH = re.compile(r"\b(och|jag|är|inte|hej|på|för|det|ett|tack|har|av|du)\b", re.IGNORECASE)
ENGLISH = re.compile(r"\b(the|is|you|it|and|your|we|of|to|are|in)\b", re.IGNORECASE)

Wire = dict[str, Any]


@cache
def told(shop: Shop, days: int = 90) -> tuple[Wire, ...]:
    return tuple(story(shop, now=NOW, days=days))


@cache
def threads(shop: Shop) -> dict[str, list[Wire]]:
    """The counted messages of each conversation but the test one, in order of time."""
    found: dict[str, list[Wire]] = defaultdict(list)
    for event in of_type(shop, "message"):
        if event["sender"] != "system" and not event.get("test"):
            found[event["conversation"]].append(event)
    return found


def of_type(shop: Shop, kind: str) -> list[Wire]:
    return [event for event in told(shop) if event["type"] == kind]


def at(event: Wire) -> datetime:
    return datetime.fromisoformat(event["occurred_at"])


def sent_at(event: Wire) -> datetime:
    return datetime.fromisoformat(event.get("updated_at") or event["occurred_at"])


def statuses(shop: Shop) -> dict[str, Status]:
    """S1 to S5 by the account's defaults."""
    ended: dict[str, list[datetime]] = defaultdict(list)
    for event in of_type(shop, "conversation_ended"):
        ended[event["conversation"]].append(at(event))
    handed = {e["conversation"] for e in of_type(shop, "handoff") if e["stage"] in ("accepted", "message_shown")}
    return {
        conversation: status_at(
            Facts(at(lines[-1]), Sender(lines[-1]["sender"]), None, tuple(ended[conversation]), conversation in handed),
            Rules(),
            NOW,
        )
        for conversation, lines in threads(shop).items()
    }


def first_questions(shop: Shop) -> list[str]:
    lines = (next((m for m in messages if m["sender"] == "shopper"), None) for messages in threads(shop).values())
    return [line["text"] for line in lines if line]


def pause(shop: Shop) -> tuple[datetime, datetime]:
    start, end = (at(event) for event in of_type(shop, "agent")[1:])
    return start, end


@pytest.mark.parametrize("shop", shops(), ids=lambda shop: shop.slug)
def test_every_event_is_one_that_the_api_takes(shop: Shop) -> None:
    read = (read_event(event, now=NOW) for event in told(shop))
    assert [refused for refused in read if isinstance(refused, Refusal)] == []


def test_all_nine_types_of_events_are_told() -> None:
    kinds = "message handoff conversation_ended label rating shopper touch order agent"
    assert {event["type"] for event in told(NORDIC)} == set(kinds.split())


@pytest.mark.parametrize("shop", shops(), ids=lambda shop: shop.slug)
def test_events_come_in_the_order_of_their_sending_and_none_after_now(shop: Shop) -> None:
    times = [sent_at(event) for event in told(shop)]
    assert times == sorted(times)
    assert times[-1] <= NOW


def test_only_orders_are_told_twice_and_then_with_a_later_update() -> None:
    versions: dict[tuple[str, str], list[Wire]] = defaultdict(list)
    for event in told(NORDIC):
        versions[event["type"], event["id"]].append(event)
    changed = {key: events for key, events in versions.items() if len(events) > 1}
    assert {kind for kind, _ in changed} == {"order"}
    assert all(a["updated_at"] < b["updated_at"] for events in changed.values() for a, b in pairwise(events))


@pytest.mark.parametrize("shop", shops(), ids=lambda shop: shop.slug)
def test_s9_in_the_pause_there_are_orders_and_nothing_else(shop: Shop) -> None:
    start, end = pause(shop)
    assert end - start == timedelta(hours=30)
    assert timedelta(days=33) < NOW - start < timedelta(days=38)
    assert {event["type"] for event in told(shop) if start < sent_at(event) < end} == {"order"}


def test_s9_the_agent_is_live_before_the_first_conversation_and_after_the_pause() -> None:
    assert [event["live"] for event in of_type(NORDIC, "agent")] == [True, False, True]
    assert told(NORDIC)[0]["type"] == "agent"


@pytest.mark.parametrize(("shop", "least", "most"), [(NORDIC, 2950, 3050), (HARBOUR, 380, 430)])
def test_k1_volume_is_that_of_a_shop_of_its_size(shop: Shop, least: int, most: int) -> None:
    assert least <= len(threads(shop)) <= most


@pytest.mark.parametrize(
    ("status", "least", "most"),
    [
        (Status.RESOLVED, 0.67, 0.75),
        (Status.NOT_RESOLVED, 0.13, 0.19),
        (Status.CLOSED, 0.07, 0.12),
        (Status.OPEN, 0.01, 0.06),
    ],
)
def test_k2_k3_the_four_statuses_have_believable_shares(status: Status, least: float, most: float) -> None:
    counts = Counter(statuses(NORDIC).values())
    assert least <= counts[status] / counts.total() <= most


@pytest.mark.parametrize(
    ("channel", "least", "most"),
    [("web_chat", 0.55, 0.66), ("sms", 0.15, 0.22), ("email", 0.1, 0.15), ("whatsapp", 0.06, 0.11)],
)
def test_each_channel_has_its_share(channel: str, least: float, most: float) -> None:
    channels = Counter(lines[0]["channel"] for lines in threads(NORDIC).values())
    assert least <= channels[channel] / channels.total() <= most


def test_three_shoppers_in_five_write_swedish_to_the_swedish_shop_and_none_to_the_other() -> None:
    for shop, least, most in ((NORDIC, 0.54, 0.66), (HARBOUR, 0, 0.02)):
        texts = [" ".join(line["text"] for line in lines) for lines in threads(shop).values()]
        swedish = sum(len(SWEDISH.findall(text)) > len(ENGLISH.findall(text)) for text in texts)
        assert least <= swedish / len(texts) <= most


def test_the_list_shows_variety() -> None:
    questions = first_questions(NORDIC)
    assert len(set(questions)) / len(questions) > 0.75
    assert sum(one == two for one, two in pairwise(questions)) / len(questions) < 0.002
    assert all(len(lines) <= 14 for lines in threads(NORDIC).values())
    assert any("؟" in question for question in questions)
    assert max(map(len, questions)) > 700


def test_s8_most_conversations_have_one_of_ten_labels_and_some_are_relabelled() -> None:
    labels: dict[str, list[str]] = defaultdict(list)
    for event in of_type(NORDIC, "label"):
        labels[event["conversation"]].append(event["label"])
    assert len({label for given in labels.values() for label in given}) == 10
    assert 0.09 <= 1 - len(labels) / len(threads(NORDIC)) <= 0.16
    assert 40 <= sum(len(set(given)) == 2 for given in labels.values()) <= 250


def test_s2_handoffs_stop_at_every_stage_and_use_both_methods() -> None:
    stages: dict[str, list[str]] = defaultdict(list)
    for event in of_type(NORDIC, "handoff"):
        stages[event["conversation"]].append(event["stage"])
    assert {event["method"] for event in of_type(NORDIC, "handoff")} == {method.value for method in HandoffMethod}
    assert set(map(tuple, stages.values())) == {
        (HandoffStage.OFFERED,),
        (HandoffStage.OFFERED, HandoffStage.ACCEPTED),
        (HandoffStage.OFFERED, HandoffStage.ACCEPTED, HandoffStage.ANSWERED),
        (HandoffStage.MESSAGE_SHOWN,),
    }


def test_s5_s6b_most_that_end_without_resolution_end_with_the_shopper_and_some_with_the_team() -> None:
    closed = [conversation for conversation, status in statuses(NORDIC).items() if status is Status.CLOSED]
    last = Counter(threads(NORDIC)[conversation][-1]["sender"] for conversation in closed)
    assert set(last) == {"shopper", "team"}
    assert last["shopper"] > 5 * last["team"]


def test_k4_the_agent_earns_a_believable_share_of_all_sales() -> None:
    placed = {event["id"]: event for event in of_type(NORDIC, "order") if not event.get("test")}
    kronor = [order for order in placed.values() if order["currency"] == "SEK"]
    touches = touches_by_profile(NORDIC)
    sales = {order["id"]: int(order["total"].replace(".", "")) for order in kronor}
    earned = sum(sales[order["id"]] for order in kronor if credited(order, touches))
    assert 0.08 <= earned / sum(sales.values()) <= 0.15


def touches_by_profile(shop: Shop) -> dict[ProfileKey, list[Touch]]:
    profile = profiles(shop)
    sent = {event["id"]: at(event) for event in of_type(shop, "message")}
    found: dict[ProfileKey, list[Touch]] = defaultdict(list)
    for number, event in enumerate(of_type(shop, "touch")):
        channel = Channel(threads(shop)[event["conversation"]][0]["channel"])
        touch = Touch(
            id=number,
            event_id=event["id"],
            kind=TouchKind(event["kind"]),
            channel=channel,
            at=at(event),
            received_at=sent[event["message"]],
            conversation_id=0,
            bot=event.get("bot", False),
        )
        found[profile[key_of(event["shopper"])]].append(touch)
    return found


def credited(order: Wire, touches: dict[ProfileKey, list[Touch]]) -> bool:
    mine = touches.get(profiles(NORDIC)[key_of(order["shopper"])], [])
    return credit(Order(id=0, placed_at=at(order)), mine, Settings()).winner is not None


@cache
def profiles(shop: Shop) -> dict[str, ProfileKey]:
    """A5: whose each way of naming a shopper is."""
    said: dict[str, Identity] = {}
    for event in told(shop):
        if "shopper" in event:
            shopper = event["shopper"]
            said[key_of(shopper)] = Identity(
                external_id=shopper.get("id", ""),
                visitor=shopper.get("visitor", ""),
                email_key=fold_email(shopper.get("email", "")),
                phone=shopper.get("phone", ""),
                last_at=at(event),
            )
    owner = resolve(said.values())
    return {key: owner[name] for key, name in said.items()}


def key_of(shopper: Wire) -> str:
    return json.dumps(shopper, sort_keys=True)


def test_touches_of_every_kind_name_a_message_of_their_conversation_and_some_are_bots() -> None:
    home = {event["id"]: event["conversation"] for event in of_type(NORDIC, "message")}
    touches = of_type(NORDIC, "touch")
    assert {event["kind"] for event in touches} == {kind.value for kind in TouchKind}
    assert all(home[event["message"]] == event["conversation"] for event in touches)
    assert 10 <= sum("bot" in event for event in touches) <= 100


def test_a6_some_orders_are_in_euro_refunded_in_part_or_cancelled() -> None:
    latest = {event["id"]: event for event in of_type(NORDIC, "order")}.values()
    partly = [order for order in latest if 0 < float(order["refunded"]) < float(order["total"])]
    assert 10 <= sum(order["currency"] == "EUR" for order in latest) <= 80
    assert len(partly) > 20
    assert sum("cancelled_at" in order for order in latest) > 20
    assert all(float(order["refunded"]) <= float(order["total"]) for order in latest)


def test_s10_one_conversation_and_one_order_are_tests() -> None:
    tests = [event for event in told(NORDIC) if event.get("test")]
    assert len({event["conversation"] for event in tests if event["type"] == "message"}) == 1
    assert sum(event["type"] == "order" for event in tests) == 1


def test_s7_shoppers_are_known_in_every_way_and_some_visitors_get_a_name_later() -> None:
    kinds = Counter(profiles(NORDIC)[key_of(lines[0]["shopper"])].kind for lines in threads(NORDIC).values())
    assert min(kinds[kind] for kind in ("id", "email", "phone", "visitor")) > 100
    assert sum("visitor" in event["shopper"] for event in of_type(NORDIC, "shopper")) > 50


def test_s7_some_shoppers_get_another_name() -> None:
    names: dict[str, list[str]] = defaultdict(list)
    for event in told(NORDIC):
        shopper = event.get("shopper", {})
        if "id" in shopper and "name" in shopper:
            names[shopper["id"]].append(shopper["name"])
    renamed = [given for given in names.values() if len(set(given)) > 1]
    assert 1 <= len(renamed) <= 4
    assert all(given[-1] not in given[:-1] for given in renamed)

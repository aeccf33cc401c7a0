"""Promise 8: card = bars = list = files = API = an oracle that knows none of our code, on random shops."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from conversations.models import Account, AttributionSettings, TouchWindow
from conversations.periods import Period
from conversations.record import close_due, rebuild
from conversations.scope import NO_TOPIC, Scope, Topic
from conversations.vocabulary import Channel, Role
from metrics.checks.rollup import rollup_is_rows
from metrics.definitions import BESIDE, HEADLINES
from metrics.queries import service
from tests.calling import Caller, make_caller, pages, read, table, tables
from tests.make_account import make_account, make_user
from tests.oracle import CLICKS, Oracle, Thread
from tests.pages import big, card, opened, text_of
from tests.recording import recorded
from tests.shop_stories import POINTS, Story, questions, stories
from tests.shop_words import Question, Rules

pytestmark = pytest.mark.django_db

PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
"""A shop that fails is told as it is: to make it smaller would take many minutes."""
COMPARED = ("total_volume", "resolved", "not_resolved", "open", "closed", "resolved_rate", "not_resolved_rate")
STATUS = {
    "resolved": "Resolved by AI",
    "not_resolved": "Not resolved by AI",
    "open": "Open",
    "closed": "Ended without resolution",
}


@settings(max_examples=settings().max_examples // 4, phases=PHASES)
@given(data=st.data())
def test_promise_8_every_number_and_every_list_is_what_the_oracle_says(data: st.DataObject) -> None:
    story = data.draw(stories())
    account = tell(story)
    oracle = Oracle(story.events, story.rules, story.now)
    with time_machine.travel(story.now, tick=False):
        caller, reader = make_caller(account), Client()
        reader.force_login(make_user(account, role=Role.ANALYST))
        for _ in range(2):
            asked = data.draw(questions(story))
            known = {label.name for label in account.labels.all()} | {""}
            asked.labels = tuple(label for label in asked.labels if label in known)
            bucket = data.draw(st.sampled_from(["hour", "day", "week", "month"]))
            group = data.draw(st.sampled_from(["channel", "status", "label"]))
            assert_numbers(caller, oracle, asked, bucket=bucket, group=group)
            assert_rows(caller, oracle, asked)
            assert_otherwise(account, oracle, asked)
            assert_page(reader, caller, oracle, asked)
            assert_files(reader, f"/{account.slug}/", oracle, asked)
            assert_file_of_numbers(reader, f"/{account.slug}/", oracle, asked, bucket=bucket, group=group)


def tell(story: Story) -> Account:
    """An account that heard the story under other settings, and has these since (T6, A8)."""
    account = make_account(timezone="UTC")
    set_rules(account, story.rules_before)
    for batch in story.told:
        recorded(account, *batch, now=story.heard_at)
    assert list(rollup_is_rows(account, story.heard_at)) == []
    set_rules(account, story.rules)
    rebuild(account, now=story.heard_at)
    close_due(account, now=story.now)
    account.refresh_from_db()
    return account


def set_rules(account: Account, rules: Rules) -> None:
    names = ("timezone", "currency", "silence_hours", "silence_means", "closing_thanks")
    Account.objects.filter(pk=account.pk).update(**{name: getattr(rules, name) for name in names})
    attribution = {"anchor": rules.anchor, "ignore_bots": rules.ignore_bots}
    AttributionSettings.objects.update_or_create(account=account, defaults=attribution)
    for channel, kind in POINTS:
        hours = rules.windows.get((channel, kind))
        window = {"enabled": hours is not None, "hours": hours or 1}
        TouchWindow.objects.update_or_create(account=account, channel=channel, kind=kind, defaults=window)
    account.refresh_from_db()


def parameters(asked: Question) -> dict[str, Any]:
    days = {"from": asked.first.isoformat(), "to": asked.last.isoformat()}
    return {**days, "channel": asked.channels, "status": asked.statuses, "label": asked.labels}


def assert_numbers(caller: Caller, oracle: Oracle, asked: Question, *, bucket: str, group: str) -> None:
    answer = read(caller, "overview", **parameters(asked), bucket=bucket, group=group)
    wanted = oracle.numbers(asked)
    assert_same(answer["kpis"], wanted)
    before = oracle.numbers(oracle.before(asked))
    names = (*COMPARED, "sales", "orders", "average_order_value")
    assert_same(answer["previous"]["kpis"], {name: before[name] for name in names})
    bars = {bar["label"]: {name: count for name, count in bar["counts"].items() if count}
            for bar in answer["chart"]["buckets"]}  # fmt: skip
    assert {key: counts for key, counts in bars.items() if counts} == oracle.bars(asked, bucket, group)
    assert len(bars) == len(answer["chart"]["buckets"])


def assert_same(kpis: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Money is a decimal string, to the last digit; rates and seconds are floats."""
    listed = "sales_in_other_currencies"
    money = {name: Decimal(kpis[name]) for name, value in wanted.items() if isinstance(value, Decimal)}
    found = {name: value for name, value in {**kpis, **money}.items() if name != listed}
    others = [{**each, "sales": Decimal(each["sales"])} for each in kpis.get(listed, ())]
    assert found == {name: pytest.approx(wanted[name]) for name in found}
    assert others == wanted.get(listed, [])
    assert found.keys() | {listed} >= wanted.keys()


def assert_rows(caller: Caller, oracle: Oracle, asked: Question) -> None:
    listed = [row["conversation"] for page in pages(caller, **parameters(asked)) for row in page]
    assert sorted(listed) == sorted(oracle.rows(asked))
    assert sorted(csv_column(caller, "conversations", asked, "conversation")) == sorted(listed)
    assert sorted(csv_column(caller, "credits", asked, "order")) == sorted(oracle.orders(asked))


def assert_otherwise(account: Account, oracle: Oracle, asked: Question) -> None:
    """S6, S6b: what the other settings would make of all of them."""
    asked = replace(asked, statuses=())
    topics = {"": NO_TOPIC} | {label.name: Topic.of(label) for label in account.labels.all()}
    period = Period(asked.first, asked.last, account.zone)
    channels = tuple(map(Channel, asked.channels))
    scope = Scope(account, period, channels=channels, topics=tuple(topics[name] for name in asked.labels))
    found, rules = service(scope, shares=[]).otherwise, oracle.rules
    thanks = "confirms" if rules.closing_thanks == "strict" else "strict"
    silence = "closed" if rules.silence_means == "resolved" else "resolved"
    ended = [thread for thread in oracle.rows(asked).values() if thread.status in {"resolved", "closed"}]
    assert found.if_thanks == sum(thread.resolves[thanks, rules.silence_means] for thread in ended)
    assert found.if_silence == sum(thread.resolves[rules.closing_thanks, silence] for thread in ended)


def csv_column(caller: Caller, address: str, asked: Question, name: str) -> list[str]:
    head, *rows = table(caller.get(address, {**parameters(asked), "format": "csv"}))
    return [row[head.index(name)] for row in rows]


def assert_page(reader: Client, caller: Caller, oracle: Oracle, asked: Question) -> None:
    """The cards say it, and each number leads to the rows that it counts."""
    html = opened(reader, f"/{caller.account.slug}/?{urlencode(parameters(asked), doseq=True)}")
    if not (total := len(oracle.rows(asked))):
        return
    numbers = oracle.numbers(asked)
    assert big(html, "Total volume")[0] == str(total)
    assert f"{numbers['resolved']} of {total}" in text_of(card(html, "Resolved by AI"))
    assert f"{numbers['not_resolved']} of {total}" in text_of(card(html, "Not resolved by AI"))
    for title, which in counted_rows(oracle, asked).items():
        if query := link_of(html, title):
            rows = caller.client.get(f"/api/v1/conversations?{query}&limit=200", headers=caller._headers(None)).json()
            assert {row["conversation"] for row in rows["conversations"]} == oracle.rows(asked, which).keys(), title


def assert_files(reader: Client, home: str, oracle: Oracle, asked: Question) -> None:
    """List = export: a file has the rows of its list, each once, and says how many there must be."""
    wanted = {key: (STATUS[thread.status], str(thread.messages)) for key, thread in oracle.rows(asked).items()}
    facts, (head, *lines) = tables(downloaded(reader, f"{home}exports/file/", asked, format="csv"))
    key, *columns = (head.index(name) for name in ("id at the source", "Status", "Messages"))
    assert {line[key]: tuple(line[column] for column in columns) for line in lines} == wanted
    assert dict(facts)["Conversations"] == str(len(lines)) == str(len(wanted))

    about, *threads = map(json.loads, downloaded(reader, f"{home}exports/file/", asked, format="jsonl").splitlines())
    rows = [thread["conversation"] for thread in threads]
    assert {row["conversation"]: (STATUS[row["status"]], str(row["messages"])) for row in rows} == wanted
    assert about["conversations"] == len(rows) == len(wanted)

    facts, (head, *lines) = tables(downloaded(reader, f"{home}sales/file/", asked))
    sold = [dict(zip(head, line, strict=True)) for line in lines]
    orders = {key: (oracle.credits[key], Decimal(order["total"])) for key, order in oracle.orders(asked).items()}
    assert {order["order"]: (order["conversation"], Decimal(order["total"])) for order in sold} == orders
    assert dict(facts)["Orders"] == str(len(sold)) == str(len(orders))


def downloaded(reader: Client, address: str, asked: Question, **form: str) -> str:
    answer: Any = reader.post(f"{address}?{urlencode(parameters(asked), doseq=True)}", form)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def assert_file_of_numbers(
    reader: Client, home: str, oracle: Oracle, asked: Question, *, bucket: str, group: str
) -> None:
    """The Overview's file: its numbers, those of the period before, and its bars."""
    query = urlencode({**parameters(asked), "bucket": bucket, "group": group, "format": "csv"}, doseq=True)
    _, (_, *numbers), (_, *bars) = tables(opened(reader, f"{home}?{query}"))
    now, before = oracle.numbers(asked), oracle.numbers(oracle.before(asked))
    for metric, (name, value, _unit, _part, _of, earlier, _remarks) in zip((*HEADLINES, *BESIDE), numbers, strict=True):
        assert name == str(metric.name)
        assert_spelt(value, now[metric.key])
        assert_spelt(earlier, before[metric.key] if metric in HEADLINES else None)
    heights = [int(total) for *_, total, _remarks in bars]
    assert sorted(filter(None, heights)) == sorted(bar.total() for bar in oracle.bars(asked, bucket, group).values())


def assert_spelt(cell: str, wanted: Any) -> None:
    """Money to the last digit, rates and seconds to the fourth."""
    if isinstance(wanted, float):
        assert float(cell) == pytest.approx(wanted, abs=0.00006)
    else:
        assert (Decimal(cell) if cell else None) == wanted


def counted_rows(oracle: Oracle, asked: Question) -> Mapping[str, Callable[[Thread], object]]:
    return {
        "Resolved by AI": lambda thread: thread.status == "resolved",
        "Not resolved by AI": lambda thread: thread.status == "not_resolved",
        "First reply": lambda thread: thread.wait is not None,
        "Came back within 7 days": lambda thread: thread.status == "resolved" and oracle.came_back(thread),
        "Handoffs not accepted": lambda thread: thread.offer_only,
        "Rating": lambda thread: thread.rating is not None,
        "Add to carts": lambda thread: oracle.clicks(thread, CLICKS["add_to_carts"]),
        "Link clicks": lambda thread: oracle.clicks(thread, CLICKS["link_clicks"]),
        "Product card clicks": lambda thread: oracle.clicks(thread, CLICKS["product_card_clicks"]),
    }


def link_of(html: str, title: str) -> str:
    """The query of the link behind a number: of a headline card, or of a small number."""
    found = re.search(
        rf"<(?:h2|dt)>{title}(?:\s|&nbsp;)*<.*?(?:<p class=\"big[^>]*>|<dd>)\s*(?:<a href=\"([^\"]*)\")?",
        html,
        re.DOTALL,
    )
    assert found, title
    return unescape(found[1] or "").partition("?")[2]

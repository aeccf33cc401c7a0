"""How the demo is told: the same every time, in texts that can be played, by nobody real, in a shop's daily rhythm."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import mean
from zoneinfo import ZoneInfo

import pytest

from conversations.demo import Shop, shops, story
from conversations.demo.dialogue import CARD_MARKS
from conversations.demo.people import KnownBy, Population
from conversations.demo.scripts import asides, odd_scenes, phrases, scenes
from conversations.demo.season import season
from conversations.demo.slots import choose_goods, fill_slots
from conversations.demo.trades import TRADES
from conversations.demo.wording import CHOICE, SLOT

NOW = datetime(2026, 6, 7, 14, 5, tzinfo=UTC)
NORDIC, HARBOUR = shops()
FICTIONAL_PHONE = re.compile(r"\+4670174(060[5-9]|06[1-9]\d)|\+447700900\d{3}")


def as_bytes(shop: Shop, *, now: datetime = NOW, days: int = 20, seed: int = 2026) -> bytes:
    return b"\n".join(json.dumps(event).encode() for event in story(shop, now=now, days=days, seed=seed))


@pytest.mark.parametrize("shop", shops(), ids=lambda shop: shop.slug)
def test_the_same_seed_and_now_tell_the_same_story_to_the_byte(shop: Shop) -> None:
    assert as_bytes(shop) == as_bytes(shop)


def test_the_story_does_not_depend_on_the_hashes_of_one_process() -> None:
    code = "from tests.conversations.test_demo_telling import *; print(as_bytes(HARBOUR, days=14).decode())"
    other = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
    )
    assert other.stdout.strip() == as_bytes(HARBOUR, days=14)


def test_another_seed_tells_another_story() -> None:
    assert as_bytes(HARBOUR, seed=1) != as_bytes(HARBOUR, seed=2)


@pytest.mark.parametrize("hours", [0, 7, 24 * 100])
def test_another_now_moves_the_whole_story(hours: int) -> None:
    now = NOW + timedelta(hours=hours)
    first, *_, last = (datetime.fromisoformat(str(e["occurred_at"])) for e in story(HARBOUR, now=now, days=20))
    assert first == now - timedelta(days=20)
    assert now - timedelta(minutes=2) <= last <= now


@pytest.mark.parametrize(
    ("shop", "now", "days"),
    [(NORDIC, NOW.replace(tzinfo=None), 90), (NORDIC, NOW, 13), (replace(NORDIC, slug="other"), NOW, 90)],
    ids=["t1-no-offset", "too-few-days", "unknown-shop"],
)
def test_what_cannot_be_told_is_refused(shop: Shop, now: datetime, days: int) -> None:
    with pytest.raises(ValueError, match=r"offset|at least 14 days|no texts"):
        story(shop, now=now, days=days)


def test_every_address_number_and_link_is_one_set_aside_for_fiction() -> None:
    text = json.dumps([list(story(shop, now=NOW, days=20)) for shop in shops()], ensure_ascii=False)
    assert all(FICTIONAL_PHONE.fullmatch(phone) for phone in re.findall(r"\+\d{6,}", text))
    assert {host.rpartition(".")[2] for host in re.findall(r"https?://([^/\s\"]+)", text)} == {"example"}
    assert all(re.search(r"\bexample(\.\w+)?$", host) for host in re.findall(r"@([\w.-]+\w)", text))


@pytest.mark.parametrize(
    ("texts", "language", "least"), [("outdoor", "en", 40), ("outdoor", "sv", 40), ("coffee", "en", 25)]
)
def test_there_are_many_dialogues_and_each_goes_from_shopper_to_agent(texts: str, language: str, least: int) -> None:
    found = scenes(texts, language)
    assert len(found) >= least
    for scene in (*found, *asides(texts, language), *odd_scenes()):
        assert [line.sender.value for line in scene.lines] == ["shopper", "agent"] * (len(scene.lines) // 2)


@pytest.mark.parametrize("shop", shops(), ids=lambda shop: shop.slug)
def test_every_text_has_only_slots_that_can_be_filled(shop: Shop) -> None:
    trade, rng = TRADES[shop.slug], Random(1)
    for language in trade.languages:
        person = Population(trade.texts, rng).newcomer(language, KnownBy.ID)
        goods = choose_goods(trade, "", rng)
        slots = fill_slots(shop, trade, person=person, at=NOW, goods=goods, order="1", rng=rng)
        known = {*slots, *CARD_MARKS, "space_name", "comma_name"}
        plays = (*scenes(trade.texts, language), *asides(trade.texts, language), *odd_scenes())
        wordings = [wording for play in plays for line in play.lines for wording in line.wordings]
        for wording in (*wordings, *(phrase for words in phrases(language).values() for phrase in words)):
            assert set(SLOT.findall(wording)) <= known, wording
            assert not set("[]") & set(CHOICE.sub("", wording)), wording


def test_t2_the_rhythm_follows_the_local_clock_over_the_change_to_summer_time() -> None:
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)
    weeks = season(ZoneInfo("Europe/Stockholm"), datetime(2026, 5, 10, tzinfo=UTC), days=84)
    moments = [weeks.local(moment) for moment in weeks.moments(Random(1), 40_000)]
    winter = mean(local.hour for local in moments if local < change)
    summer = mean(local.hour for local in moments if local >= change)
    assert abs(winter - summer) < 0.3

"""Every colour can be read and told apart, in both themes, by everyone."""

import re
from itertools import combinations

import pytest

from tests.colours import VISIONS, contrast, distance
from tests.project_files import ROOT

TOKENS = (ROOT / "static/css/tokens.css").read_text()
PAIRS = dict(re.findall(r"(--[\w-]+): light-dark\((#\w{6}, #\w{6})\);", TOKENS))
COLOURS = {
    "light": {name: pair.split(", ")[0] for name, pair in PAIRS.items()},
    "dark": {name: pair.split(", ")[1] for name, pair in PAIRS.items()},
}
SURFACES = ("--bg", "--panel", "--raised", "--hover")
TEXT = 4.5  # WCAG 1.4.3
GRAPHICS = 3.0  # WCAG 1.4.11
READ = {
    "--ink": (*SURFACES, "--accent-soft", "--good-soft", "--bad-soft", "--warn-soft", "--hit"),
    "--muted": (*SURFACES, "--accent-soft"),
    "--accent": (*SURFACES, "--accent-soft"),
    "--good": (*SURFACES, "--good-soft"),
    "--bad": (*SURFACES, "--bad-soft"),
    "--warn": (*SURFACES, "--warn-soft"),
    "--on-solid": ("--solid",),
    "--on-alert": ("--alert",),
}
STATUSES = ("--resolved", "--not_resolved", "--open", "--closed")
CATEGORIES = tuple(f"--cat-{number}" for number in range(1, 9))
CHANNELS = CATEGORIES[:4]
ON_CARDS = (*CATEGORIES, "--cat-rest", "--edge", "--accent", "--solid", "--alert")
SEEN = dict.fromkeys(ON_CARDS, ("--panel",)) | dict.fromkeys(STATUSES, SURFACES)
# Everybody must see which channel or status is which; with eight labels the legend and the table help.
APART = {STATUSES: 10, CHANNELS: 12, CATEGORIES: 7}

themes = pytest.mark.parametrize("theme", COLOURS)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#767676", "#ffffff", 4.54), ("#123456", "#123456", 1)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


def test_red_and_green_are_nearly_one_colour_to_those_who_see_no_red() -> None:
    assert distance("#b03030", "#5c6a10", "common") > 3 * distance("#b03030", "#5c6a10", "deuteranopia")


@themes
@pytest.mark.parametrize(("text", "grounds"), READ.items())
def test_text_can_be_read_on_every_ground_it_stands_on(theme: str, text: str, grounds: tuple[str, ...]) -> None:
    found = {ground: contrast(COLOURS[theme][text], COLOURS[theme][ground]) for ground in grounds}
    assert {ground: ratio for ground, ratio in found.items() if ratio < TEXT} == {}


@themes
@pytest.mark.parametrize(("mark", "grounds"), SEEN.items())
def test_marks_and_edges_can_be_seen_on_every_ground(theme: str, mark: str, grounds: tuple[str, ...]) -> None:
    found = {ground: contrast(COLOURS[theme][mark], COLOURS[theme][ground]) for ground in grounds}
    assert {ground: ratio for ground, ratio in found.items() if ratio < GRAPHICS} == {}


@themes
@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(("colours", "least"), APART.items(), ids=["statuses", "channels", "labels"])
def test_colours_that_mean_different_things_stay_apart(
    theme: str, vision: str, colours: tuple[str, ...], least: float
) -> None:
    near = {
        (one, other): gap
        for one, other in combinations(colours, 2)
        if (gap := distance(COLOURS[theme][one], COLOURS[theme][other], vision)) < least
    }
    assert near == {}


def test_no_colour_is_left_unchecked() -> None:
    checked = {*READ, *SEEN, *(ground for grounds in READ.values() for ground in grounds)}
    assert set(PAIRS) - checked == {"--line"}  # it divides what is apart already

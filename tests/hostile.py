"""Hostile input for every door: see tests/data/hostile/README.md."""

import json
from functools import cache
from pathlib import Path
from zipfile import ZipFile

_HOSTILE = Path(__file__).parent / "data" / "hostile"


def case_id(value: object) -> str:
    """For `ids=`: a test's name stays short, however long or odd the case is."""
    try:
        return ascii(value)[:40]
    except ValueError:
        return "integer too long to write"


@cache
def json_texts() -> dict[str, bytes]:
    """The files of JSONTestSuite by name: `y_` is JSON, `n_` is not, the rest depends on the reader."""
    with ZipFile(_HOSTILE / "json_test_suite.zip") as suite:
        return {Path(name).name: suite.read(name) for name in suite.namelist() if name.endswith(".json")}


@cache
def naughty_strings() -> list[str]:
    """The Big List of Naughty Strings."""
    strings: list[str] = json.loads((_HOSTILE / "blns.json").read_text(encoding="utf-8"))
    return strings

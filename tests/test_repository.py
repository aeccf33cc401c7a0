"""The repository as a whole: what its files may hold, how long they may be, and whether the pins match."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project_files import ROOT, project_files

OTHERS_WORK = ("vendor", "locale", "data")
LONGEST = {"*.py": 300, "run": 300, "templates/*.html": 80}
LONGER_ON_PURPOSE: dict[str, str] = {}  # path: why

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
DIRECT = {"base": PROJECT["project"]["dependencies"], "test": GROUPS["test"], "uv": GROUPS["launcher"]}

# An installation may get its packages from anywhere, so no file says where from.
REGISTRIES = re.compile(
    r"files\.pythonhosted|pypi\.org/simple|registry\.(?:npmjs|yarnpkg)|artifact[o]ry|/-/[\w.-]+\.tgz"
    r"|index-url[\s=]+\S*:/|find-links[\s=]+\S*/",
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:root|tmp|work|home/[a-z]+)/")


def own_texts() -> Iterator[tuple[Path, str]]:
    for path in project_files():
        if not set(path.parts) & set(OTHERS_WORK):
            try:
                yield path, (ROOT / path).read_bytes().decode()
            except UnicodeDecodeError:
                assert path.suffix in {".png", ".jpg", ".ico", ".webp", ".woff2", ".gz", ".mo"}, f"{path} is not UTF-8"


@pytest.mark.parametrize("forbidden", [REGISTRIES, MACHINE_PATHS], ids=["registry", "path of a machine"])
def test_no_file_names_a_package_registry_or_a_path_of_one_machine(forbidden: re.Pattern[str]) -> None:
    found = [f"{path}: {match[0]}" for path, text in own_texts() for match in forbidden.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "https://files." + "pythonhosted.org/packages/a.whl",
        "--index-url " + "https://example.org/simple",
        "/ro" + "ot/x",
    ],
)
def test_the_patterns_find_what_they_are_for(line: str) -> None:
    assert REGISTRIES.search(line) or MACHINE_PATHS.search(line)


def test_every_text_ends_its_lines_alike_and_opens_without_a_mark() -> None:
    assert [path for path, text in own_texts() if "\r" in text or text.startswith("\ufeff")] == []
    assert [path for path, text in own_texts() if text and not text.endswith("\n")] == []


@pytest.mark.parametrize(("pattern", "longest"), LONGEST.items())
def test_no_file_of_ours_is_too_long_to_be_read_at_once(pattern: str, longest: int) -> None:
    lengths = {
        str(path): len((ROOT / path).read_text().splitlines())
        for path in project_files(pattern)
        if not set(path.parts) & {*OTHERS_WORK, "migrations"}
    }
    assert {path for path, lines in lengths.items() if lines > longest} == set(LONGER_ON_PURPOSE) & set(lengths)


@pytest.mark.parametrize("name", DIRECT)
def test_every_direct_dependency_is_pinned_with_its_hashes(name: str) -> None:
    pins = pinned(name)
    assert {name_of(requirement) for requirement in DIRECT[name]} - set(pins) == set()
    assert [name for name, pin in pins.items() if "--hash=sha256:" not in pin] == []


def test_the_test_set_contains_the_base_set_as_the_launcher_believes() -> None:
    base, test = pinned("base"), pinned("test")
    assert {name: test.get(name, "").split()[0] for name in base} == {
        name: pin.split()[0] for name, pin in base.items()
    }


def test_every_direct_dependency_is_explained_and_nothing_else_is() -> None:
    rows = re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE)
    assert sorted(rows) == sorted(name_of(requirement) for part in DIRECT.values() for requirement in part)


def pinned(name: str) -> dict[str, str]:
    """Each pin of `requirements/<name>.txt` with its hashes, by the name of the package."""
    pins = (ROOT / f"requirements/{name}.txt").read_text().replace("\\\n", "").splitlines()
    return {name_of(pin): pin for pin in pins}


def name_of(requirement: str) -> str:
    """`Django_x[extra]>=1; marker` is django-x."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()

"""What the browser is sent beside the pages: vendored files, styles, scripts."""

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.test import override_settings

from tests.project_files import ROOT, project_files
from tests.vendor import refresh

STATIC = ROOT / "static"
ALL_STYLES = {path.relative_to(STATIC / "css").as_posix(): path.read_text() for path in (STATIC / "css").rglob("*.css")}
# Django's admin has style sheets of its own; ours is linked after them, without layers.
ADMIN = "admin.css"
STYLES = {name: text for name, text in ALL_STYLES.items() if name != ADMIN}
APP = STYLES["app.css"]
MANIFEST: dict[str, Any] = json.loads(refresh.MANIFEST.read_text())
LAYERS = ("reset", "tokens", "base", "layout", "parts", "print")
MOST_BYTES = 150_000  # P14: all styles and scripts together, compressed
MOST_LINES_OF_A_SCRIPT = 60


@pytest.mark.parametrize(("path", "expected"), MANIFEST["sha256"].items())
def test_a_vendored_file_is_what_the_manifest_says(path: str, expected: str) -> None:
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == expected


def test_every_vendored_file_is_in_the_manifest_and_nothing_else_is() -> None:
    ours = {"static/vendor/manifest.json", "tests/vendor/__init__.py", "tests/vendor/refresh.py"}
    found = {path.as_posix() for path in project_files("static/vendor", "tests/vendor")}
    assert found - ours == set(MANIFEST["sha256"])


@pytest.mark.parametrize("package", MANIFEST["packages"], ids=lambda package: package["name"])
def test_a_vendored_package_comes_with_its_licence_and_says_what_for(package: dict[str, Any]) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
    assert package["why"]
    licences = [ROOT / target for target in package["files"].values() if "LICENSE" in target]
    names = {"MIT": "Permission is hereby granted", "MPL-2.0": "Mozilla Public License", "0BSD": "Zero-Clause BSD"}
    assert any(names[package["licence"]] in licence.read_text() for licence in licences)


@pytest.mark.parametrize(
    ("path", "name"),
    [("static/vendor/chartjs/chart.umd.min.js", "chart.js"), ("tests/vendor/axe-core/axe.min.js", "axe-core")],
)
def test_a_vendored_script_is_of_the_version_that_the_manifest_names(path: str, name: str) -> None:
    version = next(package["version"] for package in MANIFEST["packages"] if package["name"] == name)
    assert f"v{version}\n" in (ROOT / path).read_text()[:200]


def test_refreshing_drops_the_mention_of_a_source_map_we_do_not_ship(tmp_path: Path) -> None:
    script = b"run();\n//# sourceMappingURL=chart.js.map"
    assert refresh.SOURCE_MAP.sub(b"\n", script) == b"run();\n"
    assert refresh.SOURCE_MAP.sub(b"\n", script + b"\n") == b"run();\n"


def test_refreshing_makes_symbols_whose_stroke_the_page_decides(tmp_path: Path) -> None:
    box = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'
    (tmp_path / "x.svg").write_text(f'<svg\n  stroke="red"\n>\n  {box}\n  <path d="M1 1" />\n</svg>')
    assert b'<symbol id="x" viewBox="0 0 24 24"><path d="M1 1" /></symbol>' in refresh.sprite(tmp_path, ["x"])


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    sprite = (STATIC / "vendor/tabler/sprite.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    assert drawn == set(next(package for package in MANIFEST["packages"] if "icons" in package)["icons"])
    asked = {
        name
        for path in project_files("templates/*.html")
        for name in re.findall(r'{% icon (?:\w+\|default:)?"([\w-]+)"', (ROOT / path).read_text())
    }
    assert len(asked) > 10
    assert asked - drawn == set()


def test_every_stylesheet_is_loaded_once_and_in_a_layer() -> None:
    imports = re.findall(r'@import url\("([\w/.-]+)"\) layer\((\w+)\);', APP)
    assert sorted(name for name, _ in imports) == sorted(set(STYLES) - {"app.css"})
    assert [(name, layer) for name, layer in imports if name not in (f"{layer}.css", f"parts/{Path(name).name}")] == []
    assert all(name.startswith("parts/") == (layer == "parts") for name, layer in imports)
    assert f"@layer {', '.join(LAYERS)};" in APP


def test_styles_use_only_variables_that_exist_and_none_is_left_over() -> None:
    everything = "".join(STYLES.values())
    assert used(everything) == defined(everything)
    assert used(ALL_STYLES[ADMIN]) - defined(everything) == set()


def used(styles: str) -> set[str]:
    return set(re.findall(r"var\((--[\w-]+)", styles))


def defined(styles: str) -> set[str]:
    return set(re.findall(r"(--[\w-]+):", styles))


def test_nothing_is_fetched_from_another_host() -> None:
    own = {**ALL_STYLES, **{path.name: path.read_text() for path in (STATIC / "js").glob("*.js")}}
    assert [name for name, text in own.items() if re.search(r"https?://|url\(\s*['\"]?//", text)] == []


@pytest.mark.parametrize("script", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_a_script_of_ours_is_short_and_says_first_what_it_does(script: Path) -> None:
    lines = script.read_text().splitlines()
    assert lines[0].startswith("// ")
    assert len(lines) <= MOST_LINES_OF_A_SCRIPT


def test_p14_all_styles_and_scripts_fit_into_150_kilobytes() -> None:
    sent = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js"}]
    assert sum(len(gzip.compress(path.read_bytes())) for path in sent) < MOST_BYTES


def test_with_hashed_names_every_import_of_the_styles_is_found(tmp_path: Path) -> None:
    storage = {"BACKEND": f"{ManifestStaticFilesStorage.__module__}.{ManifestStaticFilesStorage.__qualname__}"}
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={"staticfiles": storage}, STATICFILES_FINDERS=finders):
        call_command("collectstatic", interactive=False, verbosity=0)
    paths = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    imported = re.findall(r'url\("([\w/.-]+)"\)', (tmp_path / paths["css/app.css"]).read_text())
    assert sorted(f"css/{name}" for name in imported) == sorted(
        hashed for name, hashed in paths.items() if name.removeprefix("css/") in {*STYLES} - {"app.css"}
    )

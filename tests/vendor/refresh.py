"""Fetches the third-party files we ship: python -m tests.vendor.refresh

`static/vendor/manifest.json` names each package with its version and licence. To take a newer one, edit the version
and run this: it unpacks `npm pack NAME@VERSION`, copies the files, builds the sprite and writes every sha256 back. The
tests compare those with the files, so nothing vendored changes by hand.
"""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ROOT / "static/vendor/manifest.json"

# A hashed-name storage looks for every source map a script mentions; we ship none.
SOURCE_MAP = re.compile(rb"\n//# sourceMappingURL=\S+\s*\Z")
ICON = re.compile(r"<svg.*?>(.*)</svg>", re.DOTALL)
BOUNDING_BOX = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" />')


def main() -> None:
    manifest = json.loads(MANIFEST.read_text())
    manifest["sha256"] = {}
    for package in manifest["packages"]:
        with tempfile.TemporaryDirectory() as folder:
            manifest["sha256"] |= refresh(package, unpacked(package, Path(folder)))
    MANIFEST.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def unpacked(package: dict[str, Any], folder: Path) -> Path:
    """The package as npm publishes it, in `folder`."""
    wanted = f"{package['name']}@{package['version']}"
    subprocess.run(["npm", "pack", "--silent", wanted], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def refresh(package: dict[str, Any], source: Path) -> dict[str, str]:
    """Writes the package's files into the tree. Returns the sha256 of each, by its path from the root."""
    contents = {
        target: SOURCE_MAP.sub(b"\n", (source / name).read_bytes()) for name, target in package["files"].items()
    }
    if "sprite" in package:
        contents[package["sprite"]] = sprite(source / "icons/outline", package["icons"])
    for target, content in contents.items():
        (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / target).write_bytes(content)
    return {target: hashlib.sha256(content).hexdigest() for target, content in contents.items()}


def sprite(icons: Path, names: list[str]) -> bytes:
    """One SVG with a symbol an icon; stroke and fill come from the page (`.icon`)."""
    symbols = [f'<symbol id="{name}" viewBox="0 0 24 24">{shapes(icons / f"{name}.svg")}</symbol>' for name in names]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>\n"]).encode()


def shapes(icon: Path) -> str:
    drawing = ICON.search(icon.read_text())
    if drawing is None:
        raise ValueError(f"{icon.name} is not an SVG drawing")
    return re.sub(r"\s*\n\s*", "", BOUNDING_BOX.sub("", drawing[1]))


if __name__ == "__main__":
    main()

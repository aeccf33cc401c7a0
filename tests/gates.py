"""The gates: every check that reads the code without running it. `./run lint`, and the first part of `./run test`.

They run at the same time; one that passes is one line, one that fails is shown whole.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tests.environment import SQLITE, VARIABLES
from tests.project_files import ROOT, project_files

DJANGO = "5.2"


@dataclass(frozen=True)
class Gate:
    name: str
    command: list[str]


@dataclass(frozen=True)
class Outcome:
    gate: Gate
    passed: bool
    output: str
    seconds: float


def main() -> int:
    started = time.monotonic()
    failed = [outcome for outcome in _outcomes(_gates()) if not _report(outcome)]
    verdict = f"failed: {', '.join(outcome.gate.name for outcome in failed)}" if failed else "all passed"
    print(f"gates {verdict} in {time.monotonic() - started:.1f} s\n", flush=True)
    return 1 if failed else 0


def _gates() -> list[Gate]:
    """The slowest first, so that the others run beside it."""
    python, templates = (list(map(str, project_files(pattern))) for pattern in ("*.py", "templates/*.html"))
    gates = [
        Gate("mypy", ["mypy"]),
        Gate("ruff check", ["ruff", "check", "--output-format", "concise"]),
        Gate("ruff format", ["ruff", "format", "--check", "--output-format", "concise"]),
        Gate("import-linter", ["lint-imports", "--no-logo"]),
        Gate("deptry", ["deptry", "--no-ansi", "."]),
        Gate("django-upgrade", ["django-upgrade", "--check", "--target-version", DJANGO, *python]),
        Gate("django check", ["python", "manage.py", "check", "--fail-level", "WARNING"]),
        Gate("migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"]),
    ]
    return [*gates, Gate("djade", ["djade", "--check", "--target-version", DJANGO, *templates])] if templates else gates


def _outcomes(gates: list[Gate]) -> Iterator[Outcome]:
    """Each as it ends."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for future in as_completed([pool.submit(_run, gate) for gate in gates]):
            yield future.result()


def _run(gate: Gate) -> Outcome:
    """Tools are those of the running Python's environment, whatever PATH says."""
    program, *arguments = gate.command
    started = time.monotonic()
    result = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        cwd=ROOT,
        env={**os.environ, **VARIABLES, "DATABASE_URL": SQLITE},
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Outcome(gate, result.returncode == 0, result.stdout, time.monotonic() - started)


def _report(outcome: Outcome) -> bool:
    print(f"{'ok' if outcome.passed else 'FAILED':8}{outcome.gate.name:16}{outcome.seconds:6.1f} s", flush=True)
    if not outcome.passed:
        print(outcome.output, flush=True)
    return outcome.passed


if __name__ == "__main__":
    sys.exit(main())

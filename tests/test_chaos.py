"""Promise 3, in short: what was acknowledged survives kill -9 and an immediate stop. `./run bench chaos` runs long."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import private_postgres
from tests.project_files import ROOT


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_promise_3_nothing_acknowledged_is_lost_or_doubled_when_processes_are_killed(
    database: str, tmp_path: Path
) -> None:
    if database == "postgresql":
        try:
            private_postgres.Server(tmp_path)  # finds its programs, and starts nothing
        except private_postgres.NoServer as reason:
            pytest.skip(str(reason))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}

    result = subprocess.run(
        [sys.executable, "-m", "benchmarks.chaos", "--database", database, "--seconds", "3"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 lost, 0 doubled, 0 derived wrong" in result.stdout

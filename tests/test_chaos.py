"""Promise 3, in short: what was acknowledged survives kill -9 and an immediate stop. `./run bench chaos` runs long."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.project_files import ROOT

pytestmark = pytest.mark.django_db  # not this test's own database, but so it runs once on each


def test_promise_3_nothing_acknowledged_is_lost_or_doubled_when_processes_are_killed() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}

    result = subprocess.run(
        [sys.executable, "-m", "benchmarks.chaos", "--database", connection.vendor, "--seconds", "3"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 lost, 0 doubled, 0 derived wrong" in result.stdout

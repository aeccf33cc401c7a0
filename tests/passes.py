"""The test command: the gates, then the whole suite once on SQLite and once on PostgreSQL.

Three runs of pytest share two cores. PostgreSQL's begins beside the gates, as it takes longest, and goes before the
others; then come SQLite's and the browser's, which waits for pages half of its time and so has the tests as well that
touch no database, or to which it is no matter which one. SQLite's output is shown as it comes; that of the others when
they have ended, whole if they failed, else its closing line. Each other test that touches a database runs on both.
PostgreSQL's measures coverage: of a whole run, by the tests that touch a database. Without such a server SQLite's has
all but the browser's. Arguments go to pytest: `./run test tests/metrics -k preset`,
`./run test --thorough`.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from tempfile import TemporaryFile

from tests import gates, private_postgres
from tests.environment import SQLITE
from tests.project_files import ROOT

PYTEST = [sys.executable, "-m", "pytest"]
NO_PICTURES = "NO_PICTURES"  # read by tests.browser
COVERED = ROOT / "var/coverage.json"
COVERED_ENOUGH = 90  # percent of lines and branches
COVERAGE = [sys.executable, "-m", "slipcover", "--branch", "--source", "agentdash,conversations,metrics"]
COVERAGE += ["--omit", "*/migrations/*", "--json", "--out", str(COVERED)]
NOTHING_SELECTED = 5  # pytest's exit code


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # SIGTERM unwinds like Ctrl-C: the server is stopped too
    try:
        with ExitStack() as stack:
            verdicts = _verdicts(stack, arguments)
    except KeyboardInterrupt:
        print("\nInterrupted.", flush=True)
        return 130
    print("\n".join(f"{'ok' if passed else 'FAILED':8}{name}" for name, passed in verdicts.items()), flush=True)
    return 0 if all(verdicts.values()) else 1


def _verdicts(stack: ExitStack, arguments: list[str]) -> dict[str, bool]:
    """Of the gates and each run of pytest, whether it passed. Coverage of a part of the suite would say nothing."""
    whole = not arguments
    fine = [0] if whole else [0, NOTHING_SELECTED]
    if whole:
        os.environ[NO_PICTURES] = "1"
    COVERED.unlink(missing_ok=True)
    COVERED.parent.mkdir(exist_ok=True)
    postgres = _start_on_postgres(stack, arguments, measured=whole)
    verdicts = {"gates": gates.main() == 0}

    command = _pytest("not database" if postgres else "browser", [*_colour(), *arguments], measured=False)
    browser = stack.enter_context(_Pass(command, database=SQLITE, live=False, patient=True))
    _heading("Tests on SQLite, in the browser" + (" and on PostgreSQL beside them" if postgres else " beside them"))
    command = _pytest("database" if postgres else "not browser", arguments, measured=whole and not postgres)
    sqlite = stack.enter_context(_Pass(command, database=SQLITE, live=True, patient=True))
    verdicts["SQLite"] = sqlite.wait() in fine

    _heading("Tests in the browser")
    verdicts["browser"] = browser.wait() in fine
    if postgres:
        _heading("Tests on PostgreSQL")
        verdicts["PostgreSQL"] = postgres.wait() in fine
    elif "CI" in os.environ:
        verdicts["PostgreSQL"] = False
    if whole:
        verdicts["coverage"] = _covered_enough()
    return verdicts


def _pytest(marks: str, arguments: list[str], *, measured: bool) -> list[str]:
    # slipcover imports itself before pytest does, which pytest warns of, and a warning is an error.
    command = [*COVERAGE, "-m", "pytest", "-W", "ignore::pytest.PytestAssertRewriteWarning"] if measured else PYTEST
    return [*command, "-m", marks, *arguments]


def _colour() -> list[str]:
    """For output that is kept, which pytest does not see going to a terminal."""
    return ["--color=yes"] if sys.stdout.isatty() else []


def _start_on_postgres(stack: ExitStack, arguments: list[str], *, measured: bool) -> "_Pass | None":
    """None where no server can be had."""
    try:
        url = stack.enter_context(private_postgres.database_url())
    except private_postgres.NoServer as reason:
        _heading(f"No tests on PostgreSQL: {reason}")
        return None
    command = _pytest("database", [*_colour(), *arguments], measured=measured)
    return stack.enter_context(_Pass(command, database=url, live=False, patient=False))


class _Pass:
    """One run of pytest, from entering the block on. Its output goes to the screen if `live`, else waits for `wait`.

    One that is `patient` lets the others go first where there are fewer cores than runs.
    """

    def __init__(self, command: list[str], *, database: str, live: bool, patient: bool) -> None:
        self.command = command
        self.patient = patient
        self.environment = {**os.environ, "DATABASE_URL": database}
        self.kept = None if live else TemporaryFile()  # noqa: SIM115  closed by __exit__

    def __enter__(self) -> "_Pass":
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL if self.kept else None,
            stdout=self.kept,
            stderr=subprocess.STDOUT if self.kept else None,
        )
        if self.patient:
            os.setpriority(os.PRIO_PROCESS, self.process.pid, 5)
        return self

    def wait(self) -> int:
        """pytest's exit code."""
        code = self.process.wait()
        if self.kept:
            self.kept.seek(0)
            lines = self.kept.read().decode(errors="replace").splitlines()
            print("\n".join(lines if code else lines[-1:]), flush=True)
        return code

    def __exit__(self, *_: object) -> None:
        """Leaves no pytest behind, however the block ends."""
        if self.process.poll() is None:
            self.process.terminate()  # after Ctrl-C it is ending already; a second one would only add a traceback
            self.process.wait()
        if self.kept:
            self.kept.close()


def _covered_enough() -> bool:
    """Prints how much is covered, and of which files least if that is too little."""
    if not COVERED.exists():
        return False
    report = json.loads(COVERED.read_text())
    percent = report["summary"]["percent_covered"]
    print(f"{percent:.1f} % of lines and branches covered", flush=True)
    if percent < COVERED_ENOUGH:
        least = sorted((file["summary"]["percent_covered"], name) for name, file in report["files"].items())
        print("\n".join(f"{part:6.1f} %  {name}" for part, name in least[:20]), flush=True)
    return bool(percent >= COVERED_ENOUGH)


def _heading(text: str) -> None:
    print(f"\n{text}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

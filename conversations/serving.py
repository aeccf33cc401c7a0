"""Server and worker as two processes that start and stop together, for a demo or a small shop on one machine."""

import signal
import subprocess
import sys
from contextlib import ExitStack

PATIENCE = 30
"""Seconds that requests in flight have to be finished."""


def serve(host: str, port: int, *, workers: int = 1) -> int:
    """Run both until interrupted (Ctrl-C, SIGTERM) or until the server ends by itself; its exit code."""
    server = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    server += ["--blocking-threads", "4", "--backpressure", "64", "--log-level", "error", "--respawn-failed-workers"]
    signal.signal(signal.SIGTERM, _interrupt)
    with ExitStack() as stack:
        _start(stack, ["manage.py", "work"])
        process = _start(stack, ["-m", *server, "agentdash.wsgi:application"])
        try:
            return process.wait()
        except KeyboardInterrupt:
            return 0


def _start(stack: ExitStack, command: list[str]) -> "subprocess.Popen[bytes]":
    # In a session of its own: Ctrl-C reaches us alone, and we end both in order.
    process = subprocess.Popen([sys.executable, *command], start_new_session=True)
    stack.callback(_stop, process)
    return process


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt

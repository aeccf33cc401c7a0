"""Server and worker as two processes that start and stop together, for a demo or a small shop on one machine."""

import signal
import subprocess
import sys
import time

PATIENCE = 25.0
"""Seconds that requests in flight and the worker's job have to be finished, of the 30 of promise 13."""


def serve(host: str, port: int, *, workers: int = 1) -> int:
    """Run both until interrupted (Ctrl-C, SIGTERM) or until the server ends by itself; its exit code."""
    server = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    server += ["--blocking-threads", "4", "--backpressure", "64", "--log-level", "error", "--respawn-failed-workers"]
    signal.signal(signal.SIGTERM, _interrupt)
    started: list[subprocess.Popen[bytes]] = []
    try:
        started.append(_start(["manage.py", "work"]))
        started.append(_start(["-m", *server, "agentdash.wsgi:application"]))
        return started[-1].wait()
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(started)


def _start(command: list[str]) -> "subprocess.Popen[bytes]":
    # In a session of its own: Ctrl-C reaches us alone, and we end both.
    return subprocess.Popen([sys.executable, *command], start_new_session=True)


def _stop(processes: "list[subprocess.Popen[bytes]]") -> None:
    """Both at once, so that they share the time. By SIGTERM: they may have been started deaf to SIGINT."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # a second one changes nothing, and must leave neither behind
    for process in processes:
        process.terminate()
    until = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt

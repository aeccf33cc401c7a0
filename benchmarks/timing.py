"""Times of several ways to the same end, interleaved, so that a busy machine is as unkind to each of them."""

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

ROUNDS = 15


class Times(NamedTuple):
    """Milliseconds."""

    median: float
    p95: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Times":
        return cls(1000 * statistics.median(seconds), 1000 * statistics.quantiles(seconds, n=20)[-1])

    def __str__(self) -> str:
        return f"{self.median:.3g} / {self.p95:.3g}"


def interleaved(
    ways: Mapping[str, Callable[[], Any]], *, rounds: int = ROUNDS, clock: Callable[[], float] = time.perf_counter
) -> dict[str, Times]:
    """The median and the p95 of each way; the first round is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            started = clock()
            way()
            if number:
                taken[name].append(clock() - started)
    return {name: Times.of(seconds) for name, seconds in taken.items()}


def table(head: list[str], rows: Iterable[Sequence[object]]) -> None:
    lines: list[Sequence[object]] = [head, ["---"] * len(head), *rows]
    for row in lines:
        print("| " + " | ".join(str(cell) for cell in row) + " |", flush=True)

"""How two ways of doing the same are timed against each other."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable

import attrs

ROUNDS = 15


@attrs.frozen
class Comparison:
    """What came of timing two ways.

    Attributes:
        name: What was done.
        ours: The median of this library, in seconds.
        theirs: The median of the peer, in seconds.
        peer: Who the peer is.
        goal: The ratio that is wanted, such as ``<= 1.5`` (ours to theirs) or ``>= 5`` (how many
            times faster).
        note: What else a reader should know.
    """

    name: str
    ours: float
    theirs: float
    peer: str
    goal: str
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours to theirs."""
        return self.ours / self.theirs

    def __str__(self) -> str:
        """Return one line."""
        faster = f", {self.theirs / self.ours:.1f} x as fast" if self.ours < self.theirs else ""
        note = f" [{self.note}]" if self.note else ""
        return (
            f"{self.name}: {self.ours * 1e6:,.0f} µs against {self.theirs * 1e6:,.0f} µs "
            f"({self.peer}): ratio {self.ratio:.2f}{faster}; goal {self.goal}{note}"
        )


def medians(
    ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Return the median seconds of both, timed in turns so that both meet the same machine."""
    repeats = [_repeats(each) for each in (ours, theirs)]
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for each, repeat, found in zip((ours, theirs), repeats, times, strict=True):
            found.append(_seconds(each, repeat) / repeat)
    return statistics.median(times[0]), statistics.median(times[1])


def _repeats(act: Callable[[], object]) -> int:
    act()
    once = max(_seconds(act, 1), 1e-7)
    return max(1, int(0.02 / once))


def _seconds(act: Callable[[], object], repeat: int) -> float:
    started = time.perf_counter()
    for _ in range(repeat):
        act()
    return time.perf_counter() - started


def cpu_seconds(work: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Return the median seconds of CPU of one piece of work, its child processes with it."""
    found = []
    for _ in range(rounds):
        before = _cpu()
        work()
        found.append(_cpu() - before)
    return statistics.median(found)


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)

"""Due dates of a whole caseload in one pass, against the same for a tenth of it: time and memory.

    python benchmarks/caseload.py                    1,000 and 10,000 families
    python benchmarks/caseload.py --most 500         50 and 500

Made-up families are kept in one SQLite file; at each size a process of its own asks
``Program.due`` for every limit that is open or was missed, and tells its CPU time and its peak of
memory. Then the indicators of a year are computed over all of them, by facilitator.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import attrs

from wraparound.model import Completeness, Enrollment, Record, Team, TeamMember, TeamRole
from wraparound.model.kinds import family_of
from wraparound.process.whose import By
from wraparound.program import Program
from wraparound.testing.families import synthetic_family

SIZES = (1_000, 10_000)
AT_ONCE = 100  # families in a change
DAY = date(2026, 6, 1)
YEAR = (date(2025, 6, 1), date(2026, 6, 1))
PRACTICE = "us-ms"
STEADY = 1.15
FLAT = 20  # megabytes


@attrs.frozen
class Pass:
    """What one pass over a caseload cost.

    Attributes:
        families: How many families there were.
        found: How many due dates, or indicators, were told.
        seconds: CPU time a family.
        megabytes: The peak of memory.
    """

    families: int
    found: int
    seconds: float
    megabytes: float


def main() -> None:
    """Fill a store step by step, and measure at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--ask", choices=["due", "indicators"], help=argparse.SUPPRESS)
    parser.add_argument("--store", metavar="URL", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.ask:
        print(json.dumps(attrs.asdict(asked_for(asked.store, asked.ask))))
        return
    for line in measured((max(1, asked.most // 10), asked.most)):
        print(line, flush=True)


def measured(sizes: tuple[int, int]) -> Iterator[str]:
    """Yield what each question costs at two sizes, as lines."""
    found: dict[str, list[Pass]] = {"due": [], "indicators": []}
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'caseload.db')}"
        held = 0
        for size in sizes:
            fill(url, held, size)
            held = size
            for question, passes in found.items():
                passes.append(in_own_process(url, question))
    for question, (few, many) in found.items():
        whole, ratio = many.seconds * many.families, many.seconds / few.seconds
        yield (
            f"{question}: {many.families:,} families in {whole:.1f} s of CPU, "
            f"{many.seconds * 1e6:.0f} µs each against {few.seconds * 1e6:.0f} µs "
            f"({few.families:,} families): ratio {ratio:.2f}, goal <= {STEADY}; "
            f"{many.megabytes:.0f} MB, {many.megabytes - few.megabytes:+.0f} MB, goal <= {FLAT}; "
            f"{many.found:,} told"
        )


def fill(url: str, start: int, stop: int) -> None:
    """Keep the families from one number to another."""
    with Program.open(url, only=(), note_reads=False) as program:
        for first in range(start, stop, AT_ONCE):
            with program.change(by="benchmark") as unit:
                for seed in range(first, min(first + AT_ONCE, stop)):
                    unit.add(*family(seed))


def family(seed: int) -> Iterator[Record]:
    """Yield the records of one made-up family; ten families share a facilitator."""
    for record in synthetic_family(seed):
        if isinstance(record, Enrollment):
            whole = tuple(Completeness(kind=kind) for kind in ("meeting", "plan", "contact"))
            yield attrs.evolve(record, complete=whole, discharged_on=None)
        elif isinstance(record, Team):
            yield attrs.evolve(
                record, members=tuple(of_staff(each, seed // 10) for each in record.members)
            )
        elif family_of(record) is not None or seed == 0:
            yield record


def of_staff(member: TeamMember, number: int) -> TeamMember:
    """Return a facilitator as one of the staff; anybody else as they are."""
    if member.role is not TeamRole.FACILITATOR:
        return member
    return attrs.evolve(member, person=f"staff-{number}", employer=f"agency-{number // 20}")


def in_own_process(url: str, question: str) -> Pass:
    """Return what a question costs in a process that does nothing else."""
    ran = subprocess.run(
        [sys.executable, __file__, "--ask", question, "--store", url],
        capture_output=True,
        check=True,
    )
    return Pass(**json.loads(ran.stdout))


def asked_for(url: str, question: str) -> Pass:
    """Ask a question of the whole caseload."""
    with Program.open(url, only=["us-ms"], practice=PRACTICE, note_reads=False) as program:
        families = sum(1 for _ in program.families())
        started = time.process_time()
        if question == "due":
            found = sum(1 for _ in program.due(as_of=DAY))
        else:
            start, end = YEAR
            found = len(program.indicators_by(By.FACILITATOR, start=start, end=end).cells)
        seconds = (time.process_time() - started) / families
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Pass(families=families, found=found, seconds=seconds, megabytes=peak)


if __name__ == "__main__":
    main()

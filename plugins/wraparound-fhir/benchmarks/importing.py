# ruff: noqa: INP001, T201 - a script that prints
"""How fast a bundle becomes records, against fhir.resources merely parsing the same bundle.

    python plugins/wraparound-fhir/benchmarks/importing.py BUNDLE.json[.gz] …

Both are measured in the same run, from bytes on the disk; the best of several rounds counts.
"""

from __future__ import annotations

import gc
import gzip
import sys
import time
from collections.abc import Callable
from pathlib import Path

from fhir.resources.R4B.bundle import Bundle

from wraparound.importing import ImportDesk
from wraparound.intake import Source
from wraparound_fhir import FhirImporter

ROUNDS = 5


def imported(path: Path) -> None:
    """Import the bundle onto a desk over an empty store."""
    desk = ImportDesk(find=lambda _kind, _key: None, load=lambda _kind, _id: None)
    FhirImporter().read(Source(path=path, label=path.name, system="urn:benchmark"), desk)
    if desk.faults:
        sys.exit(f"{path.name}: {desk.faults[0]}")


def parsed(path: Path) -> None:
    """Parse the bundle with fhir.resources, and no more."""
    data = path.read_bytes()
    Bundle.model_validate_json(gzip.decompress(data) if path.suffix == ".gz" else data)


def best(run: Callable[[Path], None], path: Path) -> float:
    """Return the best time of several rounds, after one to warm up."""
    run(path)
    gc.collect()
    gc.freeze()  # what both libraries loaded is not gone through again while either is measured
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        run(path)
        times.append(time.process_time() - began)
    return min(times)


def main() -> None:
    """Print one line a bundle."""
    for name in sys.argv[1:]:
        path = Path(name)
        ours, theirs = best(imported, path), best(parsed, path)
        figures = f"{ours * 1e3:8.1f} ms  {theirs * 1e3:8.1f} ms  {theirs / ours:6.1f} x"
        print(f"{figures}  {path.name}")


if __name__ == "__main__":
    main()

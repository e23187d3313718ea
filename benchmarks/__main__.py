"""Speed against named peers, in the same run: ``python benchmarks`` prints ratios and their goals.

Nothing here passes or fails a test. A ratio says how this library compares with the peer, or with
code written by hand for the same job, on this machine, now; the goal is what it should be.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import attrs  # noqa: E402 - the folder must be on the path first
from measuring import Comparison  # noqa: E402

COMPARISONS = {
    "import": "import_time",
    "plan": "stored_plan",
    "chart": "chart_opening",
    "conflicts": "conflict_review",
    "ownership": "ownership",
    "practice": "plan_review",
    "eligibility": "determination",
    "frames": "rules_over_frames",
    "fhir": "fhir_import",
    "pictures": "family_pictures",
    "writing": "store_writing",
    "reading": "store_reading",
}
"""The file of each: only those that are asked for load their peers."""


def comparison_of(name: str) -> Callable[[], Iterable[Comparison]]:
    """Return what compares: the function of the file that is named after it."""
    file = COMPARISONS[name]
    compare: Callable[[], Iterable[Comparison]] = getattr(import_module(file), f"compare_{file}")
    return compare


def main() -> None:
    """Run the comparisons that were asked for, or all."""
    parser = argparse.ArgumentParser(prog="python benchmarks", description=__doc__)
    parser.add_argument("which", nargs="*", choices=[*COMPARISONS, []], help="default: all")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    found = []
    for name in asked.which or COMPARISONS:
        for comparison in comparison_of(name)():
            found.append(comparison)
            if not asked.json:
                print(comparison, flush=True)
    if asked.json:
        print(json.dumps([{**attrs.asdict(each), "ratio": each.ratio} for each in found], indent=2))


if __name__ == "__main__":
    main()

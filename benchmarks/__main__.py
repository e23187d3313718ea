"""Speed against named peers, in the same run: ``python benchmarks`` prints ratios and their goals.

Nothing here passes or fails a test. A ratio says how this library compares with the peer, or with
code written by hand for the same job, on this machine, now; the goal is what it should be.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import attrs  # noqa: E402 - the folder must be on the path first
from chart_opening import compare_chart_opening  # noqa: E402
from fhir_import import compare_fhir_import  # noqa: E402
from import_time import compare_import_time  # noqa: E402
from measuring import Comparison  # noqa: E402
from store_reading import compare_store_reading  # noqa: E402
from store_writing import compare_store_writing  # noqa: E402
from stored_plan import compare_stored_plan  # noqa: E402

COMPARISONS: dict[str, Callable[[], Iterable[Comparison]]] = {
    "import": compare_import_time,
    "plan": compare_stored_plan,
    "chart": compare_chart_opening,
    "fhir": compare_fhir_import,
    "writing": compare_store_writing,
    "reading": compare_store_reading,
}


def main() -> None:
    """Run the comparisons that were asked for, or all."""
    parser = argparse.ArgumentParser(prog="python benchmarks", description=__doc__)
    parser.add_argument("which", nargs="*", choices=[*COMPARISONS, []], help="default: all")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    found = []
    for name in asked.which or COMPARISONS:
        for comparison in COMPARISONS[name]():
            found.append(comparison)
            if not asked.json:
                print(comparison, flush=True)
    if asked.json:
        print(json.dumps([{**attrs.asdict(each), "ratio": each.ratio} for each in found], indent=2))


main()

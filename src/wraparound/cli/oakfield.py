"""Where the example county Oakfield is: in the installed package, or in a clone."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

from wraparound.cli.gathering import gather
from wraparound.errors import StorageUnavailable

AS_OF = date(2026, 11, 2)
"""The day on which Oakfield's story is told; on other days other facts hold."""

COUNTY_NUMBER = "urn:example:oakfield:family"
"""The system of the numbers that the county gave its families."""

_ENDINGS = (".json", ".ndjson", ".yaml", ".yml")


def oakfield_files() -> list[Path]:
    """Return the files of the example county.

    Raises:
        StorageUnavailable: They are neither installed nor in a clone.
    """
    installed = Path(str(resources.files("wraparound"))) / "oakfield"
    cloned = Path(__file__).resolve().parents[3] / "examples" / "oakfield"
    folder = next((each for each in (installed, cloned) if each.is_dir()), None)
    if folder is None:
        raise StorageUnavailable(
            "the example county Oakfield is not installed with this copy of wraparound",
            hint="run it in a clone of the repository, where examples/oakfield/ holds it",
        )
    return gather([folder], _ENDINGS)

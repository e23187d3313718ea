"""The example county Oakfield: where it is, installed or in a clone, and what it tells."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path

import attrs

from wraparound.cli.gathering import gather
from wraparound.errors import StorageUnavailable

AS_OF = date(2026, 11, 2)
"""The day on which Oakfield's story is told; on other days other facts hold."""

WHILE_IT_HELD = date(2026, 9, 15)
"""A day on which the exception that lapses in the story of ginkgo still held."""

COUNTY_NUMBER = "urn:example:oakfield:family"
"""The system of the numbers that the county gave its families."""

_ENDINGS = (".json", ".ndjson", ".yaml", ".yml")
_STORIES = "stories.toml"


@attrs.frozen(kw_only=True)
class Story:
    """One made-up family in a few words; what is found about it comes from its review.

    Attributes:
        who: Who they are.
        how: How it came.
        can: What can be done, by the rule that speaks.
    """

    who: str
    how: str = ""
    can: Mapping[str, str] = attrs.field(factory=dict)


def oakfield_files() -> list[Path]:
    """Return the files of the example county that hold records.

    Raises:
        StorageUnavailable: They are neither installed nor in a clone.
    """
    return gather([_folder()], _ENDINGS)


def oakfield_stories() -> dict[str, Story]:
    """Return the story of each family of the example county, by its id.

    Raises:
        StorageUnavailable: The county is neither installed nor in a clone.
    """
    told = tomllib.loads((_folder() / _STORIES).read_text("utf-8"))
    return {family: Story(**story) for family, story in told.items()}


def _folder() -> Path:
    installed = Path(str(resources.files("wraparound"))) / "oakfield"
    cloned = Path(__file__).resolve().parents[3] / "examples" / "oakfield"
    folder = next((each for each in (installed, cloned) if each.is_dir()), None)
    if folder is None:
        raise StorageUnavailable(
            "the example county Oakfield is not installed with this copy of wraparound",
            hint="run it in a clone of the repository, where examples/oakfield/ holds it",
        )
    return folder

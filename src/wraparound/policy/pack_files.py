"""Files of packs: what each holds and what it is called, told by its first lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import TypeVar

import attrs
import yaml

from wraparound.errors import PolicyInvalid
from wraparound.policy.document import events_of_yaml, not_yaml

_T = TypeVar("_T")


class PackKind(Enum):
    """What a file of policy holds."""

    CONFLICT = "conflict"
    """A pack of conflict rules."""
    PROGRAM = "program"
    """A program pack: clocks, limits and words of one program."""
    ELIGIBILITY = "eligibility"
    """Sets of rules about who qualifies."""
    PAYERS = "payers"
    """Payer routes: who may pay for which help."""


_NAMING = {
    "id": PackKind.CONFLICT,
    "policy": PackKind.PROGRAM,
    "program": PackKind.ELIGIBILITY,
    "payers": PackKind.PAYERS,
}
"""The key that names what a file holds: the first of them that stands in it tells its kind."""


@attrs.frozen
class Sign:
    """What a file says of itself.

    Attributes:
        kind: What it holds.
        name: The id of the pack; of a file of sets of rules, the program that they are of.
    """

    kind: PackKind
    name: str


def sign_of(path: Path) -> Sign | None:
    """Return what a file says of itself, without reading on; None where it says nothing.

    Raises:
        PolicyInvalid: It is not YAML, up to there.
        OSError: It cannot be read.
    """
    try:
        for key, value in _top_level(path.read_bytes()):
            if key in _NAMING and value:
                return Sign(_NAMING[key], value)
    except yaml.YAMLError as error:
        raise PolicyInvalid(path.name, [not_yaml(error, path.name)]) from None
    return None


_ONLY_IN_PACKS = frozenset({"policy", "rulesets", "rules", "routes"})
_ONLY_IN_SCENARIOS = frozenset({"vectors", "case_id", "base"})
_ONLY_IN_OVERLAYS = frozenset({"pack"})


def holds_packs(path: Path) -> bool:
    """Tell whether a file is one of packs, by a key that only those have.

    Raises:
        OSError: It cannot be read.
    """
    return _telling_key(path) in _ONLY_IN_PACKS


def holds_scenarios(path: Path) -> bool:
    """Tell whether a file is one of scenarios, or a case that they share.

    Raises:
        OSError: It cannot be read.
    """
    return _telling_key(path) in _ONLY_IN_SCENARIOS


def _telling_key(path: Path) -> str:
    telling = _ONLY_IN_PACKS | _ONLY_IN_SCENARIOS | _ONLY_IN_OVERLAYS
    try:
        return next((key for key, _ in _top_level(path.read_bytes()) if key in telling), "")
    except yaml.YAMLError:
        return ""


def _top_level(text: bytes) -> Iterator[tuple[str, str]]:
    """Yield the keys of the file's own mapping, with their values where those are plain."""
    depth, key = 0, ""
    for event in events_of_yaml(text):
        if isinstance(event, yaml.CollectionStartEvent):
            if depth == 1:
                yield key, ""
                key = ""
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent) and depth == 1:
            if key:
                yield key, str(event.value)
            key = "" if key else str(event.value)


class LazyPacks(Mapping[str, _T]):
    """Packs by their names, each file read when somebody asks for what it holds."""

    def __init__(self, held: Mapping[str, _T | Path], read: Callable[[Path], _T]) -> None:
        """Keep packs, and files with the names that they say to have.

        Args:
            held: What there is, by name.
            read: What reads a file; it raises ``PolicyInvalid`` for one with faults.
        """
        self._held = dict(held)
        self._read = read

    def __getitem__(self, name: str) -> _T:
        """Return the pack of a name."""
        held = self._held[name]
        if isinstance(held, Path):
            held = self._held[name] = self._read(held)
        return held

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a pack of a name, and read nothing."""
        return name in self._held

    def __iter__(self) -> Iterator[str]:
        """Yield the names, and read nothing."""
        return iter(self._held)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._held)

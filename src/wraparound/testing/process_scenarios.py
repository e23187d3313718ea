"""What answered a scenario of the process, beside what it expects: every difference in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from wraparound.testing.case_words import Row, row
from wraparound.testing.process_answers import SHOWN, Given, Packs

_AS_MULTISETS: Final = ("findings", "unknown", "suppressed")


def process_differences(
    kind: str, scenario: Row, *, file: Path | None = None, packs: Packs | None = None
) -> list[str]:
    """Return how an answer is unlike what a scenario of the process expects, in words.

    Args:
        kind: The kind of the scenario.
        scenario: The scenario.
        file: Its file; the fixtures that it names lie beside it.
        packs: Program packs besides the library's own.
    """
    shown = SHOWN[kind](Given(facts=row(scenario["given"]), file=file, packs=packs or {}))
    expected = row(scenario["expect"])
    if kind == "quality":
        expected = {"unknown": [], "suppressed": [], **expected}
    return list(_unlike(shown, expected, ""))


def _unlike(shown: Row, expected: Row, path: str) -> Sequence[str]:
    found: list[str] = []
    for key, wanted in expected.items():
        value, place = shown.get(key), f"{path}.{key}" if path else key
        if not path and key not in shown:
            found.append(f"{key} is nothing that answers; there are {', '.join(shown)}")
        elif key in _AS_MULTISETS:
            found += _unlike_findings(place, shown[key], wanted)
        elif isinstance(wanted, Mapping) and isinstance(value, Mapping):
            found += _unlike(value, wanted, place)
        elif isinstance(wanted, list) and wanted and isinstance(wanted[0], Mapping):
            found += _unlike_lists(value if isinstance(value, list) else [], wanted, place)
        elif value != wanted:
            found.append(f"{place} is {value!r} and should be {wanted!r}")
    return found


def _unlike_lists(shown: list[Row], expected: list[Row], path: str) -> Sequence[str]:
    if len(shown) != len(expected):
        return [f"{path} has {len(shown)} entries and should have {len(expected)}"]
    return [
        each
        for place, (value, wanted) in enumerate(zip(shown, expected, strict=True))
        for each in _unlike(value, wanted, f"{path}[{place}]")
    ]


def _unlike_findings(path: str, shown: list[Row], expected: list[Row]) -> Sequence[str]:
    left, found = list(shown), []
    for wanted in expected:
        match = next((each for each in left if _is_like(each, wanted)), None)
        if match is None:
            found.append(f"{path}: missing {wanted}")
        else:
            left.remove(match)
    return [*found, *(f"{path}: unexpected {each['code']} at {each['path']}" for each in left)]


def _is_like(shown: Row, wanted: Row) -> bool:
    return all(
        not _unlike(shown[key], value, key) if isinstance(value, Mapping) else shown[key] == value
        for key, value in wanted.items()
    )

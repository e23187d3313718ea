"""Files of scenarios: found in folders, read, and told apart from what is something else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from wraparound.errors import Fault
from wraparound.policy.document import parse_yaml

_TEXTS = frozenset({".md", ".txt", ".rst"})

SUFFIXES = (".yaml", ".yml", ".json")
"""What the names of scenario files end with."""

_SOMETHING_ELSE = frozenset({"$schema", "case_id", "base", "policy", "rulesets", "rules", "routes"})
"""Keys by which a file says that it is a JSON Schema, a case that scenarios share, or a pack."""


def scenario_files(path: Path, errors: list[Fault]) -> Iterator[Path]:
    """Yield the files of a path: itself, or those in a folder; what is neither is a fault."""
    if path.is_file():
        yield path
        return
    if not path.is_dir():
        errors.append(Fault("", "is neither a file nor a folder", str(path)))
        return
    yield from sorted(
        each for each in path.rglob("*") if each.is_file() and not _hidden(each, path)
    )


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def scenarios_of(file: Path, errors: list[Fault], left_alone: list[str]) -> list[Mapping[str, Any]]:
    """Return the scenarios of a file; what it is instead goes to one of the lists."""
    suffix = file.suffix.lower()
    if suffix in _TEXTS:
        left_alone.append(str(file))
        return []
    try:
        held = _parsed(file)
    except ValueError as error:
        errors.append(Fault("", str(error), str(file)))
        return []
    if isinstance(held, Mapping) and "vectors" not in held and _SOMETHING_ELSE & held.keys():
        left_alone.append(str(file))
        return []
    listed = held.get("vectors") if isinstance(held, Mapping) else None
    if not isinstance(listed, list):
        message = "must be a mapping with a list of scenarios under `vectors`"
        errors.append(Fault("", message, str(file)))
        return []
    if not listed:
        errors.append(Fault("vectors", "holds no scenario", str(file)))
    return listed


def _parsed(file: Path) -> object:
    """Read a file.

    Raises:
        ValueError: It cannot be read, or is not what its name says; the message is for a person.
    """
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        message = "is not a file of scenarios (YAML or JSON)"
        raise ValueError(message)
    try:
        text = file.read_bytes()
    except OSError as error:
        message = f"cannot be read ({(error.strerror or type(error).__name__).lower()})"
        raise ValueError(message) from error
    try:
        return json.loads(text.decode("utf-8-sig")) if suffix == ".json" else parse_yaml(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = "" if mark is None else f", from line {mark.line + 1} on"
        message = f"is not YAML{line}"
        raise ValueError(message) from error
    except (RecursionError, ValueError) as error:
        message = f"is not {'JSON' if suffix == '.json' else 'YAML'}"
        raise ValueError(message) from error

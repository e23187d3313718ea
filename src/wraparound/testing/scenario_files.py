"""Files of scenarios: found in folders, read, and told apart from what is something else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from wraparound.errors import Fault
from wraparound.policy.document import parse_with_places
from wraparound.policy.lines import names_given_twice

_TEXTS = frozenset({"", ".md", ".txt", ".rst"})

SUFFIXES = (".yaml", ".yml", ".json")
"""What the names of scenario files end with."""

_SOMETHING_ELSE = frozenset({"$schema", "case_id", "base", "policy", "rulesets", "rules", "routes"})
"""Keys by which a file says that it is a JSON Schema, a case that scenarios share, or a pack."""


def scenario_files(path: Path, errors: list[Fault], left_alone: list[str]) -> Iterator[Path]:
    """Yield the files of a path: itself, or those in a folder; what is neither is a fault.

    Hidden files and folders are left alone, and named.
    """
    if path.is_file():
        yield path
        return
    if not path.is_dir():
        errors.append(Fault("", "is neither a file nor a folder", str(path)))
        return
    for each in sorted(path.rglob("*")):
        hidden = [part for part in each.relative_to(path).parts if part.startswith(".")]
        if not hidden:
            if each.is_file():
                yield each
        elif each.name == hidden[0]:  # a hidden folder is named once, with all that is in it
            left_alone.append(str(each))


def scenarios_of(file: Path, errors: list[Fault], left_alone: list[str]) -> list[Mapping[str, Any]]:
    """Return the scenarios of a file; what it is instead goes to one of the lists."""
    if file.stem.lower() == "readme" and file.suffix.lower() in _TEXTS:
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


class _TwiceError(Exception):
    """Keys stand twice in one mapping."""


def _json(text: bytes) -> object:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in pairs]
        _refuse_twice(sorted({key for key in keys if keys.count(key) > 1}))
        return dict(pairs)

    return json.loads(text.decode("utf-8-sig"), object_pairs_hook=once)


def _yaml(text: bytes) -> object:
    held, node = parse_with_places(text)
    _refuse_twice([each.path for each in names_given_twice(node)])
    return held


def _refuse_twice(keys: list[str]) -> None:
    if keys:
        raise _TwiceError(", ".join(keys))


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
        return _json(text) if suffix == ".json" else _yaml(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = "" if mark is None else f"line {mark.line + 1}: "
        message = f"{line}is not YAML from here on"
        raise ValueError(message) from error
    except _TwiceError as error:
        message = f"is given twice; keep one: {error}"
        raise ValueError(message) from error
    except (RecursionError, ValueError) as error:
        message = f"is not {'JSON' if suffix == '.json' else 'YAML'}"
        raise ValueError(message) from error

"""Where in a YAML text something stands: the line of each path, and names that are given twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs
import yaml

from wraparound.errors import Fault


def with_lines(faults: Iterable[Fault], file: yaml.Node | None, source: str) -> Iterator[Fault]:
    """Yield faults with the line of what they are about, or of the nearest thing around it.

    Args:
        faults: Each with a path such as ``parameters[2].unit``.
        file: The node of the whole file.
        source: The name of the file.
    """
    lines = {} if file is None else dict(_places(file, ""))
    for fault in faults:
        path = fault.path
        while path and path not in lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        line = lines.get(path)
        yield attrs.evolve(fault, source=f"{source}, line {line}") if line else fault


def names_given_twice(node: yaml.Node | None, path: str = "") -> Iterator[Fault]:
    """Yield a fault for each key that a mapping gives twice; YAML itself keeps the last one."""
    seen: set[str] = set()
    for key, child, _ in _children(node, path) if node is not None else ():
        if key in seen:
            yield Fault(key, "is given twice; keep one")
        seen.add(key)
        yield from names_given_twice(child, key)


_NAMED_BY = ("id", "policy", "name", "version")
_KEYED = "rules"


def named_lines(file: yaml.Node | None) -> Mapping[str, int]:
    """Return the line on which each name first stands: of a pack, a parameter, a rule, a question.

    Args:
        file: The node of the whole file.
    """
    found: dict[str, int] = {}
    for name, line in _names(file) if file is not None else ():
        found.setdefault(name, line)
    return found


def _names(node: yaml.Node) -> Iterator[tuple[str, int]]:
    for key, child, line in _children(node, ""):
        if key in _NAMED_BY and isinstance(child, yaml.ScalarNode):
            yield f"version {child.value}" if key == "version" else str(child.value), line
        if key == _KEYED:
            yield from ((name, line) for name, _, line in _children(child, ""))
        yield from _names(child)


def _places(node: yaml.Node, path: str) -> Iterator[tuple[str, int]]:
    yield path, node.start_mark.line + 1
    for key, child, line in _children(node, path):
        yield from _places(child, key)
        yield key, line


def _children(node: yaml.Node, path: str) -> Iterator[tuple[str, yaml.Node, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = str(getattr(key, "value", ""))
            yield f"{path}.{name}" if path else name, value, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield f"{path}[{place}]", value, value.start_mark.line + 1

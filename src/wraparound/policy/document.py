"""A policy file while it is read: strict about its keys, and every fault is kept with its path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import TypeVar

import attrs
import yaml

from wraparound.errors import Fault, did_you_mean

_Choice = TypeVar("_Choice", bound=Enum)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # C where built
    """YAML without surprises: a day stays the text that somebody wrote."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse_yaml(text: str | bytes) -> object:
    """Return what the text holds: mappings, lists, texts, numbers, yes and no.

    Raises:
        yaml.YAMLError: The text is not YAML.
    """
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - the loader is a SafeLoader


def events_of_yaml(text: str | bytes) -> Iterator[yaml.Event]:
    """Yield what stands in a text, one thing after another, and read no further than asked.

    Raises:
        yaml.YAMLError: The text is not YAML, up to there.
    """
    return yaml.parse(text, Loader=_Loader)


def parse_with_places(text: str | bytes) -> tuple[object, yaml.Node | None]:
    """Return what the text holds, and the node of the file, which knows its lines.

    The text is read twice: what is built from a node puts merged keys (``<<``) into it, and they
    would look as if they were given twice.

    Raises:
        yaml.YAMLError: The text is not YAML.
    """
    return parse_yaml(text), yaml.compose(text, Loader=_Loader)


def not_yaml(error: yaml.YAMLError, source: str) -> Fault:
    """Return the fault of a text that is not YAML, with the line where that shows."""
    mark = getattr(error, "problem_mark", None)
    return Fault("", "is not YAML", source if mark is None else f"{source}, line {mark.line + 1}")


@attrs.define
class Section:
    """One mapping of a policy file.

    Ask for each key that may be there, then ``finish``: what nobody asked for is a fault.

    Attributes:
        path: Where it stands in the file.
        entries: What it holds.
        faults: Every fault so far, shared by all sections of the file.
    """

    path: str
    entries: Mapping[str, object]
    faults: list[Fault]
    _asked: set[str] = attrs.field(factory=set)

    @classmethod
    def of(cls, value: object, path: str, faults: list[Fault]) -> Section:
        """Return the value as a section; an empty one, and a fault, where it is no mapping."""
        if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
            return cls(path, value, faults)
        faults.append(Fault(path, "must be a mapping whose keys are texts"))
        return cls(path, {}, faults)

    def at(self, key: str) -> str:
        """Return the path of a key; of the section itself for an empty one."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def fault(self, key: str, message: str) -> None:
        """Keep a fault."""
        self.faults.append(Fault(self.at(key), message))

    def raw(self, key: str) -> object:
        """Return whatever stands under the key, or None."""
        self._asked.add(key)
        return self.entries.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        value = self.raw(key)
        if isinstance(value, str):
            return value
        if value is None and default is not None:
            return default
        self.fault(key, "must be a text")
        return ""

    def citation(self, key: str) -> str:
        """Return the text that is cited; it must be named."""
        value = self.raw(key)
        if isinstance(value, str) and value.strip():
            return value
        self.fault(key, "must name the text: document and section")
        return ""

    def flag(self, key: str) -> bool:
        """Return yes or no; no where it is left out."""
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return value is True
        self.fault(key, "must be true or false")
        return False

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where it is left out."""
        value = self.raw(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fault(key, "must be a list of texts")
        return ()

    def texts_or_none(self, key: str) -> tuple[str, ...] | None:
        """Return a list of texts, or None where it is left out."""
        return None if self.raw(key) is None else self.texts(key)

    def day(self, key: str) -> date | None:
        """Return a day, or None where it is left out."""
        value = self.raw(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.fault(key, "must be a day such as 2025-06-01, in quotes")
            return None

    def choice(self, key: str, words: type[_Choice], default: _Choice | None = None) -> _Choice:
        """Return one of the words of an enumeration."""
        value = self.raw(key)
        if value is None and default is not None:
            return default
        known = {str(member.value): member for member in words}
        if isinstance(value, str) and value in known:
            return known[value]
        hint = did_you_mean(value, known) if isinstance(value, str) else ""
        self.fault(key, "must be one of " + ", ".join(known) + (f"; {hint}" if hint else ""))
        return next(iter(words))

    def section(self, key: str) -> Section | None:
        """Return the section under the key, or None where it is left out."""
        value = self.raw(key)
        return None if value is None else Section.of(value, self.at(key), self.faults)

    def listed(self, key: str) -> Iterator[Section]:
        """Yield the sections of a list of sections; none where it is left out."""
        value = self.raw(key)
        if value is not None and not isinstance(value, list):
            self.fault(key, "must be a list")
            return
        for place, entry in enumerate(value or []):
            yield Section.of(entry, f"{self.at(key)}[{place}]", self.faults)

    def sections(self, key: str) -> Iterator[tuple[str, Section]]:
        """Yield the sections of a mapping of names to sections."""
        inner = self.section(key)
        if inner is None:
            return
        for name in inner.entries:
            yield name, Section.of(inner.raw(name), inner.at(name), self.faults)

    def finish(self, known: Iterable[str] = ()) -> None:
        """Refuse every key that nobody asked for.

        Args:
            known: More keys that may be there, to name the nearest one to a wrong key.
        """
        allowed = self._asked.union(known)
        for key in self.entries:
            if key not in allowed:
                hint = did_you_mean(key, allowed)
                self.fault(key, "is not a key here" + (f"; {hint}" if hint else ""))

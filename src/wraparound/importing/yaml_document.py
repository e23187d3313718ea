"""YAML as people write it by hand, read without surprises and with the line of every place.

Only what JSON can say is read: lists, mappings, texts, whole numbers, true, false and null. A day
stays the text that it is. Anchors and aliases are refused (a small file could unfold into an
enormous one), and so are tags, doubled keys and documents that are nested too deeply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import yaml

from wraparound.errors import Fault

DEPTH = 100
SIZE = 32 * 1024 * 1024  # bytes; a case file is written by hand

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_CONSTANTS = {"null": None, "~": None, "": None, "true": True, "false": False}


@attrs.frozen
class YamlDocument:
    """What a YAML file says.

    Attributes:
        value: Dicts, lists, texts, whole numbers, booleans and None.
        lines: The line of each place, by its path, such as ``plan[0].needs[2]``.
        faults: What is wrong with it; if there are any, the value is not to be used.
    """

    value: object = attrs.field(repr=False)
    lines: dict[str, int] = attrs.field(factory=dict, repr=False)
    faults: tuple[tuple[int | None, Fault], ...] = ()

    def line_of(self, path: str) -> int | None:
        """Return the line of a place, or of the nearest place around it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rstrip("]").rpartition("[" if path.endswith("]") else ".")[0]
        return None


def read_yaml(path: Path) -> YamlDocument:
    """Read a YAML file, and tell everything that is wrong with its form."""
    reader = _Reader()
    try:
        value = reader.document(yaml.parse(_text_of(path), Loader=_Loader))
    except _Refused as refusal:
        return _refused(refusal.message, refusal.line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        # the error's own words may quote the file
        return _refused("is not YAML that can be read", None if mark is None else mark.line + 1)
    except yaml.YAMLError:
        return _refused("is not YAML that can be read")
    return YamlDocument(value, reader.lines, tuple(reader.faults))


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(SIZE + 1)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise _Refused(f"must be a file that can be read ({reason})") from None
    if len(data) > SIZE:
        raise _Refused(f"must be at most {SIZE // 1024 // 1024} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Refused("must be written in UTF-8", line) from None


def _refused(message: str, line: int | None = None) -> YamlDocument:
    return YamlDocument(None, {}, ((line, Fault("", message)),))


class _Refused(Exception):  # noqa: N818 - it never leaves this room
    def __init__(self, message: str, line: int | None = None) -> None:
        self.message = message
        self.line = line
        super().__init__(message)


class _Reader:
    """Builds the value from YAML's events, so that nothing recurses without a limit."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}
        self.faults: list[tuple[int | None, Fault]] = []

    def document(self, events: Iterator[yaml.Event]) -> object:
        value: object = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused("must hold one document", _line(event))
                value = self._node(next(events), events, "", 0)
        return value

    def _node(
        self, event: yaml.Event, events: Iterator[yaml.Event], path: str, depth: int
    ) -> object:
        line = _line(event)
        self.lines[path] = line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _Refused("must not use anchors and aliases", line)
        if getattr(event, "tag", None) is not None:
            raise _Refused("must not use tags", line)
        if depth > DEPTH:
            raise _Refused("is nested too deeply", line)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(events, path, depth)
        return self._entries(events, path, depth)

    def _items(self, events: Iterator[yaml.Event], path: str, depth: int) -> list[object]:
        items: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, f"{path}[{len(items)}]", depth + 1))
        return items

    def _entries(self, events: Iterator[yaml.Event], path: str, depth: int) -> dict[str, object]:
        entries: dict[str, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused("must have texts as keys", _line(event))
            place = f"{path}.{event.value}" if path else event.value
            if event.value in entries:
                self.faults.append((_line(event), Fault(path, "has the same key twice")))
            entries[event.value] = self._node(next(events), events, place, depth + 1)
        return entries


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return 1 if mark is None else mark.line + 1


def _scalar(event: yaml.ScalarEvent) -> object:
    if event.style:  # quoted, or a block: a text, whatever it looks like
        return event.value
    if event.value in _CONSTANTS:
        return _CONSTANTS[event.value]
    return int(event.value) if _WHOLE.fullmatch(event.value) else event.value

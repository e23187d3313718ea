"""What one input holds: its resources, how they refer to each other, what came of each part."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import attrs

from wraparound.errors import RecordInvalid
from wraparound.intake import Intake, Source
from wraparound.model.ids import Identifier
from wraparound.model.record import Record
from wraparound_fhir.identities import URL, business, unique_name
from wraparound_fhir.primitives import is_id

Json = dict[str, Any]  # Any: a resource whose shape has been looked at
_R = TypeVar("_R", bound=Record)

PART_OF = "urn:wraparound:part-of:"
"""Put before the system of a resource's identifier, it is the system of what it tells of."""

_ONLY_IN_OTHERS = frozenset({"Location", "Group"})
_SHARING = "RelatedPerson"
_PARTS = uuid.UUID("8a1c5a5e-6a0c-5f43-9a53-2f6f6b1d7c10")
_RELATIVE = re.compile(r"(?:.*/)?([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(?:/_history/[^/]+)?")
_SEARCHED = re.compile(r"([A-Z][A-Za-z]+)\?identifier=([^|&]+)\|([^|&]+)")
_URL_TAIL = re.compile(r"[A-Za-z0-9\-]{1,80}")
_NO_EXTENSION = "no place for this extension"
_LOCAL = "is known only by its name in this file; give --system to recognize it in other files"
_SILENT = frozenset({"resourceType", "id", "_id", "identifier", "contained"})


@attrs.define(eq=False)
class Held:
    """One resource of the input.

    Attributes:
        type: Its type.
        data: What it says; emptied where nothing of it is needed.
        path: Where it stands, for messages.
        line: The line of an NDJSON file.
        names: What it can be referred to by.
        key: What it is known by in this source.
        created: Whether a transaction or batch creates it; its ``urn:uuid:`` may be for once only.
        holder: The resource that contains it.
    """

    type: str
    data: Json = attrs.field(repr=False)
    path: str
    line: int | None
    names: tuple[str, ...] = attrs.field(repr=False)
    key: str = attrs.field(repr=False)
    created: bool = False
    holder: Held | None = attrs.field(default=None, repr=False)


@attrs.frozen
class Target:
    """What a reference leads to.

    Attributes:
        type: The type of the resource; empty where it is not told.
        held: The resource, where the input holds it.
        identifiers: What it is known by, where it does not.
    """

    type: str
    held: Held | None
    identifiers: tuple[Identifier, ...] = attrs.field(default=(), repr=False)


class Reading:
    """One object of a resource, which remembers what was asked of it."""

    __slots__ = ("_taken", "case", "data", "path")

    def __init__(self, case: Case, data: Json, path: str) -> None:
        """Begin to read.

        Args:
            case: Where what was never asked for is told.
            data: The object.
            path: Its path without places: ``CarePlan.activity``.
        """
        self.case = case
        self.data = data
        self.path = path
        self._taken: set[str] = set()

    def take(self, key: str) -> Any:  # Any: its shape has been looked at
        """Return what stands under a key, which is then read."""
        self._taken.add(key)
        return self.data.get(key)

    def text(self, key: str) -> str:
        """Return a text; empty where there is none."""
        value = self.take(key)
        return value.strip() if isinstance(value, str) else ""

    def items(self, key: str) -> list[Any]:
        """Return a list; empty where there is none."""
        value = self.take(key)
        return [each for each in value if each is not None] if isinstance(value, list) else []

    def parts(self, key: str) -> list[Reading]:
        """Return the parts under a key, each to be read by itself."""
        return [self.case.reading(each, f"{self.path}.{key}") for each in self.items(key)]

    def leave(self, key: str, reason: str) -> None:
        """Say that what stands under a key, if anything, was not carried, and why."""
        value = self.take(key)
        if value is not None:
            times = len(value) if isinstance(value, list) else 1
            self.case.leave(f"{self.path}.{key}", reason, times)

    def untold(self) -> Iterator[tuple[str, str, int]]:
        """Yield what nobody asked for: path, reason and how often."""
        for key, value in self.data.items():
            if key in self._taken or key in _SILENT:
                continue
            times = len(value) if isinstance(value, list) else 1
            if key == "extension":
                for each in value:
                    tail = str(each.get("url", "")).rpartition("/")[2]
                    yield _extension(self.path, tail), _NO_EXTENSION, 1
            elif key == "meta":
                yield f"{self.path}.meta", "says how the resource was exchanged", 1
            elif key == "text" and "." not in self.path:
                yield f"{self.path}.text", "the narrative is not read, only the data", 1
            elif key.startswith("_"):
                yield f"{self.path}.{key[1:]}", "extensions of single values are not read", times
            else:
                yield f"{self.path}.{key}", "has no place in the record", times


class Case:
    """Everything that one input holds."""

    def __init__(self, source: Source, intake: Intake) -> None:
        """Begin with nothing."""
        self.source = source
        self.intake = intake
        self.by_type: dict[str, list[Held]] = {}
        self.index: dict[str, Held] = {}
        self.faulty = False
        self._bearers: dict[tuple[str, str], Held] = {}
        self._shared: set[tuple[str, str]] = set()
        self._unique: dict[str, str] = {}
        self._doubled: set[str] = set()
        self._known: dict[str, tuple[Identifier, ...]] = {}
        self._left: Counter[tuple[str, str]] = Counter()
        self._readings: list[Reading] = []
        self._opened: dict[str, Reading] = {}

    def hold(self, held: Held) -> None:
        """Keep a resource and everything that it can be referred to by."""
        self.by_type.setdefault(held.type, []).append(held)
        for name in held.names:
            self.index.setdefault(name, held)
        for name in unique_names(held):
            if self._unique.setdefault(name, held.key) != held.key:
                self._doubled.add(name)
        for identifier in business(held.data):
            bearer = self._bearers.setdefault((held.type, identifier.key), held)
            if bearer is held:
                self.index.setdefault(f"{held.type}|{identifier.key}", held)
            elif held.type != _SHARING:
                self._shared.add((held.type, identifier.key))
                self.index.pop(f"{held.type}|{identifier.key}", None)

    def all(self, kind: str) -> list[Held]:
        """Return the resources of a type that count: none that was entered in error."""
        return [held for held in self.by_type.get(kind, []) if not self._in_error(held)]

    def _in_error(self, held: Held) -> bool:
        status = held.data.get("status") or held.data.get("lifecycleStatus")
        return status == "entered-in-error"

    def fault(self, held: Held | None, path: str, message: str) -> None:
        """Say what is wrong with a resource."""
        self.faulty = True
        if held is None:
            self.intake.fault(path, message)
            return
        place = f"{held.path}.{path}" if path else held.path
        self.intake.fault(place, message, line=held.line)

    def leave(self, path: str, reason: str, times: int = 1) -> None:
        """Say what was not carried; the same thing is told once with how often."""
        self._left[path, reason] += times

    def leave_extension(self, path: str, tail: str) -> None:
        """Say that an extension was not carried; it is named by the end of its URL."""
        self.leave(_extension(path, tail), _NO_EXTENSION)

    def reading(self, data: Json, path: str) -> Reading:
        """Return a reading whose unread keys will be told."""
        reading = Reading(self, data, path)
        self._readings.append(reading)
        return reading

    def open(self, held: Held) -> Reading:
        """Return the reading of a whole resource, the same one each time."""
        if held.key not in self._opened:
            self._opened[held.key] = self.reading(held.data, held.type)
        return self._opened[held.key]

    def tell(self) -> None:
        """Tell the intake everything that was not carried."""
        for kind, listed in self.by_type.items():
            for held in listed:
                if self._in_error(held):
                    self.leave(kind, "was entered in error")
                elif kind in _ONLY_IN_OTHERS and held.key not in self._opened:
                    self.leave(kind, "is part of nothing that was carried")
        for kind, _ in self._shared:
            self.leave(
                f"{kind}.identifier", "stands in several resources; it recognizes none of them"
            )
        for reading in self._readings:
            for path, reason, times in reading.untold():
                self._left[path, reason] += times
        for (path, reason), times in sorted(self._left.items()):
            self.intake.left_out(path, reason, times=times)

    def identifiers(self, held: Held) -> tuple[Identifier, ...]:
        """Return what a resource is known by, business identifiers first.

        An identifier that several resources of one type bear tells none of them apart: two agencies
        with one taxpayer number stay two. Related persons alone share theirs, because FHIR needs a
        resource for each patient that somebody is related to.
        """
        known = self._known.get(held.key)
        if known is None:
            telling = [
                each for each in business(held.data) if (held.type, each.key) not in self._shared
            ]
            own = self.own_names(held)
            if not telling and not self.source.named and own[0].system == self.source.system:
                self.leave(held.type, _LOCAL)
            known = self._known[held.key] = (*telling, *own)
        return known

    def own_names(self, held: Held) -> tuple[Identifier, ...]:
        """Return what names this resource and no other: UUID, URL, local id, in this order."""
        if held.holder is not None:
            return (self.part_of(held.holder, held.key.rpartition("#")[2]),)
        unique = [name for name in unique_names(held) if name not in self._doubled]
        links = [name for name in held.names if "://" in name]
        names = [Identifier(system=URL, value=name) for name in (*unique, *links)]
        if self.source.named or unique_name(held.key.partition("/")[2]) not in unique:
            names.append(Identifier(system=self.source.system, value=held.key))
        return tuple(names)

    def id_of(self, kind: str, held: Held) -> str:
        """Return the id of the record that a resource becomes."""
        names, own = self.identifiers(held), self.own_names(held)
        return self.intake.id_of(kind, *names, path=held.path, own=own)

    def part_of(self, held: Held, what: str) -> Identifier:
        """Return what something is known by that a resource tells of, from whatever file."""
        best = self.identifiers(held)[0]
        return Identifier(system=PART_OF + best.system, value=f"{best.value}#{what}")

    def part_id(self, held: Held, *steps: str) -> str:
        """Return the id of a part of a record, the same each time that the resource is read."""
        return self.id_under(self.identifiers(held)[0], held.type, *steps)

    def id_under(self, identifier: Identifier, *steps: str) -> str:
        """Return an id that follows from what something is known by."""
        return str(uuid.uuid5(_PARTS, "\n".join((identifier.key, *steps))))

    def target(self, reference: object, holder: Held | None = None) -> Target | None:
        """Return what a reference leads to; None where it only gives a name.

        Args:
            reference: The reference, which may be missing.
            holder: The resource that it stands in, for references to what that contains.
        """
        if not isinstance(reference, dict):
            return None
        said = reference.get("reference")
        if isinstance(said, str):
            held = self._found(said, holder)
            return Target(held.type, held) if held is not None else self._elsewhere(said)
        logical = reference.get("identifier")
        if isinstance(logical, dict) and logical.get("system") and logical.get("value"):
            identifier = Identifier(system=logical["system"], value=logical["value"])
            kind = str(reference.get("type") or "")
            for each in (kind,) if kind else tuple(self.by_type):
                held = self.index.get(f"{each}|{identifier.key}")
                if held is not None:
                    return Target(held.type, held)
            return Target(kind, None, (identifier,))
        return None

    def _found(self, said: str, holder: Held | None) -> Held | None:
        if said.startswith("#") and holder is not None:
            return self.index.get(f"{holder.key}{said}")
        found = self.index.get(said)
        if found is not None:
            return found
        searched = _SEARCHED.fullmatch(said)
        if searched is not None:
            return self.index.get(f"{searched[1]}|{searched[2]}|{searched[3]}")
        relative = _RELATIVE.fullmatch(said)
        if relative is not None and "://" not in said:
            return self.index.get(f"{relative[1]}/{relative[2]}")
        return self.index.get(said.partition("/_history/")[0])

    def _elsewhere(self, said: str) -> Target | None:
        searched = _SEARCHED.fullmatch(said)
        if searched is not None:
            identifier = Identifier(system=searched[2], value=searched[3])
            return Target(searched[1], None, (identifier,))
        relative = _RELATIVE.fullmatch(said)
        if relative is None or said.startswith("#"):
            return None
        unique = unique_name(relative[2])
        known = [Identifier(system=URL, value=unique)] if unique else []
        if "://" in said:
            return Target(relative[1], None, (*known, Identifier(system=URL, value=said)))
        local = Identifier(system=self.source.system, value=f"{relative[1]}/{relative[2]}")
        known += [local] if self.source.named or not known else []
        return Target(relative[1], None, tuple(known))

    def record(self, held: Held | None, make: Callable[[], _R]) -> _R | None:
        """Make a record; what it refuses is a fault of the resource."""
        try:
            return make()
        except RecordInvalid as error:
            self.refused(held, error)
            return None

    def refused(self, held: Held | None, error: RecordInvalid) -> None:
        """Say why a record cannot be made of what stands there."""
        for fault in error.faults:
            self.fault(held, "", f"cannot be carried: {fault.path} {fault.message}")

    def add(self, held: Held | None, make: Callable[[], Record]) -> None:
        """Make a record and hand it over."""
        record = self.record(held, make)
        if record is not None:
            self.give(held, record)

    def give(self, held: Held | None, record: Record) -> None:
        """Hand a record over, unless something is wrong with the input anyway."""
        if not self.faulty:
            self.intake.add(record, path=held.path if held is not None else "")


def _extension(path: str, tail: str) -> str:
    return f"{path}.extension({tail if _URL_TAIL.fullmatch(tail) else 'other'})"


def unique_names(held: Held) -> tuple[str, ...]:
    """Return the UUIDs that a resource is known by, wherever it stands.

    The ``urn:uuid:`` by which a transaction calls what it creates is forgotten when it is done,
    unless it is the id of the resource too.
    """
    found = [unique_name(held.key.partition("/")[2])]
    if not held.created:
        found += [unique_name(each[9:]) for each in held.names if each.startswith("urn:uuid:")]
    return tuple(dict.fromkeys(name for name in found if name))


def shown(kind: str, data: Json) -> str:
    """Return what messages call a resource: its type, and its id where that is one."""
    own = data.get("id")
    return f"{kind}/{own}" if is_id(own) else kind

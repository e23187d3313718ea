"""Records that a file tells of more than once, put together: an organization in each service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from wraparound.intake import Intake
from wraparound.model.agency import Agency
from wraparound.model.directory import Service
from wraparound.model.ids import Identifier
from wraparound.model.record import Record
from wraparound.model.terms import Unknown
from wraparound.model.tie import Tie
from wraparound.shapes import below

URI = "urn:ietf:rfc:3986"
"""The system of identifiers that are URIs: HSDS ids are UUIDs, which are the same everywhere."""

_KEYS = {
    "other_names": "alternate_name",
    "address": "locations",
    "period": "status",
    "agency": "organization",
    "assured_on": "assured_date",
    "youngest": "minimum_age",
    "oldest": "maximum_age",
    "eligibility": "eligibility_description",
    "schedule": "schedules",
    "object": "parent_organization_id",
    "subject": "parent_organization_id",
    "other_name": "alternate_name",
    "capacity": "capacities",
}
"""Fields whose key in HSDS has another name."""


@attrs.frozen
class _Told:
    record: Record
    path: str
    entry: bool


@attrs.define
class Gathering:
    """Everything that is read, until the whole file is.

    Attributes:
        intake: Where it goes in the end.
    """

    intake: Intake
    _told: dict[str, _Told] = attrs.field(factory=dict, init=False)

    def identifier(self, local: str) -> Identifier:
        """Return the identifier that a UUID stands for, whichever file it is in."""
        return Identifier(system=URI, value=f"urn:uuid:{local.lower()}")

    def take(
        self, record: Agency | Service | Tie, *, path: str, line: int, entry: bool = False
    ) -> None:
        """Take a record; one that was told before is completed.

        Two entries with one id must not contradict each other. What other entries say of it in
        passing only fills gaps.

        Args:
            record: The record.
            path: Where it stands.
            line: The line of the entry that it stands in.
            entry: Whether it is an entry of its own, and not told inside of another.
        """
        now = _Told(record, path, entry)
        before = self._told.get(record.id)
        if before is None:
            self._told[record.id] = now
            return
        first, second = (now, before) if entry and not before.entry else (before, now)
        changes: dict[str, Any] = {}  # Any: whatever the fields hold
        for name, one, other in _differences(first.record, second.record):
            if isinstance(one, tuple) and isinstance(other, tuple):
                changes[name] = tuple(dict.fromkeys((*one, *other)))
            elif _says_nothing(one):
                changes[name] = other
            elif first.entry and second.entry:
                words = "must not contradict what the file says elsewhere of the same id"
                self.intake.fault(below(path, _KEYS.get(name, name)), words, line=line)
            else:
                what = type(record).__name__.lower()
                why = "differs from what the file says of the same id elsewhere, which is kept"
                self.intake.left_out(f"{what}.{_KEYS.get(name, name)}", why)
        united = attrs.evolve(first.record, **changes) if changes else first.record
        self._told[record.id] = _Told(united, before.path, first.entry)

    def hand_over(self) -> None:
        """Give everything to the intake."""
        for told in self._told.values():
            self.intake.add(told.record, path=told.path)


def _differences(one: Record, other: Record) -> Iterator[tuple[str, object, object]]:
    for field in attrs.fields(type(one)):
        name = str(field.name)
        first: object = getattr(one, name)
        second: object = getattr(other, name)
        if first != second and not _says_nothing(second):
            yield name, first, second


def _says_nothing(value: object) -> bool:
    return value is None or isinstance(value, Unknown) or value in ("", ())

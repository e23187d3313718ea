"""What a log amounts to: which records there are, where their bodies lie, what finds them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import attrs

from wraparound.storage.admission import FAMILY
from wraparound.storage.envelopes import Act, Envelope
from wraparound_objectstore.lines import Kept, Line
from wraparound_objectstore.log import Place

Key = tuple[str, str]
"""The kind and the id of a record."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@attrs.frozen
class Held:
    """One revision, and where it lies.

    Attributes:
        kept: What its line tells of it.
        position: The position of its change.
        start: Where its body begins in the object.
    """

    kept: Kept
    position: int
    start: int

    @property
    def key(self) -> Key:
        """The kind and the id of the record."""
        return self.kept.kind, self.kept.id

    @property
    def there(self) -> bool:
        """Whether the record is there, not removed."""
        return self.kept.size > 0

    def is_of(self, family: str | None) -> bool:
        """Whether the record is there, and of that family, or of the directory."""
        return self.there and self.kept.family == family

    def valid_on(self, day: date | None) -> bool:
        """Whether what it says is valid on a day; on None, always."""
        first, end = self.kept.valid_from, self.kept.valid_until
        return day is None or ((first is None or first <= day) and (end is None or day < end))


class Index:
    """What has been read of a log. Bodies stay where they are.

    Attributes:
        head: The number of the last line that was taken over.
        position: The position of the last change.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.head = 0
        self.position = 0
        self._numbers = array("Q")
        self._times = array("q")
        self._changes: list[str] = []
        self._positions: dict[str, int] = {}
        self._held: dict[Key, Held] = {}
        self._past: dict[Key, tuple[int, ...]] = {}
        self._of_family: dict[str | None, set[Key]] = defaultdict(set)
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._found: dict[tuple[str, str, str], set[str]] = defaultdict(set)

    def take(self, line: Line, length: int) -> None:
        """Take over one line of the log, which is so long."""
        if line.act is Act.CHANGE:
            self.position = line.position
            self._numbers.append(line.number)
            self._times.append(_micros(line.at))
            self._changes.append(line.change)
            self._positions[line.change] = line.position
            for held in held_by(line, length):
                self._replace(held)
        self.head = line.number  # last, so that a line taken in part is noticed

    def at(self, position: int) -> datetime:
        """Return when a change was recorded."""
        return EPOCH + self._times[position - 1] * MICROSECOND

    def number(self, position: int) -> int:
        """Return the number of a change in the log."""
        return self._numbers[position - 1]

    def position_of(self, change: str) -> int | None:
        """Return the position of a change; None where it was not made."""
        return self._positions.get(change)

    def position_at(self, instant: datetime | None) -> int:
        """Return the position of the last change until an instant; of the last where it is None."""
        if instant is None:
            return self.position
        return bisect_right(self._times, _micros(instant))

    def held(self, key: Key) -> Held | None:
        """Return the last revision of a record, even one that says that it is gone."""
        return self._held.get(key)

    def positions(self, key: Key) -> tuple[int, ...]:
        """Return the positions of the changes that a record was in, the oldest first."""
        held = self._held.get(key)
        return () if held is None else (*self._past.get(key, ()), held.position)

    def ever_of(self, family: str | None) -> Iterable[Key]:
        """Return the records that ever were of a family, or of the directory, in order."""
        return sorted(self._of_family.get(family, ()))

    def as_of(self, keys: Iterable[Key], position: int) -> list[tuple[Key, int]]:
        """Return those of the records that were there then, and the position of each."""
        found: list[tuple[Key, int]] = []
        for key in keys:
            held = self._held.get(key)
            if held is not None and held.position <= position:
                found.append((key, held.position))
            elif earlier := [each for each in self._past.get(key, ()) if each <= position]:
                found.append((key, earlier[-1]))
        return found

    def families(self) -> list[str | None]:
        """Return the directory, and every family that ever was, in order."""
        return [None, *sorted(family for family in self._of_family if family is not None)]

    def search(self, kind: str, where: Mapping[str, str]) -> Iterator[Held]:
        """Yield the records of a kind that hold all these values."""
        ids = self._ids.get(kind, set[str]())
        for field, value in where.items():
            ids = ids & self._found.get((kind, field, value), set[str]())
        return (self._held[kind, each] for each in ids)

    def place(self, held: Held) -> Place:
        """Return where the body of a revision lies."""
        number = self.number(held.position)
        return Place(number, held.start, held.kept.size, held.kept.sha256)

    def envelope(self, held: Held, body: bytes) -> Envelope:
        """Return a revision with its body."""
        kept = held.kept
        return Envelope(
            kind=kept.kind,
            id=kept.id,
            family=kept.family,
            revision=kept.revision,
            body=body,
            index=MappingProxyType(kept.index),
            valid_from=kept.valid_from,
            valid_until=kept.valid_until,
            change=self._changes[held.position - 1],
            recorded_at=self.at(held.position),
        )

    def _replace(self, held: Held) -> None:
        key = held.key
        before = self._held.get(key)
        if before is not None:
            self._past[key] = (*self._past.get(key, ()), before.position)
            self._ids[before.kept.kind].discard(before.kept.id)
            for value in _values(before.kept):
                ids = self._found[value]
                ids.discard(before.kept.id)
                if not ids:
                    del self._found[value]
        if held.there:
            self._ids[held.kept.kind].add(held.kept.id)
            for value in _values(held.kept):
                self._found[value].add(held.kept.id)
        self._held[key] = held
        self._of_family[held.kept.family].add(key)


def held_by(line: Line, length: int) -> Iterator[Held]:
    """Yield the revisions of a change whose line is so long."""
    start = length
    for kept in line.kept:
        yield Held(kept, line.position, start)
        start += kept.size


def _micros(instant: datetime) -> int:
    return (instant - EPOCH) // MICROSECOND


def _values(kept: Kept) -> Iterator[tuple[str, str, str]]:
    if not kept.size:
        return
    for field, values in kept.index.items():
        for value in values:
            yield kept.kind, field, value
    if kept.family is not None:
        yield kept.kind, FAMILY, kept.family

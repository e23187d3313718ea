"""The desk at which importers hand over records, and what came of an import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from wraparound.errors import Fault
from wraparound.importing.merging import completed, other_names
from wraparound.model.ids import Identifier, new_id
from wraparound.model.kinds import family_of, kind_of
from wraparound.model.record import Record
from wraparound.model.references import references, renamed

MOST_FAULTS = 1000
"""After so many faults the rest is only counted: a file of nonsense must not fill the memory."""


@attrs.frozen
class Stored:
    """A record as it is stored.

    Attributes:
        record: The record.
        revision: Its revision.
    """

    record: Record
    revision: int


@attrs.frozen(kw_only=True)
class LeftOut:
    """Something that could not be carried over.

    Attributes:
        source: The file.
        path: The place, or the common path of all the places.
        reason: Why.
        times: How often.
    """

    source: str
    path: str
    reason: str
    times: int


@attrs.frozen(kw_only=True)
class ImportReport:
    """What came of an import.

    Attributes:
        sources: The files, in order, each with the format that it was read as.
        added: How many records of each kind are new.
        completed: How many stored records of each kind were changed.
        unchanged: How many stored records of each kind came in again as they were.
        left_out: What could not be carried over.
        families: The families that the records belong to, sorted.
    """

    sources: tuple[tuple[str, str], ...] = ()
    added: Mapping[str, int] = attrs.field(factory=dict)
    completed: Mapping[str, int] = attrs.field(factory=dict)
    unchanged: Mapping[str, int] = attrs.field(factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    families: tuple[str, ...] = ()


class ImportDesk:
    """Gathers what importers hand over, until all of it can be kept at once.

    It keeps the promises of ``wraparound.intake.Intake``.
    """

    def __init__(
        self,
        *,
        find: Callable[[str, str], str | None],
        load: Callable[[str, str], Stored | None],
        lineage_exists: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Start with an empty desk.

        Args:
            find: Returns the id of the stored record of a kind with this identifier key.
            load: Returns the stored record of a kind with this id.
            lineage_exists: Tells whether a stored plan has this lineage.
        """
        self._find = find
        self._load = load
        self._lineage_exists = lineage_exists
        self._ids: dict[tuple[str, str], str] = {}
        self._meant: dict[tuple[str, str], str] = {}
        self._owned: set[tuple[str, str]] = set()
        self._records: dict[tuple[str, str], Record] = {}
        self._places: dict[tuple[str, str], tuple[str, str]] = {}
        self._stored: dict[tuple[str, str], Stored | None] = {}
        self._left_out: dict[tuple[str, str, str], int] = {}
        self._names: dict[str, str] = {}
        self._source = ""
        self.faults: list[Fault] = []
        """What is wrong, of all files so far."""
        self.uncounted = 0
        """How many more faults there are than the list holds."""

    def begin(self, source: str) -> None:
        """Say which file the following belongs to."""
        self._source = source

    def id_of(
        self,
        kind: str,
        *identifiers: Identifier,
        otherwise: str | None = None,
        path: str = "",
        own: Sequence[Identifier] = (),
    ) -> str:
        """Return the id that one of these identifiers stands for, or a new one."""
        keys = [(kind, identifier.key) for identifier in identifiers]
        known = (self._ids.get(key) or self._find(*key) for key in keys)
        found = {each for each in known if each is not None}
        record_id = min(found) if found else otherwise or new_id()
        if len(found) > 1:
            record_id = self._one_of(kind, found, own, path)
        if otherwise is not None and otherwise != record_id:
            self._names[otherwise] = record_id
        for key in keys:
            self._ids.setdefault(key, record_id)
        if own:
            self._owned.add((kind, record_id))
        return record_id

    def _one_of(self, kind: str, found: set[str], own: Sequence[Identifier], path: str) -> str:
        """Return which of several records is meant: the one that its own name belongs to."""
        for identifier in own:
            stored = self._find(kind, identifier.key)
            named = self._ids.get((kind, identifier.key), stored)
            if named is None:
                continue
            others = {(kind, each) for each in found - {named}}
            if stored is not None or others <= self._owned:
                self.left_out(path, f"an identifier that another {kind} has too tells nothing")
                return named
        mentioned = {each for each in found if self._is_mentioned(kind, each)}
        if own and len(found - mentioned) == 1:
            return self._mean(kind, mentioned, (found - mentioned).pop())
        ids = " and ".join(sorted(found))
        self.fault(
            path,
            f"the identifiers of one {kind} belong to {len(found)} records, {ids}; "
            "look at them, and keep one",
        )
        return min(found)

    def _is_mentioned(self, kind: str, record_id: str) -> bool:
        """Tell whether nothing is known under an id but that some file referred to it."""
        return (kind, record_id) not in self._owned and self._load(kind, record_id) is None

    def _mean(self, kind: str, mentioned: set[str], record_id: str) -> str:
        """Take what was only mentioned so far for a record that turned out to be meant."""
        for key, each in self._ids.items():
            if key[0] == kind and each in mentioned:
                self._ids[key] = record_id
        self._meant |= {(kind, each): record_id for each in mentioned}
        self._names |= dict.fromkeys(mentioned, record_id)
        return record_id

    def add(self, record: Record, *, path: str = "") -> None:
        """Take a record; one that was handed over before is completed."""
        key = (kind_of(record).name, _id(record))
        before = self._records.get(key)
        if before is None:
            stored = self._stored[key] = self._load(*key)
            before = None if stored is None else stored.record
            self._places[key] = (self._source, path)
        if before is None:
            self._records[key] = record
            return
        if family_of(before) != family_of(record):
            self.fault(path, f"this {key[0]} is already recorded, outside this family")
            return
        names = other_names(before, record)
        self._names |= names
        self._records[key] = completed(before, renamed(record, names) if names else record)

    def fault(self, path: str, message: str, *, line: int | None = None) -> None:
        """Take a fault."""
        if len(self.faults) >= MOST_FAULTS:
            self.uncounted += 1
            return
        source = self._source if line is None else f"{self._source}, line {line}"
        self.faults.append(Fault(path, message, source))

    def left_out(self, path: str, reason: str, *, times: int = 1) -> None:
        """Take note of something that could not be carried over."""
        key = (self._source, path, reason)
        self._left_out[key] = self._left_out.get(key, 0) + times

    def settle(self) -> None:
        """Bring all files together: one name for each thing, and no reference to nothing.

        What one file calls by a name of its own, and another by the stored id, gets the stored id
        everywhere. References to what is neither here nor stored are faults.
        """
        mentioned = [
            (self._records.pop(key), *self._places.pop(key))
            for key in self._meant
            if key in self._records
        ]
        own = {record_id for _, record_id in self._records}
        names = {name: other for name, other in self._names.items() if name not in own}
        if names:
            self._records = {key: renamed(each, names) for key, each in self._records.items()}
        for record, self._source, path in mentioned:
            self.add(renamed(record, names), path=path)
        self._find_dangling()

    def _find_dangling(self) -> None:
        lineages = {
            lineage
            for (kind, _), each in self._records.items()
            if kind == "plan"
            for lineage in (getattr(each, "lineage", ""),)
        }
        known: dict[tuple[str, str], bool] = {}
        for key, record in self._records.items():
            self._source, path = self._places[key]
            for reference in references(record):
                if not any(
                    self._is_known(kind, reference.id, lineages, known) for kind in reference.kinds
                ):
                    what = " or ".join(map(_with_article, reference.kinds))
                    place = ".".join(
                        part for part in (path or f"{key[0]}({key[1]})", reference.path) if part
                    )
                    self.fault(place, f"refers to {what} that is neither in the input nor stored")

    def _is_known(
        self, kind: str, record_id: str, lineages: set[str], known: dict[tuple[str, str], bool]
    ) -> bool:
        key = (kind, record_id)
        if key in self._records:
            return True
        if key not in known:
            known[key] = (
                record_id in lineages or self._lineage_exists(record_id)
                if kind == "lineage"
                else self._load(*key) is not None
            )
        return known[key]

    def changed(self) -> Iterable[tuple[Record, Stored | None]]:
        """Yield each record that is new or changed, with what it replaces."""
        for key, record in self._records.items():
            stored = self._stored[key]
            if stored is None or stored.record != record:
                yield record, stored

    def report(self, sources: Iterable[tuple[str, str]]) -> ImportReport:
        """Return what came of it all."""
        added: dict[str, int] = {}
        changed: dict[str, int] = {}
        unchanged: dict[str, int] = {}
        for (kind, record_id), record in self._records.items():
            stored = self._stored[kind, record_id]
            came_again = unchanged if stored is not None and stored.record == record else changed
            counts = added if stored is None else came_again
            counts[kind] = counts.get(kind, 0) + 1
        families = {family_of(record) for record in self._records.values()} - {None}
        return ImportReport(
            sources=tuple(sources),
            added=added,
            completed=changed,
            unchanged=unchanged,
            left_out=tuple(
                LeftOut(source=source, path=path, reason=reason, times=times)
                for (source, path, reason), times in sorted(self._left_out.items())
            ),
            families=tuple(sorted(family for family in families if family)),
        )


def _with_article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _id(record: Record) -> str:
    record_id: str = getattr(record, "id", "")
    return record_id

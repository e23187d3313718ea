"""One run of screening: which families, in which order, kept in which changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from itertools import islice

import attrs

from wraparound.chart import Directory
from wraparound.importing import Stored
from wraparound.model.conflict_screening import ConflictScreening, ConflictScreeningRun
from wraparound.model.ids import RecordId, new_id
from wraparound.model.kinds import kind_of_class
from wraparound.program.keeping import record_in, stored_in
from wraparound.program.reads import Reads
from wraparound.program.screening import (
    UNTOUCHED,
    ReviewOf,
    ScreeningReport,
    by_family,
    count_of_families,
    families_added,
    screened,
    touched_families,
    touched_since,
)
from wraparound.program.unit import Unit
from wraparound.storage import Envelope, Store

_SCREENING = kind_of_class(ConflictScreening).name
_RUN = kind_of_class(ConflictScreeningRun).name

Family = tuple[str, list[Envelope]]
"""A family's id, and its records as they are stored."""


class Screener:
    """Goes over families, a few at a time."""

    def __init__(
        self,
        store: Store,
        *,
        mark: str,
        review: ReviewOf,
        keep: Callable[[], AbstractContextManager[Unit]],
        reads: Reads,
        told: Callable[[int], None],
    ) -> None:
        """Prepare a run.

        Args:
            store: Where the families are.
            mark: A short text that changes with the policy.
            review: Reviews a chart.
            keep: Begins a change.
            reads: Notes what is read.
            told: Told of how many families were reviewed so far.
        """
        self._store = store
        self._mark = mark
        self._review = review
        self._keep = keep
        self._reads = reads
        self._told = told

    def over(self, *, on: date, everybody: bool, at_once: int) -> ScreeningReport:
        """Go over the families that must be looked at, and keep what is found.

        Args:
            on: The day to ask about.
            everybody: Whether to look at every family.
            at_once: How many families are kept in one change.
        """
        directory = Directory.of(map(record_in, self._store.open_directory()))
        stored, done = self._begun(on, everybody=everybody)
        run = stored.record
        assert isinstance(run, ConflictScreeningRun)  # noqa: S101 - what was stored just now
        report = ScreeningReport(run=run.id, on=on)
        families = (each for each in self._families(run) if each[0] not in done)
        while batch := list(islice(families, at_once)):
            self._reads.note(envelope for _, held in batch for envelope in held)
            with self._keep() as unit:
                for _, held in batch:
                    screening = self._one(unit, held, directory, run)
                    report = report.with_one(screening)
            self._told(report.families)
        ended, count = self._ended(run)
        with self._keep() as unit:
            unit.replace(ended, over=stored)
        return attrs.evolve(report, untouched=count - report.families - len(done))

    def _ended(self, run: ConflictScreeningRun) -> tuple[ConflictScreeningRun, int]:
        """Return a run at its end, and how many families there are.

        If only this run wrote, the next one need not read through all that it kept, nor count.
        """
        count = self._counted(run)
        here = self._store.position()
        if touched_since(self._store, run.position) == UNTOUCHED:
            return attrs.evolve(run, finished=True, position=here, families=count), count
        return attrs.evolve(run, finished=True), count_of_families(self._store)

    def _counted(self, run: ConflictScreeningRun) -> int:
        """Return how many families there were when a run began."""
        before = self._before(run)
        if before is not None and before.families is not None:
            added = families_added(self._store, before.position, run.position)
            if added is not None:
                return before.families + added
        return count_of_families(self._store)

    def _begun(self, on: date, *, everybody: bool) -> tuple[Stored, frozenset[str]]:
        """Return the run to go on with or a new one, and the families that it has done."""
        last = self._last()
        open_run = None if last is None else last.record
        if isinstance(open_run, ConflictScreeningRun) and last is not None:
            same = open_run.policy == self._mark and open_run.on == on
            if same and not open_run.finished and not everybody:
                touched = touched_since(self._store, open_run.position)
                if touched == UNTOUCHED:
                    return last, self._done(open_run.id)
        follows = None
        if isinstance(open_run, ConflictScreeningRun) and not everybody:
            same = open_run.policy == self._mark and open_run.on <= on
            follows = open_run.id if same and open_run.finished else None
        run = ConflictScreeningRun(
            id=RecordId(new_id()),
            on=on,
            policy=self._mark,
            position=self._store.position(),
            follows=follows,
        )
        with self._keep() as unit:
            unit.add(run)
        return Stored(run, 1), frozenset()

    def _last(self) -> Stored | None:
        """Return the last run: their ids are in the order of time."""
        last = None
        after: str | None = None
        while True:
            page = self._store.find(_RUN, after=after)
            if page.envelopes:
                last = stored_in(page.envelopes[-1])
            after = page.after
            if after is None:
                return last

    def _done(self, run: str) -> frozenset[str]:
        found: set[str] = set()
        after: str | None = None
        while True:
            page = self._store.find(_SCREENING, {"run": run}, after=after)
            found |= {each.id for each in page.envelopes}
            after = page.after
            if after is None:
                return frozenset(found)

    def _families(self, run: ConflictScreeningRun) -> Iterator[Family]:
        """Yield the families of a run: all in one stream, or one by one those that were touched."""
        before = self._before(run)
        if before is None:
            yield from by_family(self._store.stream())
            return
        # a run writes screenings while it goes on, which touch nobody
        for family in list(touched_families(self._store, before, run.on)):
            held = list(self._store.open_family(family))
            if any(each.kind == "family" for each in held):
                yield family, held

    def _before(self, run: ConflictScreeningRun) -> ConflictScreeningRun | None:
        """Return the run that a run follows."""
        if run.follows is None:
            return None
        envelope = self._store.get(_RUN, run.follows)
        before = None if envelope is None else record_in(envelope)
        return before if isinstance(before, ConflictScreeningRun) else None

    def _one(
        self,
        unit: Unit,
        held: Iterable[Envelope],
        directory: Directory,
        run: ConflictScreeningRun,
    ) -> ConflictScreening:
        envelopes = list(held)
        screening = screened(
            map(record_in, envelopes),
            directory=directory,
            review=self._review,
            run=run.id,
            mark=run.policy,
            on=run.on,
        )
        before = next((each for each in envelopes if each.kind == _SCREENING), None)
        if before is None:
            unit.add(screening)
        else:
            unit.replace(screening, over=stored_in(before))
        return screening

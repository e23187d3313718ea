"""Screening every family for conflicts: what is new, what goes on, what is resolved.

A first run reviews every family. The next one reviews those that something touched since: a record
of their own, a record of the directory that bears on them, or a day on which their answer may
change by itself. A run that was stopped is gone on with where it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

import attrs
import msgspec

from wraparound.chart import Chart, Directory, reach_of
from wraparound.errors import DocumentInvalid, FactsInvalid
from wraparound.model.conflict_screening import (
    ConflictScreening,
    ConflictScreeningRun,
    FindingState,
    ScreenedFinding,
)
from wraparound.model.directory import RosterEntry
from wraparound.model.duty import Duty
from wraparound.model.exception import Mitigation
from wraparound.model.family import Family
from wraparound.model.findings import Finding, Review
from wraparound.model.ids import FamilyId, RecordId
from wraparound.model.kinds import kind_of_class
from wraparound.model.record import Record
from wraparound.model.references import parties
from wraparound.policy import Policy
from wraparound.program.keeping import record_in
from wraparound.storage import Envelope, Store
from wraparound.storage.evidence import every_change

OWN_KINDS = frozenset(
    {kind_of_class(ConflictScreening).name, kind_of_class(ConflictScreeningRun).name}
)
"""What a run itself writes: it touches nobody."""

_EVERYWHERE = frozenset(kind_of_class(each).name for each in (Duty, Mitigation, RosterEntry))
"""Records of the directory that may bear on any family."""


@attrs.frozen(kw_only=True)
class ScreeningReport:
    """What came of a run.

    Attributes:
        run: The run's id.
        on: The day that it asked about.
        families: How many families were reviewed.
        untouched: How many were left as they were, because nothing touched them.
        new: How many findings are new.
        continuing: How many were found before.
        resolved: How many were found before and no longer hold.
        failed: The families that could not be reviewed, each with the reason as a code.
    """

    run: str
    on: date
    families: int = 0
    untouched: int = 0
    new: int = 0
    continuing: int = 0
    resolved: int = 0
    failed: tuple[tuple[str, str], ...] = ()

    def with_one(self, screening: ConflictScreening) -> ScreeningReport:
        """Return the report with one more family."""
        counts = dict.fromkeys(FindingState, 0)
        for each in screening.findings:
            fresh = each.state is not FindingState.RESOLVED or each.resolved_on == screening.on
            counts[each.state] += fresh
        failed = ((screening.family, screening.failed),) if screening.failed else ()
        return attrs.evolve(
            self,
            families=self.families + 1,
            new=self.new + counts[FindingState.NEW],
            continuing=self.continuing + counts[FindingState.CONTINUING],
            resolved=self.resolved + counts[FindingState.RESOLVED],
            failed=(*self.failed, *failed),
        )


ReviewOf = Callable[[Chart], Review]
"""Reviews one chart."""


def mark_of(policy: Policy) -> str:
    """Return a short text that changes with what a policy says, and with nothing else."""
    text = msgspec.json.encode(policy.packs, enc_hook=str, order="deterministic")
    return hashlib.sha256(text).hexdigest()[:32]


def screened(
    records: Iterable[Record],
    *,
    directory: Directory,
    review: ReviewOf,
    run: str,
    on: date,
) -> ConflictScreening:
    """Return the screening of one family, by its records.

    Args:
        records: The family's records, with its last screening among them, if there was one.
        directory: The whole directory.
        review: Reviews a chart.
        run: The run.
        on: The day.
    """
    held = list(records)
    before = next((each for each in held if isinstance(each, ConflictScreening)), None)
    own = [each for each in held if not isinstance(each, ConflictScreening)]
    chart = Chart.of(own, as_of=on, directory=directory)
    family = chart.family.id
    named = {party for record in own for party in parties(record)}
    last = before.findings if before else ()
    base = ConflictScreening(
        id=RecordId(family),
        family=family,
        on=on,
        run=RecordId(run),
        relies_on=tuple(sorted(directory.reach(named))),
    )
    try:
        found = review(chart)
    except FactsInvalid as error:
        # what was found before is neither confirmed nor resolved: nobody could look
        return attrs.evolve(base, failed=error.code, findings=last)
    return attrs.evolve(
        base,
        packs=found.packs,
        findings=_states(last, found.current, on),
        questions=len(found.questions),
        may_change_on=found.may_change_on,
    )


def _states(
    before: Iterable[ScreenedFinding], now: Iterable[Finding], on: date
) -> tuple[ScreenedFinding, ...]:
    known = {each.identity: each for each in before}
    told: list[ScreenedFinding] = []
    for finding in now:
        fresh = ScreenedFinding(
            rule=finding.rule,
            plan=finding.plan,
            holder=finding.holder,
            counterparty=finding.counterparty,
            path=finding.path,
            severity=finding.severity,
            disposition=finding.disposition,
            found_on=on,
        )
        earlier = known.pop(fresh.identity, None)
        goes_on = earlier is not None and earlier.state is not FindingState.RESOLVED
        if earlier is not None and (goes_on or earlier.found_on == on):
            same_day = earlier.found_on == on and earlier.state is FindingState.NEW
            state = FindingState.NEW if same_day else FindingState.CONTINUING
            fresh = attrs.evolve(fresh, state=state, found_on=earlier.found_on)
        told.append(fresh)
    for each in known.values():
        resolved_on = each.resolved_on or on
        told.append(attrs.evolve(each, state=FindingState.RESOLVED, resolved_on=resolved_on))
    return tuple(told)


UNTOUCHED: tuple[bool, frozenset[str], frozenset[str]] = (False, frozenset(), frozenset())
"""What ``touched_since`` returns where nothing changed that a review could read."""


def touched_since(store: Store, position: int) -> tuple[bool, frozenset[str], frozenset[str]]:
    """Return what changed after a position of the store.

    Returns:
        Whether it may bear on every family; the families whose own records changed; the people and
        agencies that changed records of the directory speak of.
    """
    families: set[str] = set()
    named: set[str] = set()
    for entry in every_change(store, position):
        for each in entry.touched:
            if each.kind in OWN_KINDS:
                continue
            if each.family is not None:
                families.add(each.family)
            elif each.kind in _EVERYWHERE:
                return True, frozenset(), frozenset()
            else:
                named |= _spoken_of(store.history(each.kind, each.id))
    return False, frozenset(families), frozenset(named)


def _spoken_of(revisions: tuple[Envelope, ...]) -> frozenset[str]:
    """Return whom any revision of a record speaks of: also those that it no longer does."""
    found: set[str] = set()
    for each in revisions:
        if not each.removed:
            try:
                found |= reach_of(record_in(each))
            except DocumentInvalid:
                continue
    return frozenset(found)


def touched_families(store: Store, run: ConflictScreeningRun, on: date) -> Iterator[str]:
    """Yield the families that must be looked at again since a run, each once, in order.

    One that was removed since may be among them.

    Args:
        store: Where they are.
        run: The run that is gone on from.
        on: The day that is asked about now.
    """
    everybody, families, named = touched_since(store, run.position)
    if everybody:
        yield from _families(store)
        return
    kind = kind_of_class(ConflictScreening).name
    found = set(families)
    for party in sorted(named):
        found |= {each.id for each in _found(store, kind, {"relies_on": party})}
    found |= set(_due(store, kind, on))
    yield from sorted(found)


def families_added(store: Store, after: int, until: int) -> int | None:
    """Return how many families came between two positions of a store.

    Returns:
        None where a family was removed: then they must be counted.
    """
    kind = kind_of_class(Family).name
    added = 0
    for entry in every_change(store, after):
        if entry.position > until:
            break
        for each in entry.touched:
            if each.kind != kind:
                continue
            if each.removed:
                return None
            # a family that was removed earlier may come back
            added += each.revision == 1 or store.history(kind, each.id)[each.revision - 2].removed
    return added


def count_of_families(store: Store) -> int:
    """Return how many families there are, by going over them."""
    return sum(1 for _ in _families(store))


def _families(store: Store) -> Iterator[str]:
    """Yield the id of every family, in order."""
    return (each.id for each in _found(store, kind_of_class(Family).name, {}))


def _found(store: Store, kind: str, where: Mapping[str, str]) -> Iterator[Envelope]:
    after: str | None = None
    while True:
        page = store.find(kind, where, after=after)
        yield from page.envelopes
        after = page.after
        if after is None:
            return


def _due(store: Store, kind: str, on: date) -> Iterator[str]:
    """Yield the families whose answer may have changed by itself by a day."""
    after: str | None = None
    while True:
        page = store.find(kind, order="may_change_on", after=after)
        for each in page.envelopes:
            due = each.index.get("may_change_on", ())
            if not due or due[0] > on.isoformat():
                return
            yield each.id
        after = page.after
        if after is None:
            return


def by_family(envelopes: Iterable[Envelope]) -> Iterator[tuple[FamilyId, list[Envelope]]]:
    """Yield each family of a stream with its envelopes; the directory is passed over."""
    for family, group in groupby(envelopes, key=lambda each: each.family):
        if family is not None:
            held = list(group)
            if any(each.kind == "family" for each in held):
                yield FamilyId(family), held

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
from wraparound.model.choice import ServiceOffer
from wraparound.model.conflict_screening import (
    ConflictScreening,
    ConflictScreeningRun,
    FindingState,
)
from wraparound.model.directory import RosterEntry
from wraparound.model.duty import Duty
from wraparound.model.exception import Mitigation, SoleProviderException
from wraparound.model.family import Family
from wraparound.model.findings import Review
from wraparound.model.ids import FamilyId, RecordId
from wraparound.model.kinds import kind_of_class
from wraparound.model.record import Record
from wraparound.model.references import parties
from wraparound.policy import Policy
from wraparound.program.finding_history import is_news, through
from wraparound.program.keeping import record_in
from wraparound.storage import Envelope, Store
from wraparound.storage.evidence import every_change

OWN_KINDS = frozenset(
    {kind_of_class(ConflictScreening).name, kind_of_class(ConflictScreeningRun).name}
)
"""What a run itself writes: it touches nobody."""

_ROSTER_ENTRY = kind_of_class(RosterEntry).name

_ROSTER = "roster:"
"""How a screening names rows of the roster that it relies on, before what they offer."""

_EVERYWHERE = frozenset(kind_of_class(each).name for each in (Duty, Mitigation))
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
        passed: How many were over when they were first seen.
        not_asked: How many were found under another policy, and are not found under this one.
        failed: The families that could not be reviewed, each with the reason as a code.
    """

    run: str
    on: date
    families: int = 0
    untouched: int = 0
    new: int = 0
    continuing: int = 0
    resolved: int = 0
    passed: int = 0
    not_asked: int = 0
    failed: tuple[tuple[str, str], ...] = ()

    def with_one(self, screening: ConflictScreening) -> ScreeningReport:
        """Return the report with one more family."""
        counts = dict.fromkeys(FindingState, 0)
        for each in screening.findings:
            counts[each.state] += is_news(each, screening.on)
        failed = ((screening.family, screening.failed),) if screening.failed else ()
        return attrs.evolve(
            self,
            families=self.families + 1,
            new=self.new + counts[FindingState.NEW],
            continuing=self.continuing + counts[FindingState.CONTINUING],
            resolved=self.resolved + counts[FindingState.RESOLVED],
            passed=self.passed + counts[FindingState.PASSED],
            not_asked=self.not_asked + counts[FindingState.NOT_ASKED],
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
    mark: str,
    on: date,
) -> ConflictScreening:
    """Return the screening of one family, by its records.

    Args:
        records: The family's records, with its last screening among them, if there was one.
        directory: The whole directory.
        review: Reviews a chart.
        run: The run.
        mark: A short text that changes with the policy.
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
        policy=mark,
        relies_on=tuple(sorted({*directory.reach(named), *_rosters(own, chart)})),
    )
    try:
        found = review(chart)
    except FactsInvalid as error:
        # what was found before is neither confirmed nor resolved: nobody could look
        return attrs.evolve(base, failed=error.code, findings=last)
    return attrs.evolve(
        base,
        packs=found.packs,
        findings=through(last, found, on, same_policy=before is None or before.policy == mark),
        questions=len(found.questions),
        may_change_on=found.may_change_on,
    )


def _rosters(own: Iterable[Record], chart: Chart) -> Iterator[str]:
    """Yield the kinds of help and the functions whose rows of the roster bear on a family.

    Offers are held against the roster, and so is every exception around the family.
    """
    for record in own:
        if isinstance(record, ServiceOffer):
            yield _ROSTER + record.category
    for waiver in chart.directory.records.all(SoleProviderException):
        for function in waiver.functions:
            yield _ROSTER + function


UNTOUCHED: tuple[bool, frozenset[str], frozenset[str]] = (False, frozenset(), frozenset())
"""What ``touched_since`` returns where nothing changed that a review could read."""


def touched_since(store: Store, position: int) -> tuple[bool, frozenset[str], frozenset[str]]:
    """Return what changed after a position of the store.

    Returns:
        Whether it may bear on every family; the families whose own records changed; the people and
        agencies that changed records of the directory speak of, and whose rows of the roster.
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
            elif each.kind == _ROSTER_ENTRY:
                named |= _offered_in(store.history(each.kind, each.id))
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


def _offered_in(revisions: tuple[Envelope, ...]) -> frozenset[str]:
    """Return what any revision of a row of the roster offers, as screenings name it."""
    found: set[str] = set()
    for each in revisions:
        record = None if each.removed else record_in(each)
        if isinstance(record, RosterEntry):
            found |= {_ROSTER + word for word in record.offers}
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

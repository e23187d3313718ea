"""The directory: what belongs to no single family, and the part of it that bears on one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Mapping

import attrs

from wraparound.chart.records import Records
from wraparound.model.agency import Agency
from wraparound.model.approvals import approvers
from wraparound.model.directory import RosterEntry, Service
from wraparound.model.duty import Duty, Staff
from wraparound.model.exception import Mitigation
from wraparound.model.likeness import by_sign, signs_of
from wraparound.model.person import Person
from wraparound.model.record import Record
from wraparound.model.references import parties
from wraparound.model.tie import Tie, TieKind

_STAFF_TIES = frozenset(
    {
        TieKind.EMPLOYED_BY,
        TieKind.CONTRACTED_BY,
        TieKind.COMPENSATED_BY,
        TieKind.EMPLOYMENT_OFFER,
    }
)
"""Ties that are followed from a person to an agency, and never from an agency to all its staff."""


_PARTS_KEPT = 128
"""So many parts of a directory are remembered: families of one caseload often have the same."""


@attrs.frozen
class _Web:
    """Which ties a party has, and which records speak of it, by their places."""

    records: tuple[Record, ...]
    agencies: frozenset[str]
    ties: Mapping[str, tuple[Tie, ...]]
    alike: Mapping[str, tuple[str, ...]]
    mentions: Mapping[str, tuple[int, ...]]
    everywhere: tuple[int, ...]
    standing: frozenset[str]


@attrs.frozen(slots=False)
class Directory:
    """What belongs to no single family: agencies, services, staff, ties, program-wide duties.

    Attributes:
        records: The records.
    """

    records: Records = attrs.field(factory=Records)

    @classmethod
    def of(cls, records: Iterable[Record]) -> Directory:
        """Put a directory together from records that belong to no family."""
        return cls(Records.of(records))

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """The agencies."""
        return self.records.all(Agency)

    @property
    def people(self) -> tuple[Person, ...]:
        """Staff, owners and other people outside families."""
        return self.records.all(Person)

    @property
    def services(self) -> tuple[Service, ...]:
        """Services and supports."""
        return self.records.all(Service)

    @property
    def staff(self) -> tuple[Staff, ...]:
        """Jobs in the program."""
        return self.records.all(Staff)

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Ties outside families."""
        return self.records.all(Tie)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Duties for the whole program."""
        return self.records.all(Duty)

    @functools.cached_property
    def _web(self) -> _Web:
        ties: dict[str, list[Tie]] = {}
        for tie in self.ties:
            ties.setdefault(tie.subject, []).append(tie)
            if isinstance(tie.object, str):
                ties.setdefault(tie.object, []).append(tie)
        mentions: dict[str, list[int]] = {}
        everywhere = []
        for place, record in enumerate(self.records):
            spoken_of = {record.id} if isinstance(record, (Person, Agency)) else parties(record)
            if not spoken_of or isinstance(record, (Duty, Mitigation, RosterEntry)):
                everywhere.append(place)
                continue
            for party in spoken_of:
                mentions.setdefault(party, []).append(place)
        return _Web(
            records=tuple(self.records),
            agencies=frozenset(agency.id for agency in self.agencies),
            ties={party: tuple(each) for party, each in ties.items()},
            alike=by_sign((*self.people, *self.agencies)),
            mentions={party: tuple(each) for party, each in mentions.items()},
            everywhere=tuple(everywhere),
            standing=frozenset(duty.holder for duty in self.duties),
        )

    def reach(self, seeds: Iterable[str]) -> frozenset[str]:
        """Return the people and agencies whose records bear on these, and these themselves."""
        return self._bearing_on(seeds)[0]

    def _bearing_on(self, seeds: Iterable[str]) -> tuple[frozenset[str], set[int], list[int]]:
        """Return who is reached, and the places of records: that speak of them, that are kept."""
        web = self._web
        reached = _reached(web, seeds)
        while True:
            spoken_of = (place for party in reached for place in web.mentions.get(party, ()))
            places = {*web.everywhere, *spoken_of}
            kept = [each for each in sorted(places) if _bears_on(web.records[each], reached)]
            new = approvers((web.records[each] for each in kept), reached) - reached
            if not new:
                return reached, places, kept
            reached |= _reached(web, new)

    def around(self, seeds: Iterable[str], like: Iterable[Person] = ()) -> Directory:
        """Return the part of the directory that bears on some people and agencies.

        Agencies are followed to their owners, holdings and legal twins; people to their kin,
        employers and offices; waivers to who approved them. An agency is not followed to staff who
        are not asked about: the part stays small, and no rule asks for them. Records that may be
        the same as one of these come along, for a person to look at.

        Families with the same people and agencies around them get the same object, so that what is
        worked out from it need not be worked out for each.

        Args:
            seeds: The people and agencies.
            like: People of a family's own record, whose namesakes are wanted too.
        """
        reached, places, kept = self._bearing_on(seeds)
        web = self._web
        records = [web.records[place] for place in kept]
        seen = {party for record in records for party in parties(record)} - reached
        for each in (*(each for each in records if isinstance(each, (Person, Agency))), *like):
            seen.update(twin for sign in signs_of(each) for twin in web.alike.get(sign, ()))
        named = {place for party in seen for place in web.mentions.get(party, ())} - places
        also = [place for place in sorted(named) if _is_one_of(web.records[place], seen)]
        return self._part((*kept, *also))

    @functools.cached_property
    def _part(self) -> Callable[[tuple[int, ...]], Directory]:
        """Return the part of some records, by their places: the same object while it is in use."""
        records = self._web.records

        @functools.lru_cache(maxsize=_PARTS_KEPT)
        def part(places: tuple[int, ...]) -> Directory:
            return Directory.of(records[place] for place in places)

        return part


def _is_one_of(record: Record, ids: Collection[str]) -> bool:
    return isinstance(record, (Person, Agency)) and record.id in ids


def reach_of(record: Record) -> frozenset[str]:
    """Return whose families a record of the directory bears on: those that reach one of these.

    A tie of staff bears on families that ask about the person, and not on all that know the agency.
    """
    if isinstance(record, Tie) and record.kind in _STAFF_TIES:
        return frozenset({record.subject})
    if isinstance(record, (Person, Agency)):
        return parties(record) | {record.id}
    return parties(record)


def _reached(web: _Web, seeds: Iterable[str]) -> frozenset[str]:
    waiting = [*seeds, *web.standing]
    reached: set[str] = set()
    while waiting:
        party = waiting.pop()
        if party in reached:
            continue
        reached.add(party)
        for tie in web.ties.get(party, ()):
            other = tie.object if tie.subject == party else tie.subject
            down_to_a_person = party in web.agencies and other not in web.agencies
            if isinstance(other, str) and not down_to_a_person:
                waiting.append(other)
    return frozenset(reached)


def _bears_on(record: Record, reached: frozenset[str]) -> bool:
    if isinstance(record, Tie) and record.kind in _STAFF_TIES:
        return record.subject in reached
    return True

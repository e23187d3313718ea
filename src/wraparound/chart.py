"""Everything about one family as of a day, with the part of the directory that it touches.

A chart is put together from records and is never changed. Reviews are pure functions of a chart.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from html import escape
from typing import TypeVar

import attrs

from wraparound.errors import FactsInvalid
from wraparound.model.agency import Agency
from wraparound.model.approvals import approvers
from wraparound.model.assessment import Assessment, Determination
from wraparound.model.choice import Notice, ServiceChoice, ServiceCondition, ServiceOffer
from wraparound.model.consent import Consent
from wraparound.model.contact import Contact
from wraparound.model.directory import RosterEntry, Service
from wraparound.model.duty import Duty, FlexFundRequest, Staff
from wraparound.model.engagement import Engagement
from wraparound.model.enrollment import Enrollment
from wraparound.model.exception import Mitigation
from wraparound.model.family import Family, FamilyRole
from wraparound.model.grievance import ChangeRequest, Grievance
from wraparound.model.incident import Event, Incident, Placement
from wraparound.model.kinds import family_of
from wraparound.model.likeness import by_sign, signs_of
from wraparound.model.meeting import Meeting
from wraparound.model.person import Person
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.record import Record
from wraparound.model.references import parties
from wraparound.model.referral import Referral
from wraparound.model.team import Team
from wraparound.model.tie import Tie, TieKind

_R = TypeVar("_R", bound=Record)

_STAFF_TIES = frozenset(
    {
        TieKind.EMPLOYED_BY,
        TieKind.CONTRACTED_BY,
        TieKind.COMPENSATED_BY,
        TieKind.EMPLOYMENT_OFFER,
    }
)
"""Ties that are followed from a person to an agency, and never from an agency to all its staff."""


@attrs.frozen
class Records:
    """Records sorted by their class: what a chart and a directory are made of.

    Attributes:
        by_class: The records of each class, in the order given.
    """

    by_class: Mapping[type[Record], tuple[Record, ...]] = attrs.field(factory=dict, repr=False)

    @classmethod
    def of(cls, records: Iterable[Record]) -> Records:
        """Sort records by their class."""
        sorted_out: dict[type[Record], list[Record]] = {}
        for record in records:
            sorted_out.setdefault(type(record), []).append(record)
        return cls({kind: tuple(each) for kind, each in sorted_out.items()})

    def all(self, kind: type[_R]) -> tuple[_R, ...]:
        """Return the records of one class, in the order given."""
        return self.by_class.get(kind, ())  # type: ignore[return-value]  # sorted by that class

    def __iter__(self) -> Iterator[Record]:
        """Yield every record."""
        for each in self.by_class.values():
            yield from each

    def __len__(self) -> int:
        """Return how many records there are."""
        return sum(len(each) for each in self.by_class.values())


@attrs.frozen
class _Web:
    """Which ties a party has, and which records speak of it."""

    agencies: frozenset[str]
    ties: Mapping[str, tuple[Tie, ...]]
    alike: Mapping[str, tuple[str, ...]]
    mentions: Mapping[str, tuple[int, ...]]
    everywhere: tuple[int, ...]
    standing: frozenset[str]


@attrs.frozen
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
            agencies=frozenset(agency.id for agency in self.agencies),
            ties={party: tuple(each) for party, each in ties.items()},
            alike=by_sign((*self.people, *self.agencies)),
            mentions={party: tuple(each) for party, each in mentions.items()},
            everywhere=tuple(everywhere),
            standing=frozenset(duty.holder for duty in self.duties),
        )

    def around(self, seeds: Iterable[str], like: Iterable[Person] = ()) -> Directory:
        """Return the part of the directory that bears on some people and agencies.

        Agencies are followed to their owners, holdings and legal twins; people to their kin,
        employers and offices; waivers to who approved them. An agency is not followed to staff who
        are not asked about: the part stays small, and no rule asks for them. Records that may be
        the same as one of these come along, for a person to look at.

        Args:
            seeds: The people and agencies.
            like: People of a family's own record, whose namesakes are wanted too.
        """
        web = self._web
        records = tuple(self.records)
        reached = _reached(web, seeds)
        while True:
            spoken_of = (place for party in reached for place in web.mentions.get(party, ()))
            places = {*web.everywhere, *spoken_of}
            held = (records[place] for place in sorted(places))
            kept = [record for record in held if _bears_on(record, reached)]
            new = approvers(kept, reached) - reached
            if not new:
                break
            reached |= _reached(web, new)
        seen = {party for record in kept for party in parties(record)} - reached
        for each in (*(each for each in kept if isinstance(each, (Person, Agency))), *like):
            seen.update(twin for sign in signs_of(each) for twin in web.alike.get(sign, ()))
        named = {place for party in seen for place in web.mentions.get(party, ())}
        others = (records[place] for place in sorted(named - places))
        also = (each for each in others if isinstance(each, (Person, Agency)) and each.id in seen)
        return Directory.of([*kept, *also])


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


_FAMILY_RECORDS: tuple[type[Record], ...] = (
    Person,
    Enrollment,
    Engagement,
    Team,
    Plan,
    Meeting,
    Contact,
    Assessment,
    Determination,
    Incident,
    Placement,
    Event,
    Consent,
    ServiceOffer,
    ServiceChoice,
    Notice,
    ServiceCondition,
    Referral,
    ChangeRequest,
    Grievance,
    FlexFundRequest,
    Duty,
    Tie,
)


@attrs.frozen(kw_only=True)
class Chart:
    """One family's records as of a day, and the directory around them.

    Attributes:
        family: The family.
        as_of: The day that reviews ask about.
        known_at: Only what was recorded by this instant is in the chart; None means all of it.
        records: Everything recorded about the family, except the family itself.
        directory: The part of the directory that bears on it.
    """

    family: Family
    as_of: date
    known_at: datetime | None = None
    records: Records = attrs.field(factory=Records)
    directory: Directory = attrs.field(factory=Directory)

    @classmethod
    def of(
        cls,
        records: Iterable[Record],
        *,
        as_of: date,
        directory: Directory | None = None,
        known_at: datetime | None = None,
    ) -> Chart:
        """Put a chart together.

        Args:
            records: All records of one family, with the family itself among them.
            as_of: The day that reviews ask about.
            directory: The whole directory; the chart keeps the part around the family.
            known_at: The instant whose knowledge the records are.

        Raises:
            FactsInvalid: There is not exactly one family, or a record belongs to another one.
        """
        everything = Records.of(records)
        families = everything.all(Family)
        if len(families) != 1:
            raise FactsInvalid("one_family_expected", [family.id for family in families])
        (family,) = families
        strangers = [each for each in everything if family_of(each) not in {family.id, None}]
        if strangers:
            raise FactsInvalid(
                "record_of_another_family", sorted({family_of(each) or "" for each in strangers})
            )
        spoken_of = {party for record in everything for party in parties(record)}
        around = (directory or Directory()).around(spoken_of, like=everything.all(Person))
        return cls(
            family=family, as_of=as_of, known_at=known_at, records=everything, directory=around
        )

    @property
    def people(self) -> tuple[Person, ...]:
        """The people of the family's own record."""
        return self.records.all(Person)

    @property
    def youth(self) -> tuple[Person, ...]:
        """Those whom the help is for."""
        ids = self.family.people_as(FamilyRole.YOUTH)
        return tuple(person for person in self.people if person.id in ids)

    @property
    def enrollments(self) -> tuple[Enrollment, ...]:
        """The stays in a program."""
        return self.records.all(Enrollment)

    @property
    def engagements(self) -> tuple[Engagement, ...]:
        """How each stay began."""
        return self.records.all(Engagement)

    @property
    def teams(self) -> tuple[Team, ...]:
        """The teams, one for each stay."""
        return self.records.all(Team)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Every version of every plan of care, in the order of lineage and version."""
        return tuple(
            sorted(self.records.all(Plan), key=lambda plan: (plan.lineage, plan.version, plan.id))
        )

    @property
    def plan(self) -> Plan | None:
        """The plan of care in force: active on the day, and the highest version of those."""
        in_force = [
            plan
            for plan in self.plans
            if plan.status is PlanStatus.ACTIVE and plan.period.covers(self.as_of) is not False
        ]
        return max(in_force, key=lambda plan: plan.version, default=None)

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """Team meetings."""
        return self.records.all(Meeting)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Who decides what for this family, with duties in the whole program."""
        return (*self.records.all(Duty), *self.directory.duties)

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Every tie: of the family, and of the directory around it."""
        return (
            *self.family.relationships,
            *self.records.all(Tie),
            *self.directory.ties,
        )

    @property
    def everyone(self) -> tuple[Person, ...]:
        """The people of the family's record and the people of the directory around it."""
        return (*self.people, *self.directory.people)

    def all(self, kind: type[_R]) -> tuple[_R, ...]:
        """Return the family's records of one class, in the order given."""
        return self.records.all(kind)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: counts and ids, and nothing personal."""
        counts = [
            (_plural(kind), len(self.records.all(kind)))
            for kind in _FAMILY_RECORDS
            if self.records.all(kind)
        ]
        rows = "".join(
            f"<tr><th scope='row' style='text-align:left'>{escape(name)}</th><td>{count}</td></tr>"
            for name, count in counts
        )
        return (
            f"<table><caption>Family {escape(self.family.id)} as of {self.as_of.isoformat()} "
            f"(personal text is hidden)</caption><tbody>{rows}</tbody></table>"
        )


def _plural(kind: type[Record]) -> str:
    words = "".join(
        f" {letter.lower()}" if letter.isupper() else letter for letter in kind.__name__
    )
    word = words.strip()
    if word == "person":
        return "people"
    return word[:-1] + "ies" if word.endswith("y") else word + "s"

"""Everything about one family as of a day, with the part of the directory that it touches.

A chart is put together from records and is never changed. Reviews are pure functions of a chart.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from html import escape
from typing import TypeVar

import attrs

from wraparound.chart.directory import Directory
from wraparound.chart.records import Records
from wraparound.errors import FactsInvalid
from wraparound.model.assessment import Assessment
from wraparound.model.choice import Notice, ServiceChoice, ServiceCondition, ServiceOffer
from wraparound.model.consent import Consent
from wraparound.model.contact import Contact
from wraparound.model.determination import Determination
from wraparound.model.duty import Duty, FlexFundRequest
from wraparound.model.engagement import Engagement
from wraparound.model.enrollment import Enrollment
from wraparound.model.family import Family, FamilyRole
from wraparound.model.grievance import ChangeRequest, Grievance
from wraparound.model.incident import Event, Incident, Placement
from wraparound.model.kinds import family_of
from wraparound.model.meeting import Meeting
from wraparound.model.person import Person
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.record import Record
from wraparound.model.references import parties
from wraparound.model.referral import Referral
from wraparound.model.team import Team
from wraparound.model.tie import Tie

_R = TypeVar("_R", bound=Record)

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
        chart = cls(family=family, as_of=as_of, known_at=known_at, records=everything)
        return chart.within(directory or Directory())

    def within(self, directory: Directory, *, also: Iterable[str] = ()) -> Chart:
        """Return the chart with the part of a directory that is around the family.

        Args:
            directory: The whole directory.
            also: Others whose part is kept too, because somebody asks about them.
        """
        spoken_of = {party for record in self.records for party in parties(record)}
        around = directory.around({*spoken_of, *also}, like=self.records.all(Person))
        return attrs.evolve(self, directory=around)

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

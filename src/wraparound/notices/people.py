"""Who is told: the people in each part, and those who must not hear of a thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from wraparound.chart import Directory
from wraparound.model.duty import Duty, DutyRole, Staff
from wraparound.model.family import FamilyRole
from wraparound.model.grievance import ChangeRequest, Grievance
from wraparound.model.person import Person
from wraparound.model.team import SupportType, TeamMember, TeamRole
from wraparound.model.tie import Tie, TieKind
from wraparound.notices.occasions import Occasion
from wraparound.notices.rules import NoticeRules, Part
from wraparound.process.stay import Stay

COORDINATES = frozenset({DutyRole.FACILITATOR, DutyRole.PLANNER, DutyRole.CASE_MANAGER})
_COORDINATES_ON_TEAM = frozenset({TeamRole.FACILITATOR, TeamRole.CASE_MANAGER})
_OF_FAMILY = frozenset({FamilyRole.YOUTH, FamilyRole.CAREGIVER})
_WORKS_FOR = frozenset({TieKind.EMPLOYED_BY, TieKind.CONTRACTED_BY})


@attrs.frozen
class Roster:
    """The staff of a whole program, by the ids that they are looked up by.

    Attributes:
        jobs: Every job, by the id of its record.
        of_person: The jobs of each person.
        people: Everybody in the directory.
    """

    jobs: Mapping[str, Staff]
    of_person: Mapping[str, tuple[Staff, ...]]
    people: Mapping[str, Person]

    @classmethod
    def of(cls, directory: Directory) -> Roster:
        """Return the roster of a directory."""
        held: dict[str, tuple[Staff, ...]] = {}
        for each in directory.staff:
            held[each.person] = (*held.get(each.person, ()), each)
        return cls(
            jobs={each.id: each for each in directory.staff},
            of_person=held,
            people={each.id: each for each in directory.people},
        )


def coordinators(stay: Stay) -> Iterator[str]:
    """Yield who coordinates care in a stay on its day: named in it, on duty, or on the team."""
    if stay.enrollment is not None and stay.enrollment.coordinator is not None:
        yield stay.enrollment.coordinator
    yield from _on_duty(stay, COORDINATES)
    yield from (each.person for each in stay.active if each.role in _COORDINATES_ON_TEAM)


def supervisors(stay: Stay, roster: Roster) -> Iterator[str]:
    """Yield who supervises those who coordinate: on duty, on the team, or above them in a job."""
    yield from _on_duty(stay, frozenset({DutyRole.SUPERVISOR}))
    yield from (each.person for each in stay.active if each.role is TeamRole.SUPERVISOR)
    for person in coordinators(stay):
        for job in roster.of_person.get(person, ()):
            above = None if job.supervisor is None else roster.jobs.get(job.supervisor)
            if above is not None and job.left_on is None and above.left_on is None:
                yield above.person


def recipients(
    occasion: Occasion, stay: Stay, *, roster: Roster, rules: NoticeRules
) -> tuple[str, ...]:
    """Return who is told of something, each once, in the order of the rules.

    Nobody who is complained about hears of a complaint, whatever their part, nor anybody who works
    for an agency that is (the model's ``Grievance``: "Nobody complained about may handle it, nor
    see it"). The same goes for whom a request is about.
    """
    rule = rules.kinds.get(occasion.kind)
    if rule is None:
        return ()
    kept_from = _kept_from(occasion, stay, roster)
    named = (
        person
        for part in rule.to
        for person in _in_part(part, occasion, stay, roster)
        if person not in kept_from
    )
    return tuple(person for person in dict.fromkeys(named) if _is_person(person, stay, roster))


def works_here(person: str, stay: Stay, roster: Roster) -> bool:
    """Tell whether somebody takes part for their work, and not as family or natural support."""
    if person in roster.of_person or person in {*coordinators(stay), *supervisors(stay, roster)}:
        return True
    return any(each.person == person and each.support is SupportType.FORMAL for each in stay.active)


def membership(person: str, stay: Stay) -> TeamMember | None:
    """Return somebody's place on the team on the day; None where they have none."""
    return next((each for each in stay.active if each.person == person), None)


def _in_part(part: Part, occasion: Occasion, stay: Stay, roster: Roster) -> Iterator[str]:
    match part:
        case Part.COORDINATOR:
            yield from coordinators(stay)
        case Part.SUPERVISOR:
            yield from supervisors(stay, roster)
        case Part.RESPONSIBLE | Part.HANDLER | Part.HOLDER:
            yield from occasion.whom
        case Part.TEAM:
            # whom the family does not want at its table is not invited to it
            yield from (each.person for each in stay.active if each.family_approved is not False)
        case Part.CAREGIVER:
            yield from _of_family(stay, FamilyRole.CAREGIVER)
        case Part.YOUTH:
            yield from _of_family(stay, FamilyRole.YOUTH)


def _of_family(stay: Stay, role: FamilyRole) -> Iterator[str]:
    for member in stay.chart.family.members:
        if member.role is role and member.period.surely_covers(stay.as_of):
            yield member.person


def _on_duty(stay: Stay, roles: frozenset[DutyRole]) -> Iterator[str]:
    plans: set[str] = {plan.lineage for plan in stay.plans}
    for duty in stay.chart.duties:
        if duty.role in roles and _concerns(duty, plans) and duty.period.surely_covers(stay.as_of):
            yield duty.holder


def _concerns(duty: Duty, plans: set[str]) -> bool:
    """Tell whether a duty is one for these plans; one in the whole program is for every plan."""
    return duty.plan is None or duty.plan in plans


def _kept_from(occasion: Occasion, stay: Stay, roster: Roster) -> frozenset[str]:
    about = set(occasion.about)
    against: set[str] = set()
    for grievance in stay.chart.all(Grievance):
        if grievance.id in about:
            against |= {grievance.subject, *grievance.involved}
    for request in stay.chart.all(ChangeRequest):
        if request.id in about and request.about is not None:
            against.add(request.about)
    return frozenset(against | _staff_of(against, stay, roster))


def _staff_of(agencies: set[str], stay: Stay, roster: Roster) -> set[str]:
    """Return who works for one of these, by a job, by a tie, or by their place on the team."""
    if not agencies:
        return set()
    ties: tuple[Tie, ...] = stay.chart.ties
    return {
        *(
            person
            for person, jobs in roster.of_person.items()
            if any(job.employer in agencies for job in jobs)
        ),
        *(
            tie.subject
            for tie in ties
            if tie.kind in _WORKS_FOR
            and tie.object in agencies
            and tie.period.covers(stay.as_of) is not False
        ),
        *(each.person for each in stay.members if each.employer in agencies),
    }


def _is_person(party: str, stay: Stay, roster: Roster) -> bool:
    """Tell whether an id is a person's: a duty can be an agency's, too."""
    return party in roster.people or any(each.id == party for each in stay.chart.people)

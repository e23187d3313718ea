"""Care teams: who is at the table, and which duties that brings."""

from __future__ import annotations

from functools import partial
from typing import Any

from wraparound.model.duty import DutyRole
from wraparound.model.ids import FamilyId, LineageId, MemberId, PartyId, PersonId, TeamId
from wraparound.model.periods import Period
from wraparound.model.team import SupportType, Team, TeamMember, TeamRole
from wraparound.model.terms import UNKNOWN
from wraparound_fhir.case import Case, Held, Reading, Target
from wraparound_fhir.directory import Directory
from wraparound_fhir.duties import give_duty
from wraparound_fhir.people import People
from wraparound_fhir.roles import Role, role_of
from wraparound_fhir.words import known_day, period_of, words_of


class Teams:
    """The care teams of the case."""

    def __init__(self, case: Case, people: People, directory: Directory) -> None:
        """Begin without a team."""
        self.case = case
        self.people = people
        self.directory = directory
        self._members: dict[str, dict[PersonId, MemberId]] = {}

    def member(self, teams: list[str], person: PersonId | None) -> MemberId | None:
        """Return the membership of somebody in the first of these teams that has them."""
        if person is None:
            return None
        found = (self._members.get(team, {}).get(person) for team in teams)
        return next((each for each in found if each is not None), None)

    def take(self, plans: dict[str, tuple[LineageId, ...]]) -> None:
        """Read every care team.

        Args:
            plans: For each team, by its key, the plans that name it.
        """
        for held in self.case.all("CareTeam"):
            youth = self.people.patient(self.case.target(held.data.get("subject"), held))
            if youth is None:
                self.case.leave("CareTeam", "is about nobody in person")
                continue
            self._take(held, self.people.family(youth), plans.get(held.key, ()))

    def _take(self, held: Held, family: FamilyId, plans: tuple[LineageId, ...]) -> None:
        reading = self.case.open(held)
        status = reading.take("status")
        for key in ("subject", "period"):
            reading.take(key)
        team_period = self._period(held, held.data.get("period"))
        members: list[TeamMember] = []
        seen: dict[str, int] = {}
        for part in reading.parts("participant"):
            target = self.case.target(part.take("member"), held)
            concepts = part.items("role")
            role = role_of(*concepts)
            said = part.take("period") or held.data.get("period")
            period = self._period(held, said)
            acting = self.case.target(part.take("onBehalfOf"), held)
            holder = self._holder(target, family)
            if holder is None:
                reading.case.leave(
                    "CareTeam.participant", "is nobody and no agency that is known here"
                )
                continue
            if role is not None and role.duty is not None:
                give_duty(
                    self.case, held, role.duty, holder, family=family, plans=plans, period=period
                )
            person = self.people.person(target, family)
            if person is None:
                if role is None or role.duty is None:
                    self.case.leave(
                        "CareTeam.participant", "is an agency; members of a team are people"
                    )
                continue
            words = "; ".join(words_of(each) for each in concepts if words_of(each))
            place = seen[person] = seen.get(person, 0) + 1
            member = MemberId(self.case.part_id(held, "member", person, str(place)))
            self._members.setdefault(held.key, {}).setdefault(person, member)
            members.append(
                TeamMember(
                    id=member,
                    person=person,
                    role_words=words,
                    accepted_on=None if status == "proposed" else period.start,
                    left_on=period.end,
                    **self._part(target, person, role, acting),
                )
            )
        for each in reading.items("managingOrganization"):
            agency = self.directory.agency(self.case.target(each, held))
            if agency is not None:
                give_duty(
                    self.case,
                    held,
                    DutyRole.COORDINATING_ORG,
                    PartyId(agency),
                    family=family,
                    plans=plans,
                    period=team_period,
                )
        self._add(held, reading, family, members)

    def _add(
        self, held: Held, reading: Reading, family: FamilyId, members: list[TeamMember]
    ) -> None:
        identifiers = self.case.identifiers(held)
        reading.leave("name", "a team has no name of its own")
        self.case.add(
            held,
            partial(
                Team,
                id=TeamId(self.case.id_of("team", held)),
                family=family,
                identifiers=identifiers,
                members=tuple(members),
            ),
        )

    def _period(self, held: Held, said: object) -> Period:
        status = held.data.get("status", "active")
        sure = known_day(held.data.get("meta", {}).get("lastUpdated"))
        return period_of(said, running=status in {"active", "proposed"}, sure_on=sure)

    def _holder(self, target: Target | None, family: FamilyId) -> PartyId | None:
        party = self.people.person(target, family) or self.directory.agency(target)
        return PartyId(party) if party is not None else None

    def _part(
        self, target: Target | None, person: PersonId, role: Role | None, acting: Target | None
    ) -> dict[str, Any]:  # Any: the fields of a member
        kind = target.type if target is not None else ""
        if kind == "Patient":
            return {"role": TeamRole.YOUTH, "support": SupportType.FAMILY_MEMBER}
        if kind == "RelatedPerson":
            kin = self.people.kin.get(person, ())
            plain = kin[0] if kin else None
            team = plain.team if plain is not None else TeamRole.OTHER
            if team is TeamRole.OTHER and role is not None:
                team = role.team
            support = {"support": plain.support} if plain is not None else {}
            return {"role": team, **support}
        employer = self.directory.agency(target) or self.directory.agency(acting)
        return {
            "role": role.team if role is not None else TeamRole.PROVIDER,
            "support": SupportType.FORMAL,
            "employer": employer if employer is not None else UNKNOWN,
        }

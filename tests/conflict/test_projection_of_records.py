"""Each record as the fact that rules read: every field of it, and nothing about other families."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
import pytest
from tests.conflict.recorded import FAMILY_RECORDS, FOR_A_TIME, LATER, NOTED, ON
from tests.conflict.recorded_of_directories import DIRECTORY_RECORDS

from wraparound.chart import Chart, Directory
from wraparound.conflict import acts, kinds
from wraparound.conflict.facts import Facts
from wraparound.conflict.projection import facts_of
from wraparound.model.agency import Agency
from wraparound.model.duty import Duty, DutyRole
from wraparound.model.family import Family, FamilyMember, FamilyRole
from wraparound.model.ids import NPI, TIN, Identifier
from wraparound.model.periods import Period
from wraparound.model.person import Person, Residence
from wraparound.model.plan import Plan, PlanStatus, Signature, SignerRole
from wraparound.model.planned_service import (
    Performer,
    PlannedService,
    ServiceSpan,
    ServiceStatus,
)
from wraparound.model.record import Record
from wraparound.model.team import SupportPayment, SupportType, Team, TeamMember, TeamRole
from wraparound.model.terms import UNKNOWN

FAMILY = Family(
    id="fam",
    members=(
        FamilyMember(person="kid", role=FamilyRole.YOUTH),
        FamilyMember(person="mum", role=FamilyRole.CAREGIVER),
    ),
)
KID = Person(
    id="kid",
    family="fam",
    name="Juniper Vale",
    residences=(Residence(area="north", period=FOR_A_TIME), Residence()),
)
MUM = Person(id="mum", family="fam", name="Hazel Vale", member=True)
SERVICE = PlannedService(
    id="s",
    category="respite",
    provider="pv",
    paid=False,
    hcbs=True,
    spans=(ServiceSpan(status=ServiceStatus.ACTIVE, period=FOR_A_TIME),),
    performers=(Performer(person="fac", period=FOR_A_TIME),),
    recorded_on=NOTED,
)
PLAN = Plan(
    id="v",
    lineage="pl",
    family="fam",
    youth="kid",
    enrollment="stay",
    status=PlanStatus.ACTIVE,
    period=FOR_A_TIME,
    dated_on=ON,
    authors=("fac",),
    consent_on=ON,
    conflict_guidelines_on=LATER,
    dispute_strategy_on=UNKNOWN,
    services=(SERVICE,),
    signatures=(
        Signature(role=SignerRole.PROVIDER, agency="pv", person="fac", on=ON, recorded_on=NOTED),
        Signature(id="sig", role=SignerRole.TEAM_MEMBER, member="m-aunt", on=LATER),
        Signature(role=SignerRole.CAREGIVER, person="mum", on=UNKNOWN),
        Signature(role=SignerRole.GUARDIAN, on=ON),
        Signature(role=SignerRole.CAREGIVER, person="mum", on=ON),
    ),
)
TEAM = Team(
    id="team",
    family="fam",
    enrollment="stay",
    members=(
        TeamMember(
            id="m-aunt",
            person="aunt",
            role=TeamRole.EXTENDED_FAMILY,
            support=SupportType.NATURAL,
            accepted_on=ON,
            left_on=LATER,
            payments=(SupportPayment(id="pay", period=FOR_A_TIME),),
            recorded_on=NOTED,
        ),
        TeamMember(
            id="m-fac",
            person="fac",
            role=TeamRole.FACILITATOR,
            support=SupportType.FORMAL,
            accepted_on=ON,
        ),
        TeamMember(
            id="m-kid",
            person="kid",
            role=TeamRole.YOUTH,
            support=SupportType.FAMILY_MEMBER,
            accepted_on=ON,
        ),
        TeamMember(
            id="m-left",
            person="uncle",
            role=TeamRole.EXTENDED_FAMILY,
            support=SupportType.NATURAL,
            accepted_on=ON,
            left_on=ON,
        ),
        TeamMember(
            id="m-asked",
            person="uncle",
            role=TeamRole.EXTENDED_FAMILY,
            accepted_on=None,
            support=SupportType.NATURAL,
        ),
    ),
)
OTHER_TEAM = Team(
    id="team-2",
    family="fam",
    enrollment="stay-2",
    members=(
        TeamMember(
            id="m-2",
            person="aunt",
            role=TeamRole.EXTENDED_FAMILY,
            support=SupportType.COMMUNITY,
            accepted_on=UNKNOWN,
        ),
    ),
)
OWN = (FAMILY, KID, MUM, PLAN, TEAM)
PEOPLE = tuple(Person(id=each, name=each.title()) for each in ("fac", "boss", "aunt", "uncle"))
AGENCY = Agency(
    id="pv",
    name="Larch House",
    identifiers=(
        Identifier(system=TIN, value="12-3456789"),
        Identifier(system=NPI, value="1234567893"),
    ),
    board_size=7,
)


def told(*records: Record, directory: Iterable[Record] = (), own: Iterable[Record] = OWN) -> Facts:
    """The facts of a family with some records more."""
    around = Directory.of((*PEOPLE, AGENCY, *directory))
    return facts_of(Chart.of((*own, *records), as_of=ON, directory=around))


@pytest.mark.parametrize("kind", FAMILY_RECORDS)
def test_every_field_of_a_familys_record_is_in_its_fact(kind: str):
    record, fact = FAMILY_RECORDS[kind]
    assert getattr(told(record), kind) == (fact,)


@pytest.mark.parametrize("kind", DIRECTORY_RECORDS)
def test_every_field_of_a_directorys_record_is_in_its_fact(kind: str):
    record, fact = DIRECTORY_RECORDS[kind]
    assert getattr(told(directory=[record]), kind) == (fact,)


def test_a_plan_and_who_and_what_stands_on_it():
    facts = told()
    assert facts.plans == (
        kinds.PlanFact(
            id="pl",
            youth="kid",
            period=FOR_A_TIME,
            versions=(kinds.VersionFact(id="v", day=ON, authors=("fac",)),),
            consent=(ON,),
            coi_guidelines=(LATER,),
            dispute_strategy=(UNKNOWN,),
        ),
    )
    assert facts.services == (
        kinds.ServiceFact(
            id="s",
            recorded=NOTED,
            plan="pl",
            provider="pv",
            category="respite",
            paid=False,
            hcbs=True,
            spans=(kinds.StatusSpan(status="active", period=FOR_A_TIME),),
            performers=(kinds.PerformerFact(person="fac", period=FOR_A_TIME),),
        ),
    )
    assert facts.signatures == (
        acts.SignatureFact(id="v.signatures.0", recorded=NOTED, plan="pl", by="pv", day=ON),
        acts.SignatureFact(id="sig", plan="pl", by="aunt", day=LATER),
        acts.SignatureFact(id="v.signatures.4", plan="pl", by="mum", day=ON),
    )
    assert facts.supports == (
        acts.SupportFact(
            id="m-aunt",
            recorded=NOTED,
            plans=("pl",),
            person="aunt",
            type="natural",
            payments=(acts.PaymentFact(id="pay", period=FOR_A_TIME),),
            period=FOR_A_TIME,
        ),
        acts.SupportFact(
            id="m-fac", plans=("pl",), person="fac", type="paid", period=Period(start=ON)
        ),
    )


def test_a_team_of_another_stay_supports_no_plan_of_this_one():
    (support,) = [each for each in told(OTHER_TEAM).supports if each.id == "m-2"]
    assert support == acts.SupportFact(
        id="m-2", plans=(), person="aunt", type="natural", period=Period(start=UNKNOWN)
    )


def test_people_agencies_and_youth_carry_what_may_make_two_records_one():
    facts = told()
    assert facts.youth == (
        kinds.YouthFact(
            id="kid",
            name="Juniper Vale",
            family=("mum",),
            areas=(
                kinds.AreaStay(area="north", period=FOR_A_TIME),
                kinds.AreaStay(area=None),
            ),
        ),
    )
    assert facts.agencies == (
        kinds.AgencyFact(
            id="pv", name="Larch House", tin="12-3456789", npi="1234567893", board_size=7
        ),
    )
    assert {each.id: each for each in facts.people} == {
        "mum": kinds.PersonFact(id="mum", name="Hazel Vale", member=True),
        **{each: kinds.PersonFact(id=each, name=each.title()) for each in ("fac", "aunt", "uncle")},
    }


@pytest.mark.parametrize("kind", [*FAMILY_RECORDS])
def test_what_names_no_plan_is_about_the_only_one_and_about_none_of_two(kind: str):
    record, fact = FAMILY_RECORDS[kind]
    if kind in {"choices", "conditions", "flex_funds"}:
        return  # these always name their plan
    second = attrs.evolve(PLAN, id="w", lineage="pl-2", services=(), signatures=())
    unnamed = attrs.evolve(record, plan=None)
    assert getattr(told(unnamed), kind) == (fact,)
    of_two = getattr(told(unnamed, second), kind)
    assert [each.plan for each in of_two] in ([], [None])


@pytest.mark.parametrize("kind", [*FAMILY_RECORDS])
def test_what_is_about_a_plan_of_another_family_is_about_none_of_this(kind: str):
    record, _ = FAMILY_RECORDS[kind]
    of_another = getattr(told(attrs.evolve(record, plan="of-another")), kind)
    assert [each.plan for each in of_another] in ([], [None])


def test_a_duty_names_the_services_of_this_family_only():
    kept = Duty(id="x", plan="pl", role=DutyRole.PLAN_MONITOR, holder="fac", services=("s", "far"))
    (duty,) = told(directory=[kept]).duties
    assert duty.services == ("s",)
    (own,) = told(attrs.evolve(kept, family="fam")).duties
    assert own == duty
    of_another = attrs.evolve(kept, plan="of-another")
    assert told(directory=[of_another]).duties == ()

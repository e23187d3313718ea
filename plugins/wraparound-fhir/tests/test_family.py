"""How people, families, teams and plans come in."""

from __future__ import annotations

from datetime import date

import pytest

from wraparound.model.agency import Agency
from wraparound.model.duty import Duty, DutyRole, Staff
from wraparound.model.family import Family, FamilyRole
from wraparound.model.person import Person
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.planned_service import ServiceStatus
from wraparound.model.team import SupportType, Team, TeamRole
from wraparound.model.terms import UNKNOWN
from wraparound.model.tie import Relation, Tie, TieKind
from wraparound.program import Program


def coded(code, system="http://example.org/codes", **more):
    return {"coding": [{"system": system, "code": code}], **more}


def ref(to):
    return {"reference": to}


def resource(kind, own, **more):
    return {"resourceType": kind, "id": own, **more}


YOUTH = resource("Patient", "kit", identifier=[{"system": "urn:mrn", "value": "7"}])


def test_a_bundle_becomes_a_family_with_its_team_and_plan(reader, county):
    desk = reader.read(county)
    assert desk.said == []
    family, plan, team = desk.only(Family), desk.only(Plan), desk.only(Team)
    assert [member.role for member in family.members] == [FamilyRole.YOUTH, FamilyRole.CAREGIVER]
    assert plan.family == team.family == family.id
    assert plan.status is PlanStatus.ACTIVE
    assert [need.statement[:12] for need in plan.needs] == ["He needs to "]
    assert len(plan.strengths) == len(plan.outcomes) == len(plan.services) == len(plan.steps) == 1
    assert plan.outcomes[0].need == plan.services[0].need == plan.needs[0].id


def test_a_fhir_period_counts_its_last_day(reader, county):
    plan = reader.read(county).only(Plan)
    assert (plan.period.start, plan.period.end) == (date(2025, 2, 1), date(2026, 1, 1))


def test_a_mother_by_birth_is_kin_by_blood(reader, county):
    desk = reader.read(county)
    (tie,) = desk.only(Family).relationships
    assert (tie.kind, tie.relation) == (TieKind.KIN, Relation.PARENT_OF)
    youth = desk.only(Plan).youth
    assert tie.object == youth


def test_the_author_of_a_plan_has_the_duty_of_planner(reader, county):
    desk = reader.read(county)
    plan = desk.only(Plan)
    duties = {duty.role: duty for duty in desk.of(Duty)}
    assert duties[DutyRole.PLANNER].holder == plan.authors[0]
    assert duties[DutyRole.FACILITATOR].plan == plan.lineage
    assert duties[DutyRole.FACILITATOR].period.start == date(2025, 1, 12)


def test_a_role_at_an_organization_is_an_employment_to_be_confirmed(reader, county):
    desk = reader.read(county)
    ties = [tie for tie in desk.of(Tie) if tie.kind is TieKind.EMPLOYED_BY]
    assert [(tie.subject, tie.object) for tie in ties] == [
        (desk.only(Staff).person, desk.only(Staff).employer)
    ]
    assert "confirm" in ties[0].source
    assert any("confirm" in reason for _, reason in desk.losses)


def test_a_service_names_its_agency_and_who_gives_it(reader, county):
    desk = reader.read(county)
    (service,) = desk.only(Plan).services
    lantern = next(agency for agency in desk.of(Agency) if agency.name == "Lantern House")
    assert service.provider == lantern.id
    assert len(service.performers) == 1
    assert service.support is SupportType.FORMAL
    assert [span.status for span in service.spans] == [ServiceStatus.ACTIVE]
    assert service.paid == service.hcbs == UNKNOWN


def test_a_step_of_the_mother_is_hers_on_the_team(reader, county):
    desk = reader.read(county)
    (step,) = desk.only(Plan).steps
    mother = next(each for each in desk.only(Team).members if each.role is TeamRole.CAREGIVER)
    assert step.responsible == mother.id


def test_a_diagnosis_is_no_need(reader, county):
    desk = reader.read(county)
    youth = next(each for each in desk.of(Person) if each.id == desk.only(Plan).youth)
    assert [each.code for each in youth.diagnoses] == ["F90.2"]
    assert (
        desk.losses["CarePlan.addresses", "a diagnosis is no need; it is kept with the person"] == 1
    )


def test_importing_twice_changes_nothing(reader, county):
    path = reader.file(county)
    with Program.open("memory:", only=("fhir",)) as program:
        first = program.import_files([path], by="tester", system="urn:county")
        second = program.import_files([path], by="tester", system="urn:county")
    assert sum(first.added.values()) == sum(second.unchanged.values())
    assert not second.added
    assert not second.completed


def test_a_plan_alone_is_completed_by_its_patient_later(reader, county):
    entries = {each["resource"]["resourceType"]: each["resource"] for each in county["entry"]}
    plan, patient = (
        reader.file(entries["CarePlan"], "a.json"),
        reader.file(entries["Patient"], "b.json"),
    )
    with Program.open("memory:", only=("fhir",)) as program:
        program.import_files([plan], by="tester", system="urn:county")
        assert [each.name for each in program.find(Person) if each.family] == [UNKNOWN]
        program.import_files([patient], by="tester", system="urn:county")
        assert [each.name for each in program.find(Person) if each.family] == ["Milo Quill"]
        assert len([*program.find(Family)]) == 1


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        (coded("F10.20", "http://hl7.org/fhir/sid/icd-10-cm", text="Dependence"), "substance_use"),
        (
            coded("5602001", "http://snomed.info/sct", text="Opioid abuse (disorder)"),
            "substance_use",
        ),
        (coded("F41.1", "http://hl7.org/fhir/sid/icd-10-cm", text="Anxiety"), "plain"),
    ],
)
def test_substance_use_is_kept_apart(reader, code, kept):
    desk = reader.carried(YOUTH, resource("Condition", "c", subject=ref("Patient/kit"), code=code))
    person = desk.only(Person)
    apart = "substance_use" if person.substance_use_diagnoses else "plain"
    assert apart == kept
    assert bool(person.diagnoses) is (kept == "plain")


def test_siblings_who_share_a_mother_are_one_family(reader):
    mother = {"identifier": [{"system": "urn:ssn", "value": "9"}], "relationship": [coded("MTH")]}
    desk = reader.carried(
        resource("Patient", "a"),
        resource("Patient", "b"),
        resource("RelatedPerson", "m1", patient=ref("Patient/a"), **mother),
        resource("RelatedPerson", "m2", patient=ref("Patient/b"), **mother),
    )
    family = desk.only(Family)
    assert len(desk.of(Person)) == len(family.members) == 3
    assert len(family.people_as(FamilyRole.YOUTH)) == 2
    assert len(family.relationships) == 2


def test_two_patients_without_a_common_relative_are_two_families(reader):
    same = {"name": [{"text": "Sam Reed"}], "birthDate": "2010-01-01"}
    desk = reader.carried(resource("Patient", "a", **same), resource("Patient", "b", **same))
    assert len(desk.of(Family)) == len(desk.of(Person)) == 2


def test_two_agencies_with_one_number_stay_two(reader):
    number = {"identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "1"}]}
    desk = reader.carried(
        resource("Organization", "x", name="X", **number),
        resource("Organization", "y", name="Y", **number),
    )
    assert len(desk.of(Agency)) == 2
    assert desk.lost["Organization.identifier"] == 1


def test_a_department_is_read_as_controlled_and_said_so(reader):
    desk = reader.carried(
        resource("Organization", "x", name="X"),
        resource("Organization", "y", name="Y", partOf=ref("Organization/x")),
    )
    assert desk.only(Tie).kind is TieKind.CONTROLS
    assert "Organization.partOf" in desk.lost


def test_versions_of_a_plan_share_their_lineage(reader):
    head = {"intent": "plan", "subject": ref("Patient/kit")}
    desk = reader.carried(
        YOUTH,
        resource("CarePlan", "v2", status="active", replaces=[ref("CarePlan/v1")], **head),
        resource("CarePlan", "v1", status="completed", **head),
    )
    first, second = sorted(desk.of(Plan), key=lambda plan: plan.version)
    assert (first.version, second.version) == (1, 2)
    assert first.lineage == second.lineage
    assert first.status is PlanStatus.REPLACED
    assert second.replaces == first.id

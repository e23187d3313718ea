"""The published FHIR files: what comes in, what is refused, and that nothing breaks."""

from __future__ import annotations

import json

import pytest

from wraparound.model.duty import Duty, DutyRole
from wraparound.model.family import Family, FamilyRole
from wraparound.model.person import Person
from wraparound.model.plan import Plan, SignerRole
from wraparound.model.team import SupportType, Team
from wraparound.program import Program

TRANSACTION = "eltss/FHIR_eLTSS_example_transaction-v4.0.0.json"
ELTSS = "eltss/examples/Bundle-2039212f3fa5406bb4ffd4a.json"


@pytest.fixture(scope="session")
def fhir(published):
    return published / "fhir"


def test_the_eltss_plan_comes_in_whole(reader, fhir):
    desk = reader.read_file(fhir / ELTSS)
    assert desk.said == []
    plan = desk.only(Plan)
    parts = (plan.needs, plan.strengths, plan.outcomes, plan.services, plan.steps)
    assert [len(part) for part in parts] == [4, 2, 2, 4, 2]
    assert plan.crisis_plan is not None
    assert len(plan.crisis_plan.response_steps) == 1
    assert len(plan.signatures) == 8
    assert {SignerRole.YOUTH, SignerRole.GUARDIAN} <= {each.role for each in plan.signatures}
    assert "Preference: " in plan.notes
    natural = [each for each in plan.services if each.provider is None]
    assert [each.support for each in natural] == [SupportType.FAMILY_MEMBER]
    roles = {duty.role for duty in desk.of(Duty)}
    assert roles == {DutyRole.PLANNER, DutyRole.CASE_MANAGER}
    members = desk.only(Family).members
    assert [each.role for each in members] == [
        FamilyRole.YOUTH,
        FamilyRole.CHILD,
        FamilyRole.CAREGIVER,
    ]


def test_the_eltss_plan_imported_twice_is_stored_once(fhir):
    with Program.open("memory:", only=("fhir",)) as program:
        program.import_files([fhir / ELTSS], by="tester")
        again = program.import_files([fhir / ELTSS], by="tester")
    assert not again.added
    assert not again.completed


def test_the_parts_of_the_eltss_plan_are_the_whole(fhir):
    parts = sorted(
        path for path in (fhir / "eltss/examples").glob("*.json") if path.name[:6] != "Bundle"
    )
    with Program.open("memory:", only=("fhir",)) as program:
        program.import_files(parts, by="tester", system="urn:eltss")
        assert len([*program.find(Family)]) == 1
        assert len([*program.find(Person)]) == 8


def test_the_transaction_of_2018_comes_in_and_its_numbers_as_texts_are_told(reader, fhir):
    desk = reader.read((fhir / TRANSACTION).read_bytes())
    assert desk.said == []
    assert desk.lost["CarePlan.activity.reference"] == 3
    assert desk.lost["ServiceRequest.quantityQuantity.value"] == 1
    assert desk.lost["ServiceRequest.quantityRatio.numerator.value"] == 2


def test_each_negative_file_is_refused_where_it_is_wrong(reader, fhir):
    for case in json.loads((fhir / "negative/expected.json").read_text()):
        said = reader.read_file(fhir / "negative" / case["file"]).said
        place = case["where"].partition(".")[2]
        assert len(said) == 1, case["file"]
        assert place in said[0], case["file"]


def test_no_example_is_refused(reader, fhir):
    refused = {}
    for folder in ("*/examples", "r4-base-examples"):
        for path in sorted(fhir.glob(f"{folder}/*.json")):
            said = reader.read_file(path).said
            if said:
                refused[path.name] = said
    assert set(refused) <= {"Questionnaire-qs1.json"}


def test_each_us_core_team_comes_in(reader, fhir):
    for path in fhir.glob("us-core-9.0.0/examples/careteam*.json"):
        team = reader.read_file(path).only(Team)
        assert len(team.members) == len(json.loads(path.read_text())["participant"])


def test_each_synthetic_patient_comes_in(reader, published):
    paths = sorted((published / "synthea").glob("*/*.json*"))
    assert paths
    for path in paths:
        desk = reader.read_file(path)
        assert desk.said == [], path.name
        assert len(desk.of(Family)) == 1
        assert desk.of(Plan)

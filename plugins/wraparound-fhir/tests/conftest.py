"""A made-up family as a FHIR bundle, and the published files where they are at hand."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path

import pytest

from wraparound.errors import InputRefused
from wraparound.importing import ImportDesk
from wraparound.intake import Source
from wraparound.model.family import Family
from wraparound.model.person import Person
from wraparound.program import Program
from wraparound_fhir import FhirImporter

SHARED = Path(os.environ.get("WRAPAROUND_SHARED", Path(__file__).parents[4] / "shared"))
SYSTEM = "urn:example:county"


def coded(code, system="http://example.org/codes", **more):
    return {"coding": [{"system": system, "code": code}], **more}


def ref(to):
    return {"reference": to}


def resource(kind, own, **more):
    return {"resourceType": kind, "id": own, **more}


def family_bundle():
    """A youth, his mother, a facilitator of one agency, respite by another: one plan for all."""
    youth = ref("Patient/milo")
    resources = [
        resource(
            "Patient",
            "milo",
            identifier=[{"system": "urn:example:mrn", "value": "M-1"}],
            name=[{"given": ["Milo"], "family": "Quill"}],
            birthDate="2012-04-05",
            gender="male",
            address=[{"line": ["1 Elm Row"], "city": "Oakfield", "state": "ST"}],
        ),
        resource(
            "RelatedPerson",
            "ada",
            patient=youth,
            name=[{"text": "Ada Quill"}],
            relationship=[coded("NMTH", "http://terminology.hl7.org/CodeSystem/v3-RoleCode")],
        ),
        resource("Organization", "harbor", name="Harbor Coordination"),
        resource("Organization", "lantern", name="Lantern House"),
        resource("Practitioner", "rosa", name=[{"text": "Rosa Finch"}]),
        resource("Practitioner", "theo", name=[{"text": "Theo Marsh"}]),
        resource(
            "PractitionerRole",
            "rosa-at-harbor",
            active=True,
            practitioner=ref("Practitioner/rosa"),
            organization=ref("Organization/harbor"),
            period={"start": "2024-01-01"},
            code=[{"text": "Wraparound facilitator"}],
        ),
        resource(
            "CareTeam",
            "table",
            status="active",
            subject=youth,
            period={"start": "2025-01-10"},
            participant=[
                {"member": youth},
                {"member": ref("RelatedPerson/ada"), "role": [{"text": "Mother"}]},
                {
                    "member": ref("PractitionerRole/rosa-at-harbor"),
                    "role": [{"text": "Wraparound facilitator"}],
                    "period": {"start": "2025-01-12"},
                },
            ],
        ),
        resource(
            "Condition",
            "calm",
            subject=youth,
            clinicalStatus=coded(
                "active", "http://terminology.hl7.org/CodeSystem/condition-clinical"
            ),
            category=[coded("assessed-need")],
            code={"text": "He needs to know who will be there in the morning"},
        ),
        resource(
            "Condition",
            "adhd",
            subject=youth,
            category=[coded("problem-list-item")],
            recordedDate="2024-05-01",
            code=coded("F90.2", "http://hl7.org/fhir/sid/icd-10-cm", text="ADHD"),
        ),
        resource(
            "Observation",
            "draws",
            status="final",
            subject=youth,
            code=coded("strength", "http://hl7.org/fhir/us/eltss/CodeSystem/eltss"),
            valueString="Drawing calms him within ten minutes",
        ),
        resource(
            "Goal",
            "sleeps",
            lifecycleStatus="active",
            subject=youth,
            description={"text": "Sleeps through the night"},
            addresses=[ref("Condition/calm")],
            target=[
                {
                    "measure": {"text": "nights without waking"},
                    "detailQuantity": {"value": 5, "unit": "nights a week"},
                    "dueDate": "2025-06-30",
                }
            ],
        ),
        resource(
            "ServiceRequest",
            "respite",
            status="active",
            intent="order",
            subject=youth,
            code=coded("T1005", "urn:hcpcs", text="Respite"),
            occurrencePeriod={"start": "2025-02-01", "end": "2025-07-31"},
            performer=[ref("Organization/lantern"), ref("Practitioner/theo")],
            reasonReference=[ref("Condition/calm")],
        ),
        resource(
            "Task",
            "story",
            status="ready",
            intent="order",
            description="Reads a story at nine",
            owner=ref("RelatedPerson/ada"),
            **{"for": youth},
        ),
        resource(
            "CarePlan",
            "plan",
            status="active",
            intent="plan",
            subject=youth,
            period={"start": "2025-02-01", "end": "2025-12-31"},
            author=ref("PractitionerRole/rosa-at-harbor"),
            careTeam=[ref("CareTeam/table")],
            addresses=[ref("Condition/calm"), ref("Condition/adhd")],
            supportingInfo=[ref("Observation/draws")],
            goal=[ref("Goal/sleeps")],
            activity=[
                {"reference": ref("ServiceRequest/respite")},
                {"reference": ref("Task/story")},
            ],
        ),
    ]
    return bundle(*resources)


def bundle(*resources, kind="collection"):
    entries = [
        {
            "fullUrl": f"http://county.example/fhir/{each['resourceType']}/{each['id']}",
            "resource": each,
        }
        for each in resources
    ]
    return {"resourceType": "Bundle", "type": kind, "entry": copy.deepcopy(entries)}


class Desk(ImportDesk):
    """The desk at which a file is read, with what came of it."""

    def __init__(self) -> None:
        super().__init__(find=lambda _kind, _key: None, load=lambda _kind, _id: None)

    def of(self, kind):
        return [record for record in self._records.values() if isinstance(record, kind)]

    def only(self, kind):
        (record,) = self.of(kind)
        return record

    @property
    def said(self) -> list[str]:
        return [f"{each.path}: {each.message}" for each in self.faults]

    @property
    def losses(self) -> dict[tuple[str, str], int]:
        return {(each.path, each.reason): each.times for each in self.report([]).left_out}

    @property
    def lost(self) -> dict[str, int]:
        return {each.path: each.times for each in self.report([]).left_out}


class Reader:
    """Writes what it is given to a file and reads it as FHIR."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, content, name="case.json") -> Path:
        path = self.folder / name
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        path.write_bytes(data)
        return path

    def read(self, content, name="case.json") -> Desk:
        return self.read_file(self.file(content, name))

    def read_file(self, path: Path) -> Desk:
        desk = Desk()
        desk.begin(path.name)
        FhirImporter().read(Source(path=path, label=path.name, system=SYSTEM), desk)
        if not desk.faults:
            desk.settle()
        return desk

    def carried(self, *resources, kind="collection") -> Desk:
        """Read a bundle that must be free of faults."""
        desk = self.read(bundle(*resources, kind=kind))
        assert desk.said == []
        return desk

    def refused(self, content, name="case.json") -> InputRefused:
        """Return the error of an import, after making sure that nothing was stored."""
        path = self.file(content, name)
        with Program.open("memory:", only=("fhir",)) as program:
            with pytest.raises(InputRefused) as refusal:
                program.import_files([path], by="tester", format_name="fhir")
            assert not [*program.find(Family), *program.find(Person)]
        return refusal.value


@pytest.fixture
def reader(tmp_path):
    return Reader(tmp_path)


@pytest.fixture
def county():
    return family_bundle()


@pytest.fixture(scope="session")
def published():
    place = SHARED / "data"
    if not (place / "fhir").is_dir():
        pytest.skip(f"the published FHIR files are not at {place}")
    return place

"""The published files of HSDS, and real services."""

from __future__ import annotations

import copy
import json
from collections import Counter

import pytest

from wraparound.model.agency import Agency
from wraparound.model.directory import Service
from wraparound.model.person import Payer
from wraparound.program import Program
from wraparound_hsds import HsdsImporter
from wraparound_hsds.entries import SERVICE

DIRECTORY = [
    "organization_full",
    "organization_list",
    "service_at_location_full",
    "service_at_location_list",
    "service_full",
    "service_list",
]
BASE = "https://example.org/hsds/"
WRONG = (42, "bogus", True, [], {}, ["x"], [{}])


def test_the_thirty_services_of_the_treatment_locator(hsds):
    """They come in whole, and twice without change."""
    place = hsds / "samhsa-findtreatment" / "hsds-3.0-services.json"
    assert HsdsImporter().recognizes(place.read_bytes()[:65536])
    with Program.open("memory:", only=("hsds",)) as program:
        report = program.import_files([place], by="tester")
        assert dict(report.added) == {"agency": 15, "service": 30}
        again = program.import_files([place], by="tester")
        assert dict(again.unchanged) == dict(report.added)
        services = list(program.find(Service))
    sed = "Children/adolescents with serious emotional disturbance (SED)"
    assert sum(sed in service.categories for service in services) >= 5
    assert sum(Payer.MEDICAID in service.payers for service in services) >= 20
    assert all(service.places and service.contacts and service.agency for service in services)


@pytest.mark.parametrize("name", DIRECTORY)
def test_the_official_examples_come_in(hsds, name):
    place = hsds / "spec-3.0" / "examples" / f"{name}.json"
    assert HsdsImporter().recognizes(place.read_bytes()[:65536])
    with Program.open("memory:", only=("hsds",)) as program:
        program.import_files([place], by="tester")
        again = program.import_files([place], by="tester")
        assert dict(again.added) == dict(again.completed) == {}
        assert list(program.find(Agency))


def parts_of(value, path=()):
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        for wrong in WRONG:
            yield (*path, key), wrong
        if isinstance(value, dict):
            yield (*path, key), ...
        if isinstance(value[key], (dict, list)):
            yield from parts_of(value[key], (*path, key))


@pytest.fixture(scope="session")
def judge(hsds):
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    draft = pytest.importorskip("referencing.jsonschema").DRAFT202012
    registry = referencing.Registry()
    for place in (hsds / "spec-3.0" / "schema").glob("*.json"):
        told = json.loads(place.read_text("utf-8"))
        told.pop("$id", None)
        registry = registry.with_resource(f"{BASE}{place.name}", draft.create_resource(told))
    schema = {"$id": f"{BASE}judge.json", "$ref": f"{BASE}service.json"}
    return jsonschema.Draft202012Validator(schema, registry=registry)


def test_what_the_schema_refuses_is_a_fault(hsds, judge):
    """Ours may be stricter, where the standard says in words what its schema leaves open."""
    full = json.loads((hsds / "spec-3.0" / "examples" / "service_full.json").read_text("utf-8"))
    assert judge.is_valid(full)
    assert list(SERVICE(full, "")) == []
    missed: list[object] = []
    verdicts: Counter[tuple[bool, bool]] = Counter()
    seen: set[str] = set()
    for path, wrong in parts_of(full):
        name = f"{[key for key in path if isinstance(key, str)][-2:]}{wrong!r}"
        if name in seen:
            continue
        seen.add(name)
        document = copy.deepcopy(full)
        *above, last = path
        place = document
        for key in above:
            place = place[key]
        if wrong is ...:
            del place[last]
        else:
            place[last] = wrong
        refused, ours = not judge.is_valid(document), bool(list(SERVICE(document, "")))
        verdicts[refused, ours] += 1
        if refused and not ours:
            missed.append((path, wrong))
    assert missed == []
    assert verdicts[True, True] > 300, verdicts

"""What is recognized from file to file: the same thing comes in once, and no two things merge."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from wraparound.errors import InputRefused
from wraparound.importing.desk import ImportDesk
from wraparound.model import Agency, Family, Identifier, Person, Plan
from wraparound.program import Program

SHARED = Path(os.environ.get("WRAPAROUND_SHARED", Path(__file__).parents[2] / "../shared"))
UUIDS = {name: f"6f0c1c5e-0000-4000-8000-{place:012d}" for place, name in enumerate("pgrctq", 1)}


@pytest.fixture
def program():
    with Program.open("memory:", only=("fhir",)) as opened:
        yield opened


@pytest.fixture
def published():
    if not (SHARED / "data" / "synthea").is_dir():
        pytest.skip(f"the published files are not at {SHARED / 'data'}")
    return SHARED / "data"


def resource(kind, own, **more):
    return {"resourceType": kind, "id": own, **more}


def patient(own, **more):
    return resource("Patient", own, name=[{"text": "Milo Quill"}], **more)


def care(names):
    """A youth, his mother, her help and a plan, whose ids are these names."""
    youth = {"reference": f"Patient/{names['p']}"}
    worker = {"reference": f"Practitioner/{names['c']}"}
    words = {"coding": [{"system": "http://snomed.info/sct", "code": "768820003"}]}
    return [
        patient(names["p"]),
        resource("RelatedPerson", names["r"], patient=youth, relationship=[{"text": "mother"}]),
        resource("Practitioner", names["c"], name=[{"text": "Rosa Finch"}]),
        resource(
            "CareTeam",
            names["t"],
            status="active",
            subject=youth,
            participant=[{"member": worker, "role": [words]}],
        ),
        resource(
            "CarePlan",
            names["q"],
            status="active",
            intent="plan",
            subject=youth,
            activity=[{"detail": {"status": "in-progress", "description": "Respite"}}],
        ),
    ]


LOCAL = {name: f"{name}-1" for name in UUIDS}


def bundle(*resources, kind="collection", urls=None):
    entries = [{"resource": each} for each in resources]
    for entry, url in zip(entries, urls or (), strict=False):
        entry["fullUrl"] = url
    if kind == "transaction":
        for entry in entries:
            entry["request"] = {"method": "POST", "url": entry["resource"]["resourceType"]}
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def written(path, *documents):
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("\n".join(json.dumps(each) for each in documents), "utf-8")
    return path


def imported(program, *paths, **more):
    return program.import_files(paths, by="tester", **more)


def how_many(program, kind=Family):
    return len([*program.find(kind)])


def split(folder, resources):
    """Write one NDJSON file for each type, as servers export them."""
    return [written(folder / f"{each['resourceType']}.ndjson", each) for each in resources]


@pytest.mark.parametrize("kind", ["collection", "transaction"])
def test_the_same_content_under_another_name_changes_nothing_where_ids_are_uuids(
    program, tmp_path, kind
):
    whole = bundle(*care(UUIDS), kind=kind)
    first = imported(program, written(tmp_path / "a.json", whole))
    assert {"family", "plan", "team", "duty", "person"} <= set(first.added)
    again = imported(program, written(tmp_path / "b.json", whole))
    assert (again.added, again.completed) == ({}, {})


def test_a_synthetic_patient_under_another_name_changes_nothing(program, tmp_path, published):
    (full,) = (published / "synthea").glob("*/Royce*.json.gz")
    imported(program, full)
    other = tmp_path / "other.json"
    other.write_bytes(gzip.decompress(full.read_bytes()))
    again = imported(program, other)
    assert (again.added, again.completed) == ({}, {})


@pytest.mark.parametrize("name", ["Royce_Friesen_98e95b2d", "Ruben_Grijalva_7d9e6d24"])
@pytest.mark.parametrize("slim_first", [False, True])
def test_a_slim_file_and_the_full_one_tell_of_one_family(program, published, name, slim_first):
    files = [*(published / "synthea").glob(f"*/{name}*")]
    first, second = sorted(files, key=lambda path: ("slim" in path.name) is not slim_first)
    imported(program, first)
    assert not imported(program, second).added
    assert how_many(program) == 1


@pytest.mark.parametrize("system", [None, "urn:eltss"])
def test_the_folder_of_eltss_tells_of_one_family_with_two_agencies(program, published, system):
    """The bundle and its parts are in it, and two agencies share one number."""
    files = sorted((published / "fhir/eltss/examples").glob("*.json"))
    report = imported(program, *files, system=system)
    assert [how_many(program, kind) for kind in (Family, Person, Agency)] == [1, 8, 2]
    told = [each.path for each in report.left_out if "another agency" in each.reason]
    assert told == ["Organization/provider2a"]
    again = imported(program, *files, system=system)
    assert (again.added, again.completed) == ({}, {})


@pytest.mark.parametrize("names", [UUIDS, LOCAL], ids=["uuids", "local"])
@pytest.mark.parametrize("backward", [False, True])
def test_files_by_type_given_together_tell_of_one_family(program, tmp_path, names, backward):
    files = split(tmp_path, care(names))
    ordered = files[::-1] if backward else files
    imported(program, *ordered)
    assert [how_many(program, kind) for kind in (Family, Person, Plan)] == [1, 3, 1]
    again = imported(program, *files)
    assert (again.added, again.completed) == ({}, {})


def test_uuids_are_recognized_in_files_that_come_one_by_one(program, tmp_path):
    for file in split(tmp_path, care(UUIDS)):
        imported(program, file)
    assert [how_many(program, kind) for kind in (Family, Person)] == [1, 3]


@pytest.mark.parametrize("names", [("a.json", "b.json"), ("a/Patient.ndjson", "b/Patient.ndjson")])
def test_the_first_patients_of_two_hospitals_stay_two(program, tmp_path, names):
    for name in names:
        imported(program, written(tmp_path / name, patient("1")))
    assert [how_many(program, kind) for kind in (Family, Person)] == [2, 2]


def test_what_a_transaction_calls_by_a_uuid_for_once_is_not_recognized_by_it(program, tmp_path):
    url = f"urn:uuid:{UUIDS['p']}"
    for name in ("a.json", "b.json"):
        one = bundle({"resourceType": "Patient"}, kind="transaction", urls=[url])
        imported(program, written(tmp_path / name, one))
    assert how_many(program) == 2


def test_the_uuid_of_an_entry_recognizes_what_a_collection_holds(program, tmp_path):
    url = f"urn:uuid:{UUIDS['p']}"
    for name in ("a.json", "b.json"):
        imported(program, written(tmp_path / name, bundle(patient("1"), urls=[url])))
    assert how_many(program) == 1


def test_one_uuid_on_two_people_tells_them_apart_by_their_types(program, tmp_path):
    both = bundle(patient(UUIDS["p"]), resource("Practitioner", UUIDS["p"]))
    imported(program, written(tmp_path / "a.json", both))
    assert how_many(program, Person) == 2


def test_what_only_a_local_id_tells_apart_is_said_once_for_each_type(program, tmp_path):
    identified = patient("3", identifier=[{"system": "urn:example:mrn", "value": "M-3"}])
    file = written(tmp_path / "a.json", bundle(patient("1"), patient("2"), identified))
    (told,) = [each for each in imported(program, file).left_out if "--system" in each.reason]
    assert (told.path, told.times) == ("Patient", 2)
    named = imported(program, file, system="urn:example:county")
    assert not [each for each in named.left_out if "--system" in each.reason]


def test_a_patient_who_is_two_stored_records_is_refused_with_both_ids(program, tmp_path):
    numbers = [{"system": "urn:example:mrn", "value": "1"}, {"system": "urn:x", "value": "2"}]
    for place, number in enumerate(numbers):
        file = written(tmp_path / f"{place}.json", patient(f"p{place}", identifier=[number]))
        imported(program, file)
    both = written(tmp_path / "both.json", patient("p", identifier=numbers))
    with pytest.raises(InputRefused) as refusal:
        imported(program, both)
    said = str(refusal.value)
    assert "Patient/p: the identifiers of one person belong to 2 records" in said
    assert all(person.id in said for person in program.find(Person))


def desk_with(**stored):
    keys = {Identifier(system=name, value="1").key: own for name, own in stored.items()}
    return ImportDesk(find=lambda _kind, key: keys.get(key), load=lambda _kind, _id: None)


def identifiers(*systems):
    return [Identifier(system=system, value="1") for system in systems]


def test_a_stored_name_of_its_own_decides_between_two_records():
    desk = desk_with(npi="x", own="y")
    npi, own = identifiers("npi", "own")
    assert desk.id_of("agency", npi, own, path="Organization/y", own=[own]) == "y"
    assert not desk.faults
    assert [each.path for each in desk.report([]).left_out] == ["Organization/y"]


def test_numbers_alone_join_no_record_of_this_import_with_a_stored_one():
    """Without a name of its own, a record that bears the numbers of two is refused."""
    desk = desk_with(tin="x")
    npi, tin = identifiers("npi", "tin")
    desk.id_of("agency", npi, otherwise="harbor")
    desk.id_of("agency", npi, tin, path="agency[1]")
    (fault,) = desk.faults
    assert "harbor and x" in fault.message


def test_what_was_only_mentioned_is_the_stored_record_that_it_turns_out_to_be(program, tmp_path):
    """A plan names a youth by a local id before the youth's number tells who that is."""
    youth = patient("1", identifier=[{"system": "urn:example:mrn", "value": "M-1"}])
    imported(program, written(tmp_path / "before.json", youth | {"id": "x"}))
    (stored,) = program.find(Person)
    plan = care(LOCAL | {"p": "1"})[-1]
    files = split(tmp_path / "export", [plan, youth])
    report = imported(program, *files)
    assert report.added == {"plan": 1}
    assert [how_many(program, kind) for kind in (Family, Person)] == [1, 1]
    (kept,) = program.find(Plan)
    assert (kept.youth, kept.family) == (stored.id, stored.family)
    again = imported(program, *files)
    assert (again.added, again.completed) == ({}, {})

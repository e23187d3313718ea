"""Bad input of every kind: one clear report without values, and nothing stored."""

from __future__ import annotations

import copy
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wraparound.intake import Source
from wraparound_hsds import HsdsImporter, register_importers

MARK = "Zebulon-Marker"
UUID = "0194a000-0000-7000-8000-000000000001"


def test_the_plugin_registers_its_importer():
    (importer,) = register_importers()
    assert importer.name == "hsds"


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (b'[{"id": "1", "name": "x", "status": "active"', True),
        (b'\xef\xbb\xbf{"total_items": 1, "contents": [{"organization_id": "1"', True),
        (gzip.compress(b'{"id": "1", "status": "defunct"}', mtime=0), True),
        (b'{"resourceType": "CarePlan", "status": "active"', False),
        (b'[{"statementId": "1"', False),
        (b"wraparound: 1", False),
        (b"", False),
    ],
)
def test_a_directory_is_recognized_by_its_beginning(head, known):
    assert HsdsImporter().recognizes(head) is known


def test_every_fault_is_told_at_once_with_path_and_line(writing):
    services = [
        writing.service("a", status=MARK, email=MARK),
        {"id": MARK, "status": "active"},
        writing.service("c", phones=[{"id": UUID}], assured_date=MARK, minimum_age=MARK),
    ]
    refusal = writing.refused(json.dumps(services, indent=1))
    assert [(each.path, each.source.rsplit(", ", 1)[-1]) for each in refusal.faults] == [
        ("[0].email", "line 2"),
        ("[0].status", "line 2"),
        ("[1].id", "line 8"),
        ("[1].name", "line 8"),
        ("[2].minimum_age", "line 12"),
        ("[2].assured_date", "line 12"),
        ("[2].phones[0].number", "line 12"),
    ]
    words = refusal.faults[1].message
    assert words == "must be one of active, inactive, defunct, temporarily closed"
    assert MARK not in str(refusal)


def test_two_services_with_one_id_must_not_contradict_each_other(writing):
    same = [writing.service(), writing.service()]
    assert writing.faults(same) == []
    (fault,) = writing.faults([*same, writing.service(status="defunct")])
    assert fault.startswith("[2].status: must not contradict")


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"minimum_age": 18, "maximum_age": 12}, "[0].maximum_age"),
        ({"organization_id": UUID}, "[0].organization_id"),
    ],
)
def test_what_contradicts_itself_is_a_fault(writing, more, path):
    service = writing.service(organization=writing.organization(), **more)
    (fault,) = writing.refused([service]).faults
    assert fault.path == path


def test_an_organization_is_not_its_own_parent(writing):
    organization = writing.organization(parent_organization_id=writing.id("birch"))
    assert writing.faults(organization) == [
        "parent_organization_id: must not be the organization itself"
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b'[{"id": "1", "na',
        b'[null, 1, "x", [], true]',
        b'{"contents": [1]}',
        b'[{"minimum_age": NaN}]',
        b"\xff\xfe[]",
        b'[{"name": "\xff"}]',
        b"[" * 100_000,
        b'{"organization":' * 50_000 + b"1" + b"}" * 50_000,
        b'[{"minimum_age": 1e999999999999999999999}]',
        b"\x1f\x8b" + b"nonsense",
    ],
)
def test_what_is_no_directory_is_refused(writing, content):
    assert writing.refused(content).faults


def test_a_hundred_megabytes_of_nonsense_are_refused_quickly(writing):
    refusal = writing.refused(b"nonsense " * 11_650_000)
    assert "at most 64 MB" in refusal.faults[0].message


class Recorder:
    """An intake that keeps what was said, and that mutations cannot confuse."""

    def __init__(self):
        self.said = []
        self.ids = {}

    def id_of(self, kind, *identifiers, otherwise=None):
        assert identifiers
        return self.ids.setdefault((kind, identifiers[0].key), f"{kind}-{len(self.ids)}")

    def add(self, record, *, path=""):
        self.said.append(path)

    def fault(self, path, message, *, line=None):
        self.said.append(f"{path} {message} {line}")

    def left_out(self, path, reason, *, times=1):
        self.said.append(f"{path} {reason} {times}")


TERM = {"id": UUID, "name": "Respite", "description": MARK, "taxonomy": "Payment", "code": "R1"}
PLACE = {
    "id": UUID,
    "location_type": "physical",
    "name": MARK,
    "latitude": 1.5,
    "longitude": 2,
    "addresses": [
        {
            "id": UUID,
            "address_1": MARK,
            "city": MARK,
            "state_province": "OH",
            "postal_code": "1",
            "country": "US",
            "address_type": "physical",
        }
    ],
}
SERVICE = {
    "id": UUID,
    "name": MARK,
    "status": "active",
    "minimum_age": 3,
    "maximum_age": 21,
    "assured_date": "2026-01-01",
    "program_id": UUID,
    "organization": {
        "id": UUID,
        "name": MARK,
        "description": MARK,
        "tax_id": MARK,
        "parent_organization_id": "0194a000-0000-7000-8000-000000000002",
        "organization_identifiers": [{"id": UUID, "identifier_type": "NPI", "identifier": MARK}],
        "programs": [{"id": UUID, "name": MARK, "description": MARK}],
        "contacts": [{"id": UUID, "name": MARK, "phones": [{"id": UUID, "number": MARK}]}],
    },
    "attributes": [{"id": UUID, "value": MARK, "taxonomy_term": TERM}],
    "cost_options": [{"id": UUID, "option": MARK, "amount": 2.5}],
    "funding": [{"id": UUID, "source": MARK}],
    "languages": [{"id": UUID, "name": MARK}],
    "schedules": [{"id": UUID, "byday": "MO", "opens_at": "09:00", "notes": MARK}],
    "service_areas": [{"id": UUID, "name": MARK}],
    "service_at_locations": [{"id": UUID, "location": PLACE}],
    "capacities": [
        {
            "id": UUID,
            "unit": {"id": UUID, "name": MARK},
            "available": 3,
            "updated": "2026-01-01T00:00:00Z",
        }
    ],
}
VALUES = st.one_of(
    st.sampled_from([MARK, {MARK: MARK}, [MARK], [[MARK]], {"id": MARK}, {"name": MARK}]),
    st.sampled_from([None, True, 0, -1, 10**30, 1e300, 0.1, "", " ", "2020-01-01", UUID, [], {}]),
    st.text(max_size=5).filter(lambda text: "\0" not in text),
)


def places_in(value, path=()):
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield (*path, key)
        if isinstance(value[key], (dict, list)):
            yield from places_in(value[key], (*path, key))


@given(data=st.data())
def test_no_mutation_raises_or_leaks(tmp_path_factory, data):
    """Whatever is put anywhere into a directory: no exception, and no value in any message."""
    directory = copy.deepcopy([SERVICE, SERVICE])
    for _ in range(data.draw(st.integers(1, 4))):
        if not (places := sorted(places_in(directory), key=str)):
            break
        *above, last = data.draw(st.sampled_from(places))
        place = directory
        for key in above:
            place = place[key]
        if data.draw(st.booleans()):
            place[last] = copy.deepcopy(data.draw(VALUES))
        else:
            del place[last]
    recorder = Recorder()
    path = tmp_path_factory.mktemp("directory") / "directory.json"
    path.write_text(json.dumps(directory, ensure_ascii=True), "utf-8")
    HsdsImporter().read(Source(path=path, label="directory", system="urn:example"), recorder)
    assert MARK not in "\n".join(recorder.said)

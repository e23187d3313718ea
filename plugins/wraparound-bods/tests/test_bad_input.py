"""Bad input of every kind: one clear report without values, and nothing stored."""

from __future__ import annotations

import copy
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wraparound.intake import Source
from wraparound_bods import BodsImporter, register_importers

MARK = "Zebulon-Marker"


@pytest.fixture
def document(writing):
    """A register in which every personal text is the marker."""
    return [
        writing.entity("birch", name=MARK, identifiers=[{"scheme": "GB-COH", "id": MARK}]),
        writing.person("mara", names=[{"type": "legal", "fullName": MARK}], birthDate="1980-01-01"),
        writing.holding("r", {"type": "shareholding", "share": {"exact": 30}, "details": MARK}),
    ]


def test_the_plugin_registers_its_importer():
    (importer,) = register_importers()
    assert importer.name == "bods"


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (b'\xef\xbb\xbf [ {"statementId": "1"', True),
        (gzip.compress(b'{"recordDetails": {}}', mtime=0), True),
        (b'{"resourceType": "Bundle"', False),
        (b'[{"id": "1", "status": "active"', False),
        (b"statementId: 1", False),
        (b"", False),
    ],
)
def test_a_register_is_recognized_by_its_beginning(head, known):
    assert BodsImporter().recognizes(head) is known


def test_every_fault_is_told_at_once_with_path_and_line(writing, document):
    document[0]["recordDetails"]["entityType"]["type"] = MARK
    document[1]["statementDate"] = MARK
    del document[1]["recordId"]
    document[2]["recordDetails"]["interests"][0]["share"]["exact"] = 130
    refusal = writing.refused(json.dumps(document, indent=1))
    assert [(each.path, each.source.rsplit(", ", 1)[-1]) for each in refusal.faults] == [
        ("[0].recordDetails.entityType.type", "line 2"),
        ("[1].statementDate", "line 22"),
        ("[1].recordId", "line 22"),
        ("[2].recordDetails.interests[0].share.exact", "line 39"),
    ]
    assert MARK not in str(refusal)


@pytest.mark.parametrize(
    ("party", "name"), [("subject", "entity"), ("interestedParty", "entity or person")]
)
def test_a_relationship_to_nobody_is_a_fault(writing, document, party, name):
    document[2]["recordDetails"][party] = "nobody"
    (fault,) = writing.refused(document).faults
    assert fault.path == f"[2].recordDetails.{party}"
    assert fault.message == f"must be the recordId of an {name} statement in this file"


def test_a_person_cannot_be_owned(writing, document):
    document[2]["recordDetails"]["subject"] = "mara"
    (fault,) = writing.refused(document).faults
    assert "an entity statement" in fault.message


def test_a_statement_id_is_used_once(writing, document):
    document[1]["statementId"] = document[0]["statementId"]
    assert writing.faults(document) == ["[1].statementId: must not be used twice in one file"]


def test_a_record_keeps_its_type(writing, document):
    document[1]["recordId"] = "birch"
    assert "[1].recordType: must be the same in all statements about a record" in writing.faults(
        document
    )


@pytest.mark.parametrize(
    ("interest", "part"),
    [
        ({"share": {"minimum": 60, "maximum": 40}}, "share: must be a range"),
        ({"share": {"exclusiveMinimum": 50, "maximum": 50}}, "share: must be a range"),
        ({"startDate": "2020-02-02", "endDate": "2020-02-01"}, "endDate: must not be"),
    ],
)
def test_what_no_number_or_day_could_be_is_a_fault(writing, document, interest, part):
    document[2]["recordDetails"]["interests"] = [{"type": "shareholding", **interest}]
    (fault,) = writing.faults(document)
    assert part in fault


def test_another_version_of_the_standard_is_said(writing, document):
    publication = {"publicationDate": "2025-01-01", "publisher": {"name": "x"}}
    document[0]["publicationDetails"] = {**publication, "bodsVersion": "0.3"}
    (fault,) = writing.faults(document)
    assert "must be 0.4" in fault


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"[]]",
        b'[null, 1, "x", [], true]',
        b'{"statementId": ',
        b'[{"statementId": NaN}]',
        b"\xff\xfe[]",
        b'[{"recordId": "\xff"}]',
        b"[" * 100_000,
        b'{"statementId":' * 50_000 + b"1" + b"}" * 50_000,
        b'[{"statementId": 1e999999999999999999999}]',
        b"\x1f\x8b" + b"nonsense",
    ],
)
def test_what_is_no_register_is_refused(writing, content):
    assert writing.refused(content).faults


def test_a_hundred_megabytes_of_nonsense_are_refused_quickly(writing):
    refusal = writing.refused(b"nonsense " * 11_650_000)
    assert "at most 64 MB" in refusal.faults[0].message


def places_in(value, path=()):
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield (*path, key)
        if isinstance(value[key], (dict, list)):
            yield from places_in(value[key], (*path, key))


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


VALUES = st.one_of(
    st.sampled_from([MARK, {MARK: MARK}, [MARK], [[MARK]], {"id": MARK}, {"type": MARK}]),
    st.sampled_from(
        [None, True, 0, -1, 10**30, 1e300, 0.1, "", " ", "2020-01-01", "birch", [], {}]
    ),
    st.text(max_size=5).filter(lambda text: "\0" not in text),
)


@given(data=st.data())
def test_no_mutation_raises_or_leaks(tmp_path_factory, data):
    """Whatever is put anywhere into a register: no exception, and no value in any message."""
    writing = _Writing(tmp_path_factory.mktemp("register"))
    register = copy.deepcopy(writing.document)
    for _ in range(data.draw(st.integers(1, 4))):
        if not (places := sorted(places_in(register), key=str)):
            break
        *above, last = data.draw(st.sampled_from(places))
        place = register
        for key in above:
            place = place[key]
        if data.draw(st.booleans()):
            place[last] = copy.deepcopy(data.draw(VALUES))
        else:
            del place[last]
    recorder = Recorder()
    path = writing.folder / "register.json"
    path.write_text(json.dumps(register, ensure_ascii=True), "utf-8")
    BodsImporter().read(Source(path=path, label="register", system="urn:example"), recorder)
    assert MARK not in "\n".join(recorder.said)


class _Writing:
    def __init__(self, folder):
        self.folder = folder
        date = {"statementDate": "2025-01-01", "declarationSubject": "birch"}
        self.document = [
            {
                **date,
                "statementId": "1" * 32,
                "recordId": "birch",
                "recordType": "entity",
                "recordDetails": {
                    "isComponent": False,
                    "entityType": {"type": "registeredEntity"},
                    "name": MARK,
                    "identifiers": [{"scheme": "GB-COH", "id": MARK}],
                    "addresses": [{"type": "registered", "address": MARK}],
                    "foundingDate": "2000-01-01",
                },
            },
            {
                **date,
                "statementId": "2" * 32,
                "recordId": "mara",
                "recordType": "person",
                "recordDetails": {
                    "isComponent": False,
                    "personType": "knownPerson",
                    "names": [{"type": "legal", "fullName": MARK}],
                    "birthDate": "1980-01-01",
                },
            },
            {
                **date,
                "statementId": "3" * 32,
                "recordId": "r",
                "recordType": "relationship",
                "recordStatus": "new",
                "recordDetails": {
                    "isComponent": False,
                    "subject": "birch",
                    "interestedParty": "mara",
                    "componentRecords": ["birch"],
                    "interests": [
                        {"type": "shareholding", "share": {"minimum": 20, "maximum": 30}},
                        {"type": "votingRights", "directOrIndirect": "indirect", "details": MARK},
                        {"type": "boardMember", "startDate": "2020-01-01"},
                    ],
                },
            },
        ]

"""Case files come in whole, or are refused with every fault, its line and its path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wraparound.errors import InputRefused, WraparoundError
from wraparound.model.agency import Agency
from wraparound.model.choice import ServiceChoice
from wraparound.model.family import Family, FamilyRole
from wraparound.model.person import Person
from wraparound.model.plan import Plan
from wraparound.program import Program

SECRET = "Zebulon-Marker"
ROLES = [role.value for role in FamilyRole]

CASE = f"""\
wraparound: "1.0"
family:
  - id: bell
    vision: {SECRET}
    members:
      - {{person: ana, role: caregiver}}
      - {{person: kit, role: youth}}
person:
  - {{id: ana, family: bell, name: {SECRET}}}
  - {{id: kit, family: bell, birth_date: 2014-05-01, interpreter: false}}
agency:
  - id: birch
    name: Birch House
    identifiers: [{{system: "urn:example:npi", value: "100"}}]
plan:
  - id: bell-plan-1
    lineage: bell-plan
    family: bell
    status: active
    services:
      - {{id: respite, provider: birch, paid: true}}
"""


@pytest.fixture
def program():
    with Program.open("memory:", only=()) as opened:
        yield opened


def written(folder: Path, text: str | bytes, name: str = "case.yaml") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def taken(program, path):
    return program.import_files([path], by="tester")


def refused(program, path) -> list[str]:
    """Return the faults as lines, after making sure that nothing was stored and nothing told."""
    before = program.store.position()
    with pytest.raises(InputRefused) as caught:
        taken(program, path)
    assert program.store.position() == before
    assert SECRET not in str(caught.value)
    return [str(fault).removeprefix(str(path)) for fault in caught.value.faults]


def test_a_case_file_becomes_records(program, tmp_path):
    report = taken(program, written(tmp_path, CASE))
    assert dict(report.added) == {"family": 1, "person": 2, "agency": 1, "plan": 1}
    assert report.families == ("bell",)
    assert program.get(Family, "bell").vision == SECRET
    assert program.get(Person, "kit").interpreter is False
    assert str(program.get(Person, "kit").birth_date) == "2014-05-01"


def test_the_same_in_json(program, tmp_path):
    document = {"wraparound": "1.0", "family": [{"id": "bell"}]}
    taken(program, written(tmp_path, json.dumps(document), "case.json"))
    assert program.get(Family, "bell").id == "bell"


def test_importing_twice_changes_nothing(program, tmp_path):
    path = written(tmp_path, CASE)
    taken(program, path)
    position = program.store.position()
    again = taken(program, path)
    assert not again.added
    assert not again.completed
    assert sum(again.unchanged.values()) == 5
    assert program.store.position() == position


def test_a_known_identifier_makes_it_the_stored_record(program, tmp_path):
    """The second file calls the agency otherwise, and speaks of the same one."""
    taken(program, written(tmp_path, CASE))
    other = """\
wraparound: "1.0"
agency:
  - id: house-of-birch
    website: https://birch.example
    identifiers: [{system: "urn:example:npi", value: "100"}]
duty:
  - {id: d-1, role: coordinating_org, holder: house-of-birch}
"""
    report = taken(program, written(tmp_path, other, "other.yaml"))
    assert dict(report.completed) == {"agency": 1}
    agency = program.get(Agency, "birch")
    assert (agency.name, agency.website) == ("Birch House", "https://birch.example")
    assert [agency.id for agency in program.find(Agency)] == ["birch"]
    (duty,) = program.directory().duties
    assert duty.holder == "birch"


def test_all_faults_are_told_with_line_and_path(program, tmp_path):
    text = CASE.replace("role: youth", f"role: {SECRET}")
    text = text.replace("status: active", "stauts: active").replace("paid: true", "paid: maybe")
    assert refused(program, written(tmp_path, text)) == [
        f", line 7: family[0].members[1].role: must be one of {', '.join(ROLES)}",
        ", line 21: plan[0].services[0].paid: must be true or false",
        ", line 19: plan[0].stauts: is not a field here; did you mean 'status'?",
    ]


def test_a_kind_that_does_not_exist_is_refused_with_the_nearest(program, tmp_path):
    faults = refused(program, written(tmp_path, 'wraparound: "1.0"\nfamly: []\n'))
    assert faults == [", line 2: famly: is not a kind of record; did you mean 'family'?"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"wraparound": 1.0, "family": []}', "must be a text in quotes"),
        ('{"family": []}', 'must begin with {"wraparound": "1.0"'),
    ],
)
def test_the_version_in_json_is_a_text_and_stands_first(program, tmp_path, text, words):
    assert words in refused(program, written(tmp_path, text, "case.json"))[0]


def test_in_yaml_the_version_needs_no_quotes(program, tmp_path):
    taken(program, written(tmp_path, "wraparound: 1.0\nfamily: [{id: bell}]\n"))
    assert program.get(Family, "bell").id == "bell"


def test_of_another_version_nothing_else_is_told(program, tmp_path):
    """What is wrong by the rules of this version says nothing about another's."""
    text = 'wraparound: "9.9"\nfamily: [{id: a, new_field: 1}]\nnew_kind: []\n'
    (fault,) = refused(program, written(tmp_path, text))
    assert "is of version 9.9" in fault


def test_a_key_that_is_no_kind_is_not_repeated(program, tmp_path):
    """It could be somebody's name; only what looks like a kind is told with its hint."""
    faults = refused(program, written(tmp_path, 'wraparound: "1.0"\nJane_Marker: []\n'))
    assert faults == [", line 2: (key): is not a kind of record"]


def test_an_id_used_twice_is_told_with_the_other_faults(program, tmp_path):
    """Nobody has to repair one fault to hear of the next."""
    text = 'wraparound: "1.0"\nfamily:\n  - {id: a, storry: x}\n  - {id: a}\n'
    faults = refused(program, written(tmp_path, text))
    assert [each.partition(": ")[2].partition(":")[0] for each in faults] == [
        "family[0].storry",
        "family[1].id",
    ]


def test_an_id_used_twice_is_a_fault(program, tmp_path):
    text = CASE.replace("id: kit, family: bell", "id: ana, family: bell")
    assert any(
        "must not be used twice in one file" in each
        for each in refused(program, written(tmp_path, text))
    )


def test_a_reference_to_nothing_is_a_fault(program, tmp_path):
    text = CASE.replace("provider: birch", "provider: oak")
    (fault,) = refused(program, written(tmp_path, text))
    assert fault.startswith(": plan[0].services[0].provider: refers to an agency that is neither")


def test_a_person_of_another_family_is_not_taken_over(program, tmp_path):
    taken(program, written(tmp_path, CASE))
    text = 'wraparound: "1.0"\nfamily: [{id: roe}]\nperson: [{id: ana, family: roe}]\n'
    (fault,) = refused(program, written(tmp_path, text))
    assert "outside this family" in fault


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('wraparound: "1.0"\nfamily: [{id: a}\n', "is not YAML that can be read"),
        ('wraparound: "1.0"\nfamily: &x [{id: a}]\nplan: *x\n', "anchors and aliases"),
        ('wraparound: "1.0"\nfamily: !!python/object:os.system [x]\n', "must not use tags"),
        ('wraparound: "1.0"\nfamily: []\nfamily: []\n', "same key twice"),
        ('wraparound: "2.0"\nfamily: []\n', "is of version 2.0; this library reads 1.0; a newer"),
        ('wraparound: "0.9"\nfamily: []\n', "is of version 0.9; this library reads 1.0"),
        ('wraparound: "soon"\nfamily: []\n', 'must be a version such as "1.0"'),
        ("wraparound: 1\nfamily: []\n", 'must be a text in quotes, such as "1.0"'),
        ('wraparound: "1.0"\nfamily: {id: a}\n', "must be a list"),
        ('wraparound: "1.0"\n' + "x: " + "[" * 5000, "nested too deeply"),
        ('wraparound: "1.0"\n--- \nfamily: []\n', "must hold one document"),
        (b'wraparound: "1.0"\nfamily: \xff\xfe', "must be written in UTF-8"),
        ('wraparound: "1.0"\n? [a]\n: b\n', "must have texts as keys"),
        ("family: []\n", 'must begin with wraparound: "1.0"'),
        ("", "must hold something; it is empty"),
        ('wraparound: "1.0"\n'.encode("utf-16"), "must be written in UTF-8; it is UTF-16"),
        (b"\x00" * 1000, "is of no format that is installed"),
    ],
)
def test_bad_yaml_is_told_in_words(program, tmp_path, text, words):
    assert words in "\n".join(refused(program, written(tmp_path, text)))


def test_one_bad_file_keeps_the_good_one_out(program, tmp_path):
    good, bad = written(tmp_path, CASE), written(tmp_path, '{"wraparound": 1', "bad.json")
    with pytest.raises(InputRefused):
        program.import_files([good, bad], by="tester")
    assert list(program.families()) == []


def test_a_missing_file_is_a_fault(program, tmp_path):
    assert "no such file" in refused(program, tmp_path / "none.yaml")[0]


def test_an_unknown_format_name_is_a_fault(program, tmp_path):
    with pytest.raises(InputRefused, match="did you mean 'case'"):
        program.import_files([written(tmp_path, CASE)], by="tester", format_name="cases")


def test_a_flood_of_faults_is_cut_off_and_counted(program, tmp_path):
    people = "\n".join(f"  - {{id: p{n}, nmae: x}}" for n in range(1500))
    with pytest.raises(InputRefused) as caught:
        taken(program, written(tmp_path, f'wraparound: "1.0"\nperson:\n{people}\n'))
    assert len(caught.value.faults) == 1000
    assert caught.value.uncounted == 500
    assert "1500 faults" in str(caught.value)


def test_every_refusal_is_an_error_of_the_house():
    assert issubclass(InputRefused, WraparoundError)
    assert issubclass(InputRefused, ValueError)


def test_two_files_agree_on_a_plan_by_its_identifiers(program, tmp_path):
    """Each file has its own ids for the plan, its lineage and its service; one is kept for all."""
    first = """\
wraparound: "1.0"
family: [{id: bell}]
plan:
  - id: plan-a
    lineage: care-a
    family: bell
    identifiers: [{system: s, value: "7"}]
    needs: [{id: need-a, statement: Sleep, identifiers: [{system: n, value: "1"}]}]
    services: [{id: svc-a, name: Respite, identifiers: [{system: o, value: "9"}]}]
"""
    second = """\
wraparound: "1.0"
plan:
  - id: plan-b
    lineage: care-b
    family: bell
    identifiers: [{system: s, value: "7"}]
    services: [{id: svc-b, category: respite, identifiers: [{system: o, value: "9"}]}]
    needs: [{id: need-b, statement: Sleep, identifiers: [{system: n, value: "1"}]}]
    strategies: [{id: str-1, need: need-b, text: A story at eight}]
service_choice:
  - {id: c-1, family: bell, plan: care-b, service: svc-b, "on": "2026-01-01"}
"""
    paths = [written(tmp_path, first, "a.yaml"), written(tmp_path, second, "b.yaml")]
    program.import_files(paths, by="tester")
    plan = program.get(Plan, "plan-a")
    (service,) = plan.services
    assert (plan.lineage, service.id, service.name) == ("care-a", "svc-a", "Respite")
    assert service.category == "respite"
    assert plan.strategies[0].need == plan.needs[0].id == "need-a"
    choice = program.get(ServiceChoice, "c-1")
    assert (choice.plan, choice.service) == ("care-a", "svc-a")
    position = program.store.position()
    program.import_files(paths, by="tester")
    assert program.store.position() == position


def test_what_one_file_calls_an_agency_holds_in_the_others(program, tmp_path):
    taken(program, written(tmp_path, CASE))
    naming = """\
wraparound: "1.0"
agency: [{id: the-house, identifiers: [{system: "urn:example:npi", value: "100"}]}]
"""
    using = 'wraparound: "1.0"\nduty: [{id: d-1, role: coordinating_org, holder: the-house}]\n'
    for order in ((using, naming), (naming, using)):
        paths = [written(tmp_path, text, f"{n}.yaml") for n, text in enumerate(order)]
        program.import_files(paths, by="tester")
        (duty,) = program.directory().duties
        assert duty.holder == "birch"


def test_a_name_that_is_also_somebodys_own_id_stays_theirs(program, tmp_path):
    """One file calls the stored agency ``elm``; the other file has an ``elm`` of its own."""
    taken(program, written(tmp_path, CASE))
    naming = """\
wraparound: "1.0"
agency: [{id: elm, identifiers: [{system: "urn:example:npi", value: "100"}]}]
"""
    own = """\
wraparound: "1.0"
agency: [{id: elm}]
duty: [{id: d-2, role: coordinating_org, holder: elm}]
"""
    paths = [written(tmp_path, naming, "a.yaml"), written(tmp_path, own, "b.yaml")]
    program.import_files(paths, by="tester")
    (duty,) = program.directory().duties
    assert duty.holder == "elm"

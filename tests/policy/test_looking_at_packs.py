"""Packs looked at: their lines, what they hold, what differs, and what a reader should look at."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from wraparound.conflict import load_catalogue
from wraparound.eligibility.glossary import load_facts
from wraparound.errors import PolicyInvalid
from wraparound.policy import (
    choose_program,
    load_packs,
    load_parameters,
    program_pack_names,
)
from wraparound.policy.checking import (
    Concern,
    check_conflict_pack,
    check_program,
    check_rule_sets,
    events_of,
)
from wraparound.policy.contents import entries_of
from wraparound.policy.differences import differences
from wraparound.policy.program_reading import read_program_pack
from wraparound.policy.rule_sets import by_name, read_rule_sets
from wraparound.process.recorded import RECORDED_EVENTS
from wraparound.program import assemble_hooks, known_criteria, plugin_packs, plugin_programs

HEAD = """\
policy: {id}
title: A county
jurisdiction: US-XX
legal_force: {force}
compiled_on: "2026-11-01"
timezone: America/Chicago
extends: [{extends}]
parameters:
"""
GAP = """\
  - name: {name}
    kind: max_gap
    value: {value}
    unit: {unit}
    start_event: enrolled
    satisfied_by: {event}
    exception_idiom: none
    citation: "{citation}"
    effective_from: {begins}
    effective_to: {ends}
    confidence: {confidence}
"""


def pack(*parameters, id="lake", force="program_policy", extends=""):  # noqa: A002 - its name
    return read_program_pack(
        HEAD.format(id=id, force=force, extends=extends) + "".join(parameters), source="lake.yaml"
    )


def gap(**changes):
    filled = {
        "name": "visit",
        "value": 30,
        "unit": "calendar_days",
        "event": "contact_any",
        "citation": "Page 4",
        "begins": "null",
        "ends": "null",
        "confidence": "found",
    }
    return GAP.format(**{**filled, **changes})


def concerns(own, *others):
    policy = choose_program(own.id, packs={each.id: each for each in (own, *others)})
    return [(each.concern, each.detail) for each in check_program(policy, events=RECORDED_EVENTS)]


def test_every_fault_has_its_line():
    text = HEAD.format(id="lake", force="guess", extends="") + gap(unit="fortnights", value="soon")
    with pytest.raises(PolicyInvalid) as caught:
        read_program_pack(text, source="lake.yaml")
    places = {(each.path, each.source) for each in caught.value.faults}
    lines = text.splitlines()
    for path, key in (
        ("legal_force", "legal_force:"),
        ("parameters[0].unit", "    unit:"),
        ("parameters[0].value", "    value:"),
    ):
        number = 1 + next(place for place, line in enumerate(lines) if line.startswith(key))
        assert (path, f"lake.yaml, line {number}") in places


def test_what_is_not_there_is_told_where_it_should_stand():
    text = HEAD.format(id="lake", force="statute", extends="") + "  - name: visit\n"
    with pytest.raises(PolicyInvalid) as caught:
        read_program_pack(text, source="lake.yaml")
    (fault,) = (each for each in caught.value.faults if each.path == "parameters[0].citation")
    assert fault.source == "lake.yaml, line 9"


def test_a_key_that_is_given_twice_is_a_fault():
    text = HEAD.format(id="lake", force="statute", extends="") + gap() + "    value: 60\n"
    with pytest.raises(PolicyInvalid) as caught:
        read_program_pack(text, source="lake.yaml")
    (fault,) = caught.value.faults
    assert (fault.path, fault.message) == ("parameters[0].value", "is given twice; keep one")


def test_days_without_a_version_are_a_gap():
    earlier = gap(ends="'2025-06-30'")
    assert concerns(pack(earlier, gap(begins="'2025-07-01'"))) == []
    assert concerns(pack(earlier, gap(begins="'2025-07-03'"))) == [
        (Concern.GAP, "2025-07-01 to 2025-07-02")
    ]


def test_days_with_two_versions_overlap():
    meant = "    overlap_ok: true\n"
    assert concerns(pack(gap(ends="'2025-06-30'") + meant, gap(begins="'2025-06-01'") + meant)) == [
        (Concern.OVERLAP, "2025-06-01 to 2025-06-30")
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"confidence": "background"}, [(Concern.RECALLED, "")]),
        ({"unit": "business_days"}, [(Concern.NO_HOLIDAYS, "")]),
        (
            {"event": "contact_amy"},
            [(Concern.UNKNOWN_EVENT, "contact_amy; did you mean 'contact_any'?")],
        ),
    ],
)
def test_one_thing_wrong_is_told(changes, told):
    assert concerns(pack(gap(**changes))) == told


def test_a_pack_that_is_built_without_a_citation_is_told():
    """A file without one is refused; what code builds is told here."""
    own = pack(gap())
    bare = [attrs.evolve(each, citation=" ") for each in own.parameters]
    assert concerns(attrs.evolve(own, parameters=tuple(bare))) == [(Concern.NO_CITATION, "")]


@pytest.mark.parametrize(
    ("value", "force", "lowered"),
    [
        (31, "regulation", True),
        (30, "regulation", False),
        (29, "regulation", False),
        (31, "reference", False),
        (31, "statute", True),
    ],
)
def test_asking_less_than_law_is_a_lowered_floor(value, force, lowered):
    law = pack(gap(), id="state", force=force)
    own = pack(gap(value=value), extends="state")
    told = [(Concern.LOWERED_FLOOR, f"{value} where state says 30 calendar_days")]
    assert concerns(own, law) == (told if lowered else [])


RULES = """\
title: Who qualifies
program: lake
jurisdiction: US-XX
compiled_on: "2026-11-01"
rulesets:
  - id: lake.entry
    version: "1"
    purpose: entry
    effective_from: null
    effective_to: null
    confidence: found
    citation: Page 2
    if_true: Yes.
    if_false: Not yet.
    root: {root}
"""


@pytest.mark.parametrize(
    ("root", "told"),
    [
        ("{id: a, is: dx.significant_mental_health}", []),
        (
            "{id: a, is: dx.significant_mental_helth}",
            [(Concern.UNKNOWN_FACT, "did you mean 'dx.significant_mental_health'?")],
        ),
        ("{id: a, rule: lake.exit}", [(Concern.UNKNOWN_RULES, "lake.exit")]),
        ("{id: a, not: {id: b, rule: lake.entry}}", [(Concern.CIRCLE, "")]),
    ],
)
def test_rules_of_who_qualifies_are_checked(root, told):
    known = by_name(read_rule_sets(RULES.replace("{root}", root), source="lake.yaml"))
    found = list(check_rule_sets(known["lake.entry"], known=known, facts=load_facts()))
    assert [each.concern for each in found] == [concern for concern, _ in told]
    assert all(detail in each.detail for each, (_, detail) in zip(found, told, strict=True))


def test_the_packs_of_the_library_and_of_its_plugins_have_no_problem():
    hooks, _ = assemble_hooks()
    known = known_criteria(hooks)
    brought = plugin_programs(hooks)
    programs = [choose_program(name, packs=brought) for name in (*program_pack_names(), *brought)]
    packs = {**load_packs(), **plugin_packs(hooks)}
    assert (len(programs), len(packs), len(known)) == (28, 15, 40)
    events = {*RECORDED_EVENTS, *(event for each in programs for event in events_of(each.pack))}
    found = [
        *(each for program in programs for each in check_program(program, events=events)),
        *(
            each
            for pack in packs.values()
            for each in check_conflict_pack(
                pack,
                rules=load_catalogue(),
                safeguards=load_parameters().safeguards,
                packaged=load_packs(),
            )
        ),
        *(
            each
            for versions in known.values()
            for each in check_rule_sets(versions, known=known, facts=load_facts())
        ),
    ]
    assert [each for each in found if each.concern.is_problem] == []
    overlaps = {each.key for each in found if each.concern is Concern.OVERLAP}
    assert "youth_required_from_age" in overlaps


def test_a_day_chooses_the_versions():
    policy = choose_program("us-ms", packs=plugin_programs(assemble_hooks()[0]))
    ages = {
        on: [
            each.fields["value"]
            for each in entries_of(policy, on=dt.date.fromisoformat(on))
            if each.key == "youth_required_from_age"
        ]
        for on in ("2024-06-01", "2024-11-01", "2025-01-01")
    }
    assert ages == {"2024-06-01": ["9"], "2024-11-01": ["9", "0"], "2025-01-01": ["0"]}


def test_what_differs_is_told_field_by_field():
    old = pack(gap(), gap(name="call", value=7))
    new = pack(gap(value=21), gap(name="note", value=3))
    before, after = (
        entries_of(choose_program("lake", packs={"lake": each})) for each in (old, new)
    )
    found = [(each.key, each.field, each.before, each.after) for each in differences(before, after)]
    assert found == [
        ("visit", "value", "30", "21"),
        ("call", "", "7 calendar_days", ""),
        ("note", "", "", "3 calendar_days"),
    ]
    assert differences(before, before) == ()


def test_a_flag_that_is_off_is_told():
    flag = (
        "  - {name: f, kind: flag, value: VALUE, unit: none, exception_idiom: none,\n"
        "     citation: c, confidence: found}\n"
    )
    (entry,) = entries_of(
        choose_program("lake", packs={"lake": pack(flag.replace("VALUE", "false"))})
    )
    assert entry.fields["value"] == "no"

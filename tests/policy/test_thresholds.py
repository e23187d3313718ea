"""Numbers changed by a little: a scenario that holds one fails, and what none holds is told."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from wraparound.eligibility.rule_sets import load_rule_sets
from wraparound.policy.program_packaged import load_program_pack
from wraparound.policy.program_reading import read_program_pack
from wraparound.policy.rule_sets import by_name, read_rule_sets
from wraparound.testing.thresholds import packs_asked, try_thresholds

OWN = Path(str(resources.files("wraparound.policy").joinpath("scenarios")))

PROGRAM = """\
policy: lake
title: Lake County
jurisdiction: US-XX
legal_force: program_policy
compiled_on: "2026-11-01"
timezone: America/Chicago
parameters:
  - {name: team_size_max, kind: limit_max, value: 8, unit: count, exception_idiom: none,
     citation: page 1, confidence: found}
  - {name: recalled_max, kind: limit_max, value: 8, unit: count, exception_idiom: none,
     citation: page 1, confidence: background}
  - {name: ages, kind: range, value: [5, 21], unit: age, exception_idiom: none, citation: page 2,
     confidence: found}
  - {name: screen, kind: window, value: 30, value_before: 90, unit: calendar_days,
     start_event: enrolled, satisfied_by: screen_cans, exception_idiom: none, citation: page 3,
     confidence: found}
  - {name: meet, kind: max_gap, value: 30, unit: calendar_days, start_event: enrolled,
     satisfied_by: team_meeting, exception_idiom: none, citation: page 4, confidence: found,
     switch: {attribute: tier, values: {high: 14}}}
  - {name: call, kind: max_gap, value: 30, unit: calendar_days, start_event: enrolled,
     satisfied_by: contact_any, exception_idiom: none, citation: page 5, confidence: found,
     switch: {since_start_months: [{under: 2, value: 7}]}}
"""
RULES = """\
program: lake
title: Who qualifies
jurisdiction: US-XX
compiled_on: "2026-11-01"
rulesets:
  - id: lake.entry
    version: "1"
    purpose: entry
    confidence: found
    citation: page 6
    if_true: Yes.
    if_false: Not yet.
    root:
      id: lake
      all:
        - {id: lake.age, age: {op: "<", years: 21}}
        - {id: lake.shown, binding: false, age: {op: "<", years: 18}}
        - id: lake.some
          some:
            list: stays
            where: {id: lake.long, compare: {fact: .days, op: ">=", value: 30}}
"""
SCENARIOS = """\
vectors:
- {id: size, kind: parameter, given: {policy: lake, name: team_size_max, date: "2026-01-01"},
   expect: {values: [8]}}
- {id: age, kind: eligibility,
   given: {ruleset: lake.entry, date: "2026-06-01", facts: {youth: {birth_date: "2005-06-02"}}},
   expect: {nodes: {lake.age: T}}}
"""


def tried(folder, scenarios):
    (folder / "scenarios.yaml").write_text(scenarios, "utf-8")
    return try_thresholds(
        [folder],
        programs={"lake": read_program_pack(PROGRAM, source="lake.yaml")},
        rule_sets=by_name(read_rule_sets(RULES, source="rules.yaml")),
    )


def test_what_no_scenario_holds_is_told(tmp_path):
    """Of every kind of number; what was only recalled, or is only shown, holds nobody to it."""
    report = tried(tmp_path, SCENARIOS)
    told = {(each.key, each.part) for each in report.unnoticed}
    assert told == {
        ("ages", "value[0]"),
        ("ages", "value[1]"),
        ("screen", "value"),
        ("screen", "value_before"),
        ("meet", "value"),
        ("meet", "switch.high"),
        ("call", "value"),
        ("call", "bands[0]"),
        ("lake.age", "years"),
        ("lake.long", "value"),
    }
    assert report.tried == 22


def test_a_number_is_held_from_both_sides(tmp_path):
    """A youth of 20 holds the limit of 21 from below; from above, one who turns 21 today does."""
    (loose,) = (each for each in tried(tmp_path, SCENARIOS).unnoticed if each.key == "lake.age")
    assert str(loose) == "lake.entry: lake.age, years 21 as 22"
    held = SCENARIOS + SCENARIOS[SCENARIOS.index("- {id: age") :].replace(
        "id: age", "id: older"
    ).replace("2005-06-02", "2005-06-01").replace("lake.age: T", "lake.age: F")
    assert "lake.age" not in {each.key for each in tried(tmp_path, held).unnoticed}


def test_the_packs_that_a_scenario_asks_are_known(tmp_path):
    (tmp_path / "scenarios.yaml").write_text(SCENARIOS, "utf-8")
    assert packs_asked([tmp_path]) == {"lake", "lake.entry"}


def test_every_number_of_the_library_is_held_by_its_own_scenarios():
    model = load_program_pack("nwi-model")
    report = try_thresholds([OWN], programs={model.id: model}, rule_sets=load_rule_sets())
    assert [str(each) for each in report.unnoticed] == []
    assert report.tried > 20

"""A folder of packs: every fault of every file at once, each with its line, or every pack."""

from __future__ import annotations

import re

import pytest

from wraparound.errors import PolicyInvalid, PolicyUnknown
from wraparound.hooks import hookimpl
from wraparound.policy import choose_policy, choose_program
from wraparound.policy.known_plugins import plugin_hint, plugin_of
from wraparound.policy.pack_folder import read_pack_files
from wraparound.policy.rule_sets import read_rule_sets
from wraparound.program import Program, assemble_hooks, plugin_criteria, plugin_packs

PROGRAM = """\
policy: {name}
title: A county
jurisdiction: US-XX
legal_force: program_policy
compiled_on: "2026-11-01"
timezone: America/Chicago
extends: [{extends}]
parameters:
"""
LIMIT = """\
  - name: {name}
    kind: limit_max
    value: {value}
    unit: {unit}
    exception_idiom: none
    citation: "{citation}"
    effective_from: {begins}
    effective_to: {ends}
    confidence: found
"""


def limit(**changes):
    filled = {
        "name": "team_size_max",
        "value": 8,
        "unit": "count",
        "citation": "Handbook, page 4",
        "begins": "null",
        "ends": "null",
    }
    return LIMIT.format(**{**filled, **changes})


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
    citation: {citation}
    if_true: Yes.
    if_false: Not yet.
    root:
      id: lake
      all:
        - {{id: old, age: {{op: ">=", years: 18}}}}
        - {{id: young, age: {{op: "<", years: {below}}}}}
        {more}
"""
CONFLICT = """\
id: LAKE-RULES
title: Lake's rules
rules:
  COI-EMP-01: {severity: high, cite: " ", basis: text, confidence: found, citaton: page 3}
"""


def write_bad_packs(folder):
    """Write everything that a pack can get wrong into one folder."""
    overlapping = limit(ends="'2026-06-30'") + limit(begins="'2026-06-01'", value=9)
    held = {
        "circle-one.yaml": PROGRAM.format(name="one", extends="two") + limit(citation=" "),
        "circle-two.yaml": PROGRAM.format(name="two", extends="one") + limit(unit="fortnights"),
        "conflict.yaml": CONFLICT,
        "contradiction.yaml": PROGRAM.format(name="three", extends="")
        + limit(name="team_size_min", value=9)
        + limit(),
        "not-yaml.yaml": "policy: [",
        "overlap.yaml": PROGRAM.format(name="four", extends="nwi-modle") + overlapping,
        "rules.yaml": RULES.format(citation="", below=18, more="- {id: b, iss: dx.sed}"),
        "twice.yaml": PROGRAM.format(name="four", extends="") + limit(),
    }
    for name, text in held.items():
        (folder / name).write_text(text, "utf-8")


EXPECTED = {
    ("circle-one.yaml, line 7", "extends[0]", "goes in a circle: one extends two extends one"),
    ("circle-one.yaml, line 14", "parameters[0].citation", "must name the text"),
    ("circle-two.yaml, line 12", "parameters[0].unit", "must be one of hours"),
    ("conflict.yaml, line 4", "rules.COI-EMP-01.cite", "must name the text"),
    ("conflict.yaml, line 4", "rules.COI-EMP-01.citaton", "is not a key here"),
    ("contradiction.yaml, line 20", "parameters[1].value", "contradicts team_size_min"),
    ("not-yaml.yaml, line 2", "", "is not YAML"),
    ("overlap.yaml, line 7", "extends[0]", "there is no program pack 'nwi-modle'; did you mean"),
    ("overlap.yaml, line 18", "parameters[1]", "overlaps an earlier version of team_size_max"),
    ("rules.yaml, line 10", "rulesets[0].citation", "must name the text"),
    ("rules.yaml, line 13", "rulesets[0].root", "contradicts itself: no value of the age by"),
    ("rules.yaml, line 18", "rulesets[0].root.all[2]", "must ask one thing"),
    ("rules.yaml, line 18", "rulesets[0].root.all[2].iss", "is not a key here"),
    ("twice.yaml, line 1", "", "four is in overlap.yaml already"),
}


def test_every_fault_of_a_folder_is_told_at_once_with_its_line(tmp_path):
    """Contradictions, unknown keys, a circle, dates that overlap, no citation, a wrong unit."""
    write_bad_packs(tmp_path)
    with pytest.raises(PolicyInvalid) as caught:
        read_pack_files(sorted(tmp_path.iterdir()))
    found = {(each.source, each.path, each.message) for each in caught.value.faults}
    for source, path, message in EXPECTED:
        assert any(
            (at, where) == (source, path) and said.startswith(message) for at, where, said in found
        ), (path, found)
    assert len(found) == len(EXPECTED)


def test_one_fault_anywhere_means_that_nothing_is_loaded(tmp_path):
    (tmp_path / "good.yaml").write_text(PROGRAM.format(name="good", extends="") + limit())
    (tmp_path / "bad.yaml").write_text(PROGRAM.format(name="bad", extends="") + limit(value="x"))
    with pytest.raises(PolicyInvalid, match=r"bad\.yaml has faults"):
        read_pack_files(sorted(tmp_path.iterdir()))
    (tmp_path / "bad.yaml").unlink()
    assert list(read_pack_files(tmp_path.iterdir()).programs) == ["good"]


def test_packs_of_one_folder_may_extend_one_another(tmp_path):
    (tmp_path / "a.yaml").write_text(PROGRAM.format(name="a", extends="b") + limit())
    (tmp_path / "b.yaml").write_text(PROGRAM.format(name="b", extends="nwi-model") + limit())
    held = read_pack_files(sorted(tmp_path.iterdir()))
    chosen = choose_program("a", packs=held.programs)
    assert [each.id for each in chosen.packs] == ["a", "b", "nwi-model"]
    assert held.places["team_size_max"] == "a.yaml, line 9"


ABOVE = "compare: {fact: p.x, op: '>', value: 4}"
UP_TO = "compare: {fact: p.x, op: '<=', value: 4}"


def both(one, other):
    """A question that wants two others."""
    return f"{{id: c, all: [{{id: d, {one}}}, {{id: e, {other}}}]}}"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("{id: c, is: dx.sed}", ""),
        ("{id: c, all: [{id: d, is: dx.sed}, {id: e, not: {id: f, is: dx.sed}}]}", "true and not"),
        (both("is: dx.sed", "not: {id: f, effective_from: 2100-01-01, is: dx.sed}"), ""),
        ("{id: c, at_least: {n: 3, of: [{id: d, is: a.b}, {id: e, is: a.c}]}}", "wants 3 of 2"),
        (
            "{id: c, count: {in: a, of: [x, y], rated_at_least: 2, op: '>', n: 2}}",
            "counts 2 codes and wants 3",
        ),
        (
            both("one_of: {fact: p.x, values: [a]}", "compare: {fact: p.x, op: '==', value: b}"),
            "no value of p.x",
        ),
        (
            both(
                "compare: {fact: p.x, op: '>', value: 4}",
                "compare: {fact: p.x, op: '<=', value: 4}",
            ),
            "no value of p.x",
        ),
        (
            both(
                "compare: {fact: p.x, op: '>=', value: 4}",
                "compare: {fact: p.x, op: '<=', value: 4}",
            ),
            "",
        ),
        (
            "{id: c, is: dx.sed, effective_from: '2026-02-01', effective_to: '2026-01-01'}",
            "must not lie before",
        ),
    ],
)
def test_a_question_that_contradicts_itself_is_a_fault(more, says):
    text = RULES.format(citation="Page 2", below=21, more=f"- {more}")
    if not says:
        assert read_rule_sets(text, source="lake.yaml")
        return
    with pytest.raises(PolicyInvalid, match=re.escape(says)) as caught:
        read_rule_sets(text, source="lake.yaml")
    (fault,) = caught.value.faults
    assert fault.source == "lake.yaml, line 18"


def test_what_a_plugin_brings_is_read_when_it_is_asked_for(tmp_path):
    """A bad file of one plugin stops nobody who asks for another pack."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: US-XX\ntitle: x\nrules: {COI-EMP-01: {}}\n")

    class OurState:
        @hookimpl
        def register_policies(self):
            return [bad]

    with Program.open("memory:", plugins=[OurState()]) as program:
        assert "US-XX" in plugin_packs(program.hooks)
    with pytest.raises(PolicyInvalid, match=r"bad\.yaml has faults"):
        Program.open("memory:", policies=["US-XX"], plugins=[OurState()])


@pytest.mark.parametrize(
    ("name", "distribution"),
    [
        ("US-MS", "wraparound-us-ms"),
        ("us-ms-mypac", "wraparound-us-ms"),
        ("us-nj-cmo.entry", "wraparound-us-nj"),
        ("us-wi-florence", "wraparound-us-states"),
        ("milwaukee-2006", "wraparound-us-states"),
        ("us-mss", ""),
        ("FED-TCM", ""),
    ],
)
def test_a_pack_that_is_not_installed_is_answered_with_its_plugin(name, distribution):
    assert plugin_of(name) == distribution
    hint = f"pip install {distribution}" if distribution else ""
    assert plugin_hint(name, ["FED-TCM"]).endswith(hint)


def test_whoever_asks_for_a_state_without_its_plugin_is_told_what_to_install():
    with pytest.raises(PolicyUnknown) as caught:
        choose_policy(["US-MS"])
    assert caught.value.hint == "it comes with a plugin: pip install wraparound-us-ms"
    with pytest.raises(PolicyUnknown) as caught:
        Program.open("memory:", practice="us-or", only=["us-ms"])
    assert "pip install wraparound-us-states" in caught.value.hint


def test_where_the_plugin_is_there_the_nearest_name_is_told():
    packs = plugin_packs(assemble_hooks()[0])
    with pytest.raises(PolicyUnknown) as caught:
        choose_policy(["US-MS-2"], packs=packs)
    assert caught.value.hint == "did you mean 'US-MS'?"


def test_the_host_s_own_rules_count_before_those_of_an_installed_plugin():
    """And only they: two readings of one text would make its answer ambiguous."""
    text = RULES.format(citation="Read anew", below=21, more="")
    (own,) = read_rule_sets(text.replace("lake.entry", "us-ms-wrap.level"), source="own.yaml")

    class OurState:
        @hookimpl
        def register_criteria(self):
            return [own]

    hooks, _ = assemble_hooks([OurState()])
    assert plugin_criteria(hooks)["us-ms-wrap.level"] == (own,)
    assert len(plugin_criteria(assemble_hooks()[0])["us-ms-wrap.level"]) == 1

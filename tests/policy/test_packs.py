"""Policy packs: read strictly, all faults at once, and true to the published rules."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import attrs
import pytest
from tests.states import PACKS

from wraparound import Program
from wraparound.errors import PolicyInvalid, PolicyUnknown
from wraparound.hooks import hookimpl
from wraparound.model.findings import Basis, Severity
from wraparound.policy import (
    Age,
    Authority,
    Overlay,
    Pack,
    PackRule,
    choose_policy,
    load_packs,
    load_parameters,
    pack_names,
    read_overlays,
    read_packs,
)
from wraparound.policy.document import parse_yaml
from wraparound.policy.reading import read_pack

HOUSE = Path(__file__).parents[2]
SHARED = Path(os.environ.get("WRAPAROUND_SHARED", HOUSE.parent / "shared"))
RULES = SHARED / "spec" / "conflict" / "rules.yaml"

needs_spec = pytest.mark.skipif(not RULES.exists(), reason=f"no specification at {RULES}")


@pytest.fixture(scope="module")
def spec() -> dict:
    return parse_yaml(RULES.read_bytes())


def every_pack() -> dict[str, Pack]:
    """The packs of the library, and those that its plugins of states bring."""
    return {**load_packs(), **PACKS}


def frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


@needs_spec
def test_the_packaged_packs_say_what_the_specification_says(spec: dict):
    """Codes, severities, conditions, waivers and citations are facts, and stay exact."""
    packs = every_pack()
    for rule in spec["rules"]:
        listed = {name for name, pack in packs.items() if rule["code"] in pack.rules}
        assert listed == set(rule["packs"])
        for name, entry in rule["packs"].items():
            held = packs[name].rules[rule["code"]]
            severity = "restores" if held.severity is None else held.severity.value
            assert severity == entry["severity"]
            assert (held.cite, list(held.when)) == (entry["cite"], entry["when"])
            assert held.waiver.kind.value == entry["waiver"]["kind"]
            assert list(held.waiver.requires) == entry["waiver"].get("requires", [])
            assert held.holders == frozen(entry.get("holders"))
            variants = entry.get("variants", {})
            assert {key: each.severity.value for key, each in held.variants.items()} == {
                key: each["severity"] for key, each in variants.items()
            }
            assert (held.basis.value, held.confidence.value) == (
                entry["basis"],
                entry["confidence"],
            )


@needs_spec
def test_the_packaged_parameters_say_what_the_specification_says(spec: dict):
    known = load_parameters().known
    assert {name: each.default for name, each in known.items()} == {
        name: frozen(each["default"]) for name, each in spec["params"].items()
    }
    assert {name: each.weaker for name, each in known.items()} == {
        name: frozen(each["weaker"]) for name, each in spec["params"].items()
    }


@needs_spec
def test_the_packaged_packs_set_what_the_specification_sets(spec: dict):
    packs = every_pack()
    assert set(packs) == set(spec["packs"])
    assert set(pack_names()) == {name for name in packs if not name.startswith("US-")}
    for name, entry in spec["packs"].items():
        held = packs[name]
        since = entry["effective_from"]
        assert held.effective_from == (None if since is None else date.fromisoformat(since))
        assert dict(held.params) == {key: frozen(each) for key, each in entry["params"].items()}
        assert held.functions == frozen(entry["functions"])


BROKEN = """
id: MY-PACK
title: My pack
autority: state
effective_from: 2025-13-01
params: {kin.max_degre: 2, kin.include_step: maybe}
rules:
  COI-EMP-01: {severity: hihg, when: [payed], waiver: {kind: exception}, cite: x, basis: text,
               confidence: found, citation: y}
"""


def test_all_faults_of_a_pack_are_told_at_once_with_their_places():
    with pytest.raises(PolicyInvalid) as error:
        read_pack(BROKEN, source="my.yaml", parameters=load_parameters())
    told = {fault.path: fault.message for fault in error.value.faults}
    assert told["autority"] == "is not a key here; did you mean 'authority'?"
    assert told["effective_from"].startswith("must be a day")
    assert told["params.kin.max_degre"].endswith("did you mean 'kin.max_degree'?")
    assert told["params.kin.include_step"] == "must be true or false"
    assert told["rules.COI-EMP-01.severity"].endswith("did you mean 'high'?")
    assert told["rules.COI-EMP-01.when"] == "may hold hcbs, paid, therapy"
    assert told["rules.COI-EMP-01.citation"].startswith("is not a key here")
    assert len(told) == 7


@pytest.mark.parametrize("text", ["", "[]", "id: [", "just words", "{1: 2}"])
def test_what_is_no_pack_is_refused(text: str):
    with pytest.raises(PolicyInvalid):
        read_pack(text, source="my.yaml", parameters=load_parameters())


def test_a_pack_of_a_program_can_be_read_from_a_file_and_asked_for(tmp_path: Path):
    file = tmp_path / "my.yaml"
    file.write_text(
        "id: MY-PACK\ntitle: My pack\nrules:\n"
        "  COI-EMP-01: {severity: low, cite: our handbook, basis: inference,"
        " confidence: found}\n"
    )
    (pack,) = read_packs([file])
    policy = choose_policy(["MY-PACK"], packs={pack.id: pack})
    assert policy.packs[0].rules["COI-EMP-01"].severity is Severity.LOW


def test_a_plugin_can_build_a_pack_without_a_file():
    pack = Pack(
        id="US-XX",
        title="A state",
        authority=Authority.STATE,
        rules={"COI-EMP-01": PackRule(code="COI-EMP-01", severity=Severity.HIGH)},
    )
    assert choose_policy(["US-XX"], packs={"US-XX": pack}).names == ("US-XX",)


def test_no_pack_stands_in_the_place_of_a_federal_one():
    """Else less could be asked of a federal text than the text, with no basis stated."""
    softer = attrs.evolve(load_packs()["FED-1915C"], rules={})
    with pytest.raises(PolicyInvalid, match="whose words nobody replaces"):
        choose_policy(["FED-1915C"], packs={"FED-1915C": softer})
    same = load_packs()["FED-1915C"]
    assert choose_policy(["FED-1915C"], packs={"FED-1915C": same}).packs == (same,)


def test_a_state_replaces_its_own_pack_when_it_knows_better():
    better = attrs.evolve(every_pack()["US-MS"], title="Mississippi, read anew")

    class OurState:
        @hookimpl
        def register_policies(self):
            return [better]

    with Program.open("memory:", policies=["US-MS"], plugins=[OurState()]) as program:
        assert program.policy.packs == (better,)


def test_a_pack_that_nobody_knows_is_named_with_the_nearest():
    with pytest.raises(PolicyUnknown, match="did you mean 'FED-TCM'"):
        choose_policy(["FED-TMC"])


def test_a_wrong_pack_is_told_before_a_wrong_overlay():
    overlay = Overlay(id="o1", pack="FED-TCM", params={"nothing": 1})
    with pytest.raises(PolicyUnknown):
        choose_policy(["FED-TCM", "NOWHERE"], overlays=[overlay])


def test_packs_with_equal_parameters_share_their_values():
    """So a review computes for both at once."""
    policy = choose_policy(["FED-1915C", "FED-1915I"])
    one, other = (policy.values(pack) for pack in policy.packs)
    assert one is other


@pytest.mark.parametrize(
    ("overlay", "code"),
    [
        (Overlay(id="o", pack="FED-1915C", severity={"COI-SVC-04": Severity.LOW}), "adds_rule"),
        (Overlay(id="o", pack="FED-1915C", params={"kin.max_degre": 2}), "unknown_param"),
        (Overlay(id="o", pack="FED-1915C", severity={"COI-EMP-01": None}), "without_basis"),
        (Overlay(id="o", pack="FED-1915C", severity={"COI-EMP-01": Severity.LOW}), "without_basis"),
        (Overlay(id="o", pack="FED-1915C", severity={"COI-EXC-01": None}), "without_basis"),
        (Overlay(id="o", pack="FED-1915C", severity={"COI-EXC-01": Severity.LOW}), "without_basis"),
        (
            Overlay(
                id="o",
                pack="FED-1915C",
                severity={"COI-EMP-01": Severity.LOW},
                relaxation_basis=" ",
            ),
            "without_basis",
        ),
        (Overlay(id="o", pack="FED-1915C", params={"disclosure.max_age": None}), "without_basis"),
        (Overlay(id="o", pack="FED-1915C", params={"disclosure.max_age": "P2Y"}), "without_basis"),
        (Overlay(id="o", pack="FED-1915C", params={"kin.max_degree": 4}), "without_basis"),
        (Overlay(id="o", pack="FED-1915C", params={"kin.ex_spouse": "ignore"}), "without_basis"),
        (Overlay(id="o", pack="FED-1915C", params={"kin.immediate": ("S",)}), "without_basis"),
        (Overlay(id="o", pack="FED-1915C", params={"kin.include_step": False}), "without_basis"),
        (Overlay(id="o", pack="FED-1915C", exception={"approvals": ()}), "without_basis"),
        (Overlay(id="o", pack="FED-1915C", exception={"functions": ("x",)}), "without_basis"),
    ],
)
def test_an_overlay_may_not_ask_less_of_a_federal_pack_in_silence(overlay: Overlay, code: str):
    with pytest.raises(PolicyInvalid) as error:
        choose_policy(["FED-1915C"], overlays=[overlay])
    assert code in error.value.faults[0].message.split(":")[0]


@pytest.mark.parametrize("name", ["FED-1915C", "FED-1915I", "FED-1915K", "FED-TCM"])
def test_no_rule_of_a_federal_pack_can_be_lowered_in_silence(name: str):
    """Whatever the rule, to weigh less and to be no longer raised need a stated basis."""
    for code, rule in load_packs()[name].rules.items():
        heaviest = rule.severity or Severity.PROHIBITED
        for lower in (*(each for each in Severity if each.rank < heaviest.rank), None):
            overlay = Overlay(id="o", pack=name, severity={code: lower})
            with pytest.raises(PolicyInvalid, match="relaxation_without_basis"):
                choose_policy([name], overlays=[overlay])


@pytest.mark.parametrize(
    "overlay",
    [
        Overlay(id="o", pack="FED-1915C", params={"disclosure.max_age": "P6M"}),
        Overlay(id="o", pack="FED-1915C", params={"kin.ex_spouse": "kin"}),
        Overlay(id="o", pack="FED-1915C", params={"kin.include_foster": True}),
        Overlay(id="o", pack="FED-1915C", params={"cooling_off.employment": "P12M"}),
        Overlay(id="o", pack="FED-1915C", severity={"COI-EMP-02": Severity.PROHIBITED}),
        Overlay(id="o", pack="FED-1915C", exception={"safeguards": ("SG-01", "SG-12", "SG-15")}),
        Overlay(
            id="o",
            pack="FED-1915C",
            severity={"COI-EMP-01": None},
            relaxation_basis="a made-up one",
        ),
        Overlay(id="o", pack="US-NC", severity={"COI-EMP-01": Severity.LOW}),
    ],
)
def test_an_overlay_may_ask_more_or_state_its_basis_or_change_a_state_pack(overlay: Overlay):
    policy = choose_policy([overlay.pack], overlays=[overlay], packs=every_pack())
    assert policy.overlays == (overlay,)


def test_an_overlay_is_read_from_a_file(tmp_path: Path):
    file = tmp_path / "softer.yaml"
    file.write_text(
        "id: softer\npack: FED-1915C\nseverity: {COI-EMP-01: moderate, COI-EMP-09: none}\n"
        "params: {kin.immediate: [S]}\nexception: {approvals: []}\n"
        "relaxation_basis: Letter of 2026-01-02\n"
    )
    (overlay,) = read_overlays([file])
    assert overlay == Overlay(
        id="softer",
        pack="FED-1915C",
        severity={"COI-EMP-01": Severity.MODERATE, "COI-EMP-09": None},
        params={"kin.immediate": ("S",)},
        exception={"approvals": ()},
        relaxation_basis="Letter of 2026-01-02",
    )


def test_all_faults_of_an_overlay_are_told_at_once(tmp_path: Path):
    file = tmp_path / "wrong.yaml"
    file.write_text(
        "id: wrong\nseverity: {COI-EMP-01: heavy}\nparams: {request.days: 3}\nwhy: because\n"
    )
    with pytest.raises(PolicyInvalid) as caught:
        read_overlays([file])
    told = {fault.path for fault in caught.value.faults}
    assert told == {"pack", "severity.COI-EMP-01", "params.request.days", "why"}


def test_an_overlay_that_changes_nothing_is_a_mistake(tmp_path: Path):
    file = tmp_path / "idle.yaml"
    file.write_text("id: idle\npack: FED-TCM\n")
    with pytest.raises(PolicyInvalid, match="changes nothing"):
        read_overlays([file])


def test_a_weight_that_an_overlay_sets_is_not_told_as_the_words_of_the_text():
    overlay = Overlay(
        id="ours", pack="FED-TCM", severity={"COI-CHO-01": Severity.HIGH}, cite="State Code 4-5"
    )
    (pack,) = choose_policy(["FED-TCM"], overlays=[overlay]).packs
    rule = pack.rules["COI-CHO-01"]
    assert rule.basis is Basis.INFERENCE
    assert rule.cite == "42 CFR 441.18(a)(1); weighed by ours under State Code 4-5"
    same = attrs.evolve(overlay, severity={"COI-CHO-01": Severity.MODERATE})
    (pack,) = choose_policy(["FED-TCM"], overlays=[same]).packs
    assert pack.rules["COI-CHO-01"].basis is Basis.TEXT


def test_an_overlay_of_a_pack_that_was_not_asked_for_is_ignored():
    overlay = Overlay(id="o", pack="FED-1915I", severity={"COI-EMP-01": None})
    assert choose_policy(["FED-1915C"], overlays=[overlay]).overlays == ()


@pytest.mark.parametrize(
    ("age", "day", "reached"),
    [
        ("P12M", date(2025, 2, 28), date(2026, 2, 28)),
        ("P12M", date(2024, 2, 29), date(2025, 2, 28)),
        ("P1M", date(2025, 1, 31), date(2025, 2, 28)),
        ("P1M1D", date(2025, 1, 31), date(2025, 3, 1)),
        ("P0D", date(2025, 1, 31), date(2025, 1, 31)),
        ("P2W", date(2025, 12, 25), date(2026, 1, 8)),
        ("P1Y", date(9999, 6, 1), date.max),
    ],
)
def test_months_keep_the_day_number_and_days_are_added_after(age: str, day: date, reached: date):
    assert Age.parse(age).after(day) == reached


@pytest.mark.parametrize("text", ["", "P", "12M", "P1H", "P-1D", "P1.5M"])
def test_what_is_no_duration_is_refused(text: str):
    with pytest.raises(ValueError, match="duration"):
        Age.parse(text)

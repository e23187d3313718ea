"""What packs make of what is so: weights, conditions, cases, beginnings and the order of packs."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.conflict.test_clear_records import duty, service

from wraparound.conflict import kinds
from wraparound.conflict.facts import Facts
from wraparound.conflict.judging import weight, worse
from wraparound.conflict.review import review_facts
from wraparound.conflict.statements import Verdict
from wraparound.model.findings import Disposition, Finding, Severity
from wraparound.model.periods import Period
from wraparound.model.terms import UNKNOWN
from wraparound.policy import Pack, PackRule, Policy, Waiver, WaiverKind
from wraparound.policy.pack import Variant

DAY = date(2026, 3, 1)
CODE = "COI-EMP-01"
SINCE = Period(start=date(2026, 1, 1))
SERVICE = service("s", "pv")
FACTS = Facts(
    people=(kinds.PersonFact(id="fac"), kinds.PersonFact(id="boss")),
    agencies=(kinds.AgencyFact(id="pv"), kinds.AgencyFact(id="co")),
    youth=(kinds.YouthFact(id="kid"),),
    plans=(kinds.PlanFact(id="pl", youth="kid", period=SINCE),),
    duties=(duty("d", "fac"),),
    services=(SERVICE,),
    ties=(kinds.TieFact(id="job", kind="employed_by", subject="fac", object="pv", period=SINCE),),
)


def pack(name: str = "A", code: str = CODE, **says: Any) -> Pack:
    """A pack that raises one rule; what concerns the whole pack is told by its own name."""
    whole = {
        each: says.pop(each) for each in ("effective_from", "functions", "params") if each in says
    }
    rule = PackRule(code=code, severity=says.pop("severity", Severity.PROHIBITED), **says)
    return Pack(id=name, title=name, rules={code: rule}, **whole)


def found(*packs: Pack, facts: Facts = FACTS) -> list[Finding]:
    return list(review_facts(facts, policy=Policy(packs=packs), as_of=DAY).findings)


def told(*packs: Pack, facts: Facts = FACTS) -> list[tuple[Severity, Disposition, tuple[str, ...]]]:
    return [(each.severity, each.disposition, each.reasons) for each in found(*packs, facts=facts)]


def with_service(**changes: Any) -> Facts:
    return attrs.evolve(FACTS, services=(attrs.evolve(SERVICE, **changes),))


@pytest.mark.parametrize(
    ("when", "field", "no"),
    [("paid", "paid", False), ("hcbs", "hcbs", False), ("therapy", "category", "respite")],
)
def test_a_condition_is_met_not_met_or_not_known(when: str, field: str, no: object):
    asked = pack(when=(when,))
    yes = "therapy" if when == "therapy" else True
    unknown = None if when == "therapy" else UNKNOWN
    gap = "unknown_category:s" if when == "therapy" else f"unknown_{field}:s"
    assert told(asked, facts=with_service(**{field: yes})) == [
        (Severity.PROHIBITED, Disposition.CONFLICT, ())
    ]
    assert told(asked, facts=with_service(**{field: no})) == []
    assert told(asked, facts=with_service(**{field: unknown})) == [
        (Severity.PROHIBITED, Disposition.INDETERMINATE, (gap,))
    ]


def test_all_conditions_must_be_met():
    asked = pack(when=("paid", "hcbs"))
    assert told(asked) == [(Severity.PROHIBITED, Disposition.CONFLICT, ())]
    assert told(asked, facts=with_service(hcbs=False)) == []
    assert told(asked, facts=with_service(paid=UNKNOWN, hcbs=UNKNOWN)) == [
        (
            Severity.PROHIBITED,
            Disposition.INDETERMINATE,
            ("unknown_hcbs:s", "unknown_paid:s"),
        )
    ]
    assert told(asked, facts=with_service(paid=UNKNOWN, hcbs=False)) == []


def test_a_case_has_its_own_weight_and_keeps_what_it_does_not_say():
    """A contact of somebody who decides eligibility is the "financial" case of COI-EMP-03."""
    paid = kinds.TieFact(id="c", kind="contracted_by", subject="fac", object="pv", period=SINCE)
    facts = attrs.evolve(
        FACTS, duties=(duty("d", "fac", "eligibility_evaluator"),), ties=(*FACTS.ties, paid)
    )
    case = Variant(severity=Severity.LOW)
    asked = pack(code="COI-EMP-03", variants={"financial": case}, when=("paid",))
    assert sorted(each.severity.value for each in found(asked, facts=facts)) == [
        "low",
        "prohibited",
    ]
    unpaid = attrs.evolve(facts, services=(attrs.evolve(SERVICE, paid=False),))
    assert found(asked, facts=unpaid) == []
    always = pack(
        code="COI-EMP-03", variants={"financial": attrs.evolve(case, when=())}, when=("paid",)
    )
    assert [each.severity for each in found(always, facts=unpaid)] == [Severity.LOW]
    others = pack(code="COI-EMP-03", variants={"another": case})
    assert {each.severity for each in found(others, facts=facts)} == {Severity.PROHIBITED}


def test_a_case_may_be_lifted_by_what_the_entry_may_not():
    lifts = Waiver(kind=WaiverKind.SAFEGUARDS, requires=())
    mitigation = kinds.MitigationFact(id="m", rules=("COI-EMP-03",), period=SINCE)
    paid = kinds.TieFact(id="c", kind="contracted_by", subject="fac", object="pv", period=SINCE)
    facts = attrs.evolve(
        FACTS,
        duties=(duty("d", "fac", "eligibility_evaluator"),),
        ties=(*FACTS.ties, paid),
        mitigations=(mitigation,),
    )
    case = Variant(severity=Severity.LOW, waiver=lifts)
    asked = pack(code="COI-EMP-03", variants={"financial": case})
    assert [
        (each.severity, each.disposition, each.waivers) for each in found(asked, facts=facts)
    ] == [
        (Severity.PROHIBITED, Disposition.CONFLICT, ()),
        (Severity.LOW, Disposition.MITIGATED, ("m",)),
    ]
    entry = pack(
        code="COI-EMP-03", variants={"financial": Variant(severity=Severity.LOW)}, waiver=lifts
    )
    assert {each.disposition for each in found(entry, facts=facts)} == {Disposition.MITIGATED}


def test_a_pack_raises_a_rule_for_the_holders_that_it_names():
    assert told(pack(holders=("facilitator",)))
    assert told(pack(holders=("planner",))) == []


def test_nothing_is_said_before_a_pack_begins_and_the_finding_starts_with_it():
    later = pack(effective_from=date(2026, 2, 1))
    (finding,) = found(later)
    assert finding.start == date(2026, 2, 1)
    assert found(pack(effective_from=date(2026, 3, 2))) == []
    assert [each.start for each in found(pack(effective_from=DAY))] == [DAY]


def test_each_pack_begins_on_its_own_day_and_cuts_the_finding_there():
    both = (
        pack("A", severity=Severity.LOW),
        pack("B", severity=Severity.HIGH, effective_from=date(2026, 2, 1)),
    )
    assert [
        (each.severity, each.start, each.end, [view.pack for view in each.by_pack])
        for each in found(*both)
    ] == [
        (Severity.HIGH, date(2026, 2, 1), None, ["A", "B"]),
        (Severity.LOW, date(2026, 1, 1), date(2026, 2, 1), ["A"]),
    ]


def test_packs_speak_in_the_order_asked_for_and_the_heaviest_governs():
    light, heavy = pack("B", severity=Severity.LOW), pack("A", severity=Severity.HIGH)
    for packs in ((light, heavy), (heavy, light)):
        (finding,) = found(*packs)
        assert [view.pack for view in finding.by_pack] == [each.id for each in packs]
        assert [view.severity for view in finding.by_pack] == [
            each.rules[CODE].severity for each in packs
        ]
        assert finding.severity is Severity.HIGH


def test_a_functions_list_that_does_not_restrict_the_role_makes_a_bar_a_concern():
    """Then nothing is forbidden by the text: it weighs high, and safeguards lift it."""
    elsewhere = pack(functions=("evaluation",), waiver=Waiver(kind=WaiverKind.EXCEPTION))
    assert told(elsewhere) == [(Severity.HIGH, Disposition.CONFLICT, ())]
    assert told(pack(functions=None, waiver=Waiver(kind=WaiverKind.EXCEPTION))) == [
        (Severity.PROHIBITED, Disposition.CONFLICT, ())
    ]
    mild = pack(functions=("evaluation",), severity=Severity.LOW)
    assert told(mild) == [(Severity.LOW, Disposition.CONFLICT, ())]
    mitigation = kinds.MitigationFact(id="m", rules=(CODE,), period=SINCE)
    facts = attrs.evolve(FACTS, mitigations=(mitigation,))
    ((_, disposition, reasons),) = told(elsewhere, facts=facts)
    assert disposition is Disposition.WAIVER_DEFECTIVE
    assert reasons
    assert all(each.startswith("missing_safeguard:") for each in reasons)


def test_a_ceiling_holds_a_weight_down_and_never_lifts_one():
    """An employer that controls the provider weighs at most high, unless the pack says a group."""
    facts = attrs.evolve(
        FACTS,
        ties=(
            kinds.TieFact(id="job", kind="employed_by", subject="fac", object="co", period=SINCE),
            kinds.TieFact(id="ctl", kind="controls", subject="co", object="pv", period=SINCE),
        ),
    )
    for severity, expected in (
        (Severity.PROHIBITED, Severity.HIGH),
        (Severity.HIGH, Severity.HIGH),
        (Severity.LOW, Severity.LOW),
    ):
        asked = pack(
            code="COI-EMP-05", severity=severity, params={"employer_scope": "exact_agency"}
        )
        assert [each.severity for each in found(asked, facts=facts)] == [expected]
    group = pack(code="COI-EMP-05", params={"employer_scope": "controlled_group"})
    assert [each.severity for each in found(group, facts=facts)] == [Severity.PROHIBITED]


@pytest.mark.parametrize(
    ("mitigated", "ties", "defects"),
    [
        ({"approved_by": "boss"}, (), ()),
        ({"approved_by": "fac"}, (), ("approver_tied:fac",)),
        (
            {"approved_by": "boss"},
            (kinds.TieFact(id="rel", kind="kin", subject="boss", object="fac"),),
            (),
        ),
        (
            {"approved_by": "boss"},
            (
                kinds.TieFact(
                    id="rel", kind="kin", subject="boss", object="fac", relation="sibling_of"
                ),
            ),
            ("approver_tied:boss",),
        ),
        (
            {"approved_by": "boss", "approved_on": date(2025, 6, 1)},
            (
                kinds.TieFact(
                    id="rel",
                    kind="kin",
                    subject="boss",
                    object="fac",
                    relation="spouse_of",
                    period=SINCE,
                ),
            ),
            (),
        ),
    ],
    ids=["free", "themselves", "no relation", "kin", "married after"],
)
def test_safeguards_that_somebody_near_the_holder_approved_do_not_hold(
    mitigated: dict[str, Any], ties: tuple[kinds.TieFact, ...], defects: tuple[str, ...]
):
    mitigation = kinds.MitigationFact(id="m", rules=(CODE,), period=SINCE, **mitigated)
    facts = attrs.evolve(FACTS, mitigations=(mitigation,), ties=(*FACTS.ties, *ties))
    lifts = pack(waiver=Waiver(kind=WaiverKind.SAFEGUARDS, requires=()))
    ((_, disposition, reasons),) = told(lifts, facts=facts)
    expected = Disposition.WAIVER_DEFECTIVE if defects else Disposition.MITIGATED
    assert (disposition, reasons) == (expected, defects)


def verdict(severity: Severity, disposition: Disposition, *reasons: str) -> Verdict:
    return Verdict(severity=severity, disposition=disposition, reasons=reasons)


IN_ORDER = [
    verdict(Severity.PROHIBITED, Disposition.CONFLICT),
    verdict(Severity.PROHIBITED, Disposition.WAIVER_DEFECTIVE),
    verdict(Severity.LOW, Disposition.CONFLICT),
    verdict(Severity.PROHIBITED, Disposition.INDETERMINATE),
    verdict(Severity.PROHIBITED, Disposition.POTENTIAL),
    verdict(Severity.PROHIBITED, Disposition.MITIGATED),
    verdict(Severity.LOW, Disposition.MITIGATED),
]


def test_what_is_not_resolved_governs_then_the_heavier_then_the_plain():
    assert sorted([*IN_ORDER[4:], *IN_ORDER[:4]], key=weight) == IN_ORDER


def test_of_two_verdicts_the_worse_stays_whichever_comes_first():
    for lighter, heavier in zip(IN_ORDER[1:], IN_ORDER, strict=False):
        assert worse(lighter, heavier) == worse(heavier, lighter) == heavier
    one = verdict(Severity.LOW, Disposition.WAIVER_DEFECTIVE, "a")
    other = verdict(Severity.LOW, Disposition.WAIVER_DEFECTIVE, "b")
    assert worse(one, other) == worse(other, one) == one

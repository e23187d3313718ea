"""What holds of every review, whatever the facts: asked of scenarios mixed from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs
import pytest
from tests.conflict.mixing import mixed
from tests.conflict.test_vectors import ALL
from tests.states import PACKS

from wraparound.conflict.catalogue import load_catalogue
from wraparound.conflict.facts import KINDS, Facts
from wraparound.conflict.projection import facts_of
from wraparound.conflict.review import review_facts
from wraparound.conflict.rules import RULES
from wraparound.conflict.survey import parts_of
from wraparound.errors import FactsInvalid, RecordInvalid
from wraparound.model.findings import Disposition, Finding, Review, Severity, Timing
from wraparound.model.terms import UNKNOWN
from wraparound.policy import Pack, PackRule, Policy, choose_policy, load_parameters, pack_names
from wraparound.testing.scenarios import scenario_chart

POLICY = choose_policy([*pack_names(), *PACKS], packs=PACKS)
MIXES = 250
LAST = date(2030, 1, 1)
"""After everything that scenarios tell."""

REASONS = frozenset(
    {
        "absent",
        "affinity_ended",
        "another_provider",
        "approver_tied",
        "area",
        "authority",
        "common_control_only",
        "discharge",
        "disclosure_contradicted",
        "ended_affinity",
        "expired",
        "function",
        "handled_by_subject",
        "handled_by_tied_person",
        "hours_cut",
        "indicator",
        "kin_adoption_excluded",
        "kin_step_excluded",
        "missing",
        "missing_coi_guidelines",
        "missing_dispute_strategy",
        "missing_safeguard",
        "no_consent",
        "no_current_notice",
        "no_disclosure",
        "no_roster",
        "not_demonstrated",
        "not_filed_with",
        "not_refreshed",
        "not_started",
        "payee_is_approver",
        "pre_dated",
        "previously_involved",
        "roster_missing",
        "roster_stale",
        "safeguard_not_in_force",
        "same_person",
        "same_unit",
        "self_approval",
        "self_review",
        "share_range",
        "stale",
        "stale_disclosure",
        "subordinate",
        "subordinate_of_involved",
        "tied_to_payee",
        "timing",
        "transfer",
        "unanswered",
        "unapproved",
        "unknown_area",
        "unknown_category",
        "unknown_coi_guidelines",
        "unknown_consent",
        "unknown_dispute_strategy",
        "unknown_employer",
        "unknown_from",
        "unknown_hcbs",
        "unknown_nature",
        "unknown_paid",
        "unknown_roster",
        "unknown_share",
        "unknown_until",
        "unsigned",
        "unsigned_by_supervisor",
        "unspecified_owner",
    }
)
"""The words of the specification for defects and gaps, before what they are about."""

NOT_BY_PART = frozenset({"COI-CHO-01"})
"""An offer counts whoever made it: the catalogue names who should."""

ABOUT_A_SERVICE = frozenset(
    code
    for code, entry in load_catalogue().items()
    if entry.counterparty == "service_provider_on_plan" and code != "COI-OWN-06"
)
"""COI-OWN-06 speaks of a service or of a disclosure, as the case may be."""

ABOUT_A_PART = frozenset(
    code for code, entry in load_catalogue().items() if entry.holders and code not in NOT_BY_PART
)


DETAILS = frozenset(
    {"provider_options_given", "SG-02", "cms_approved", "secretary_approved"}
    | {"state_plan_described", "service_selection", "plan_agreement"}
)
"""What a defect can be about besides facts: an indicator, a safeguard, a kind of approval."""

pytestmark = pytest.mark.skipif(not ALL, reason="the shared vectors are not there to be mixed")


def told() -> list[tuple[Facts, date, Review]]:
    """Mixed facts with a day, and the review of everything that was ever so."""
    found = []
    scenarios = list(ALL.values())
    for rows, day in (
        *mixed(scenarios, MIXES, seed=9),
        *mixed(scenarios, MIXES, seed=10, forgotten=5),
    ):
        try:
            facts = facts_of(scenario_chart(rows, as_of=day))
            found.append((facts, day, review_facts(facts, policy=POLICY, as_of=LAST)))
        except (FactsInvalid, RecordInvalid, TypeError, ValueError):
            continue  # the mix contradicts itself
    return found


@pytest.fixture(scope="module")
def reviewed() -> list[tuple[Facts, date, Review]]:
    found = told()
    assert len(found) > MIXES
    return found


def ids_of(facts: Facts) -> set[str]:
    every = (part for _, held in facts.by_kind() for fact in held for part in parts_of(fact))
    return {each.id for each in every if hasattr(each, "id")}


def shown(findings: Iterable[Finding]) -> set[tuple[object, ...]]:
    """What a finding says of a day: all of it but when it began, when it ends, and what is past."""
    return {
        (
            each.rule,
            each.severity,
            each.disposition,
            each.plan,
            each.holder,
            each.counterparty,
            each.reasons,
            each.path,
            each.waivers,
            each.measure,
            each.by_pack,
        )
        for each in findings
    }


def test_every_id_in_a_finding_is_one_of_a_fact(reviewed):
    for facts, _, review in reviewed:
        ids = ids_of(facts)
        for finding in review.findings:
            assert ids.issuperset(finding.path), finding.rule
            assert ids.issuperset(finding.waivers), finding.rule
            assert {each.id for each in finding.evidence} == set(finding.path), finding.rule
            named = {finding.plan, finding.holder, finding.counterparty} - {None}
            assert ids.issuperset(named), finding.rule


def test_every_reason_is_a_word_of_the_specification_about_a_fact(reviewed):
    spoken: set[str] = set()
    for facts, _, review in reviewed:
        known = ids_of(facts)
        for finding in review.findings:
            for view in finding.by_pack:
                for reason in view.reasons:
                    word, _, about = reason.partition(":")
                    spoken.add(word)
                    assert word in REASONS, finding.rule
                    named = known | DETAILS | load_parameters().safeguards.keys()
                    assert not about or about in named, (finding.rule, reason)
    assert len(spoken) > 40


def test_a_review_of_a_day_says_what_a_later_one_says_of_that_day(reviewed):
    """So the days on which rules are asked again are the right ones, and none is missing."""
    for facts, day, later in reviewed:
        turns = {each.start for each in later.findings} | {each.end for each in later.findings}
        for on in (day, *sorted(turns - {None})[::3]):
            current = (
                each
                for each in later.findings
                if (each.start is None or each.start <= on) and (each.end is None or on < each.end)
            )
            review = review_facts(facts, policy=POLICY, as_of=on)
            assert shown(
                each for each in review.findings if each.timing is Timing.CURRENT
            ) == shown(current)


def test_an_answer_stands_until_the_day_that_it_names(reviewed):
    """``may_change_on`` is the first later day on which anything is another, or comes before it."""
    for facts, day, _ in reviewed:
        review = review_facts(facts, policy=POLICY, as_of=day)
        until = review.may_change_on
        eve = LAST if until is None else date.fromordinal(until.toordinal() - 1)
        if eve > day:
            then = review_facts(facts, policy=POLICY, as_of=eve)
            assert then.clear == review.clear
            assert then.questions == review.questions
            assert then.findings == review.findings


def test_the_order_of_facts_changes_nothing(reviewed):
    pick = random.Random(7)  # noqa: S311 - nothing depends on it being secret
    for facts, day, _ in reviewed[::3]:
        shuffled = Facts(
            **{kind: tuple(pick.sample(held, len(held))) for kind, held in facts.by_kind()}
        )
        assert review_facts(shuffled, policy=POLICY, as_of=day) == review_facts(
            facts, policy=POLICY, as_of=day
        )


def test_the_governing_pack_is_one_that_raises_the_finding(reviewed):
    for _, _, review in reviewed:
        for finding in review.findings:
            views = {(each.severity, each.disposition) for each in finding.by_pack}
            assert (finding.severity, finding.disposition) in views
            if finding.disposition is Disposition.MITIGATED:
                assert {disposition for _, disposition in views} == {Disposition.MITIGATED}


def test_facts_of_a_day_not_yet_known_are_as_if_they_had_not_been_told(reviewed):
    """What was recorded later is left out where the knowledge of a day is asked for."""
    for facts, day, _ in reviewed[::3]:
        kept = {
            kind: tuple(
                each
                for each in held
                if getattr(each, "recorded", None) is None or each.recorded <= day
            )
            for kind, held in facts.by_kind()
        }
        try:
            expected = review_facts(Facts(**kept), policy=POLICY, as_of=day)
        except FactsInvalid:
            continue
        known = review_facts(facts, policy=POLICY, as_of=day, known_as_of=day)
        assert attrs.evolve(known, known_as_of=None) == expected
        assert list(kept) == [kind for kind in KINDS if getattr(facts, kind)]


def pack_of_all(**says: Any) -> Policy:
    """A pack that raises every rule alike, but for what is said of each by its catalogue entry."""
    rules = {
        code: PackRule(
            code=code,
            severity=Severity.HIGH,
            **{name: value(entry) for name, value in says.items()},
        )
        for code, entry in load_catalogue().items()
        if code in RULES
    }
    return Policy(packs=(Pack(id="all", title="all", rules=rules),))


PLAIN = pack_of_all()


def test_a_rule_speaks_of_the_parts_that_the_catalogue_names(reviewed):
    """A pack that raises a rule for these parts raises all of it; for any other part, nothing."""
    named = pack_of_all(holders=lambda each: each.holders if each.code in ABOUT_A_PART else None)
    nobody = pack_of_all(holders=lambda each: ("nobody",) if each.code in ABOUT_A_PART else None)
    spoken: set[str] = set()
    for facts, day, _ in reviewed:
        plain = review_facts(facts, policy=PLAIN, as_of=day)
        assert review_facts(facts, policy=named, as_of=day).findings == plain.findings
        left = review_facts(facts, policy=nobody, as_of=day).findings
        assert left == tuple(each for each in plain.findings if each.rule not in ABOUT_A_PART)
        spoken |= {each.rule for each in plain.findings}
    assert len(spoken & ABOUT_A_PART) > 35


def test_a_rule_about_a_provider_on_the_plan_asks_what_the_service_is(reviewed):
    """So a pack can say that it counts paid services only; other rules know no such condition."""
    paid = pack_of_all(when=lambda _: ("paid",))
    spoken: set[str] = set()
    for facts, day, _ in reviewed:
        for answer, disposition in ((False, None), (UNKNOWN, Disposition.INDETERMINATE)):
            services = tuple(attrs.evolve(each, paid=answer) for each in facts.services)
            asked = attrs.evolve(facts, services=services)
            plain = review_facts(asked, policy=PLAIN, as_of=day).findings
            found = review_facts(asked, policy=paid, as_of=day).findings
            others = {*RULES} - ABOUT_A_SERVICE - {"COI-OWN-06"}
            assert [each for each in found if each.rule in others] == [
                each for each in plain if each.rule in others
            ]
            about = [each for each in found if each.rule in ABOUT_A_SERVICE]
            assert {each.disposition for each in about} <= {disposition}
            if answer is UNKNOWN:
                assert {(each.rule, each.path) for each in about} == {
                    (each.rule, each.path) for each in plain if each.rule in ABOUT_A_SERVICE
                }
                spoken |= {each.rule for each in about}
    assert len(spoken) > 15

"""What each kind of fact says in the chain of a finding: to a family, and to a hearing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from wraparound.conflict import acts, kinds
from wraparound.conflict.evidence import evidence_of, tie_evidence
from wraparound.conflict.facts import Facts
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.shares import Share
from wraparound.model.terms import UNKNOWN
from wraparound.model.tie import KinNature, Office, Relation, Tie, TieKind

DAY = date(2026, 3, 1)
HALF = Share(low=Decimal("0.5"), high=Decimal("0.5"))
FOR_NOW = Period(start=DAY)
THAT_DAY = Period(start=DAY, end=date(2026, 3, 2))

SAID = {
    "duties": (
        kinds.DutyFact(id="x", plan="pl", role="case_manager", holder="fac", period=FOR_NOW),
        ("duty", "case manager of", "fac", "pl", FOR_NOW),
    ),
    "ties": (
        kinds.TieFact(id="x", kind="employed_by", subject="fac", object="pv", period=FOR_NOW),
        ("tie", "employed by", "fac", "pv", FOR_NOW),
    ),
    "plans": (
        kinds.PlanFact(id="x", youth="kid", period=FOR_NOW),
        ("plan", "plan for", "x", "kid", FOR_NOW),
    ),
    "unspecified_interests": (
        kinds.UnspecifiedInterestFact(id="x", agency="pv", reason="subject_exempt", period=FOR_NOW),
        ("disclosure", "owners not told: subject exempt", "pv", None, FOR_NOW),
    ),
    "certifications": (
        kinds.CertificationFact(id="x", agency="pv", role="care_coordination", period=FOR_NOW),
        ("certification", "certified for care coordination", "pv", None, FOR_NOW),
    ),
    "exceptions": (
        kinds.ExceptionFact(id="x", entity="pv", period=FOR_NOW),
        ("exception", "holds an exception", "pv", None, FOR_NOW),
    ),
    "mitigations": (
        kinds.MitigationFact(id="x", holder="fac", counterparty="pv", period=FOR_NOW),
        ("mitigation", "safeguards are recorded for", "fac", "pv", FOR_NOW),
    ),
    "conditions": (
        acts.ConditionFact(id="x", plan="pl", imposed_by="pv", period=FOR_NOW),
        ("condition", "set a condition in", "pv", "pl", FOR_NOW),
    ),
    "supports": (
        acts.SupportFact(id="x", plans=("pl",), person="aunt", type="natural", period=FOR_NOW),
        ("support", "natural support of", "aunt", "pl", FOR_NOW),
    ),
    "offers": (
        acts.OfferFact(id="x", plan="pl", category="respite", day=DAY, offered_by="fac"),
        ("offer", "offered providers for", "fac", "pl", THAT_DAY),
    ),
    "choices": (
        acts.ChoiceFact(id="x", plan="pl", service="s", day=DAY),
        ("choice", "choice recorded for", "pl", "s", THAT_DAY),
    ),
    "notices": (
        acts.NoticeFact(id="x", kind="right_to_other_coordinator", plan="pl", day=DAY),
        ("notice", "notice of rights for", None, "pl", THAT_DAY),
    ),
    "disclosures": (
        acts.DisclosureFact(id="x", kind="interests", person="fac", employer="co", day=DAY),
        ("disclosure", "disclosed interests", "fac", "co", THAT_DAY),
    ),
    "referrals": (
        acts.ReferralFact(
            id="x", by="fac", provider="pv", category="respite", area="a", quarter="2026Q1", count=9
        ),
        ("referral", "referred in 2026Q1 to", "fac", "pv", ALWAYS),
    ),
    "events": (
        acts.EventFact(id="x", kind="coordinator_changed", plan="pl", by="boss", day=DAY),
        ("event", "coordinator changed", "boss", "pl", THAT_DAY),
    ),
    "requests": (
        acts.RequestFact(
            id="x", kind="change", received=DAY, period=FOR_NOW, handled_by="fac", about="pv"
        ),
        ("request", "handles a request about", "fac", "pv", FOR_NOW),
    ),
    "grievances": (
        acts.GrievanceFact(id="x", plan="pl", received=DAY, period=None, subject="pv"),
        ("grievance", "complaint about", "pl", "pv", THAT_DAY),
    ),
    "assessments": (
        acts.AssessmentFact(id="x", plan="pl", by="fac", day=DAY, sets_rate_for="pv"),
        ("assessment", "sets the rate of", "fac", "pv", THAT_DAY),
    ),
    "activities": (
        acts.ActivityFact(id="x", plan="pl", person="fac", day=DAY, billed_as="case_management"),
        ("activity", "billed as case management", "fac", "pl", THAT_DAY),
    ),
    "flex_funds": (
        acts.FlexFundFact(id="x", plan="pl", day=DAY, requester="fac", payee="pv"),
        ("flex_fund", "flexible funds asked for", "fac", "pv", THAT_DAY),
    ),
    "meetings": (
        acts.MeetingFact(id="x", plan="pl", day=DAY),
        ("meeting", "team met for", None, "pl", THAT_DAY),
    ),
    "gifts": (
        acts.GiftFact(
            id="x", kind="loan", giver="pv", receiver="fac", value=Decimal(9), period=FOR_NOW
        ),
        ("gift", "gave a loan to", "pv", "fac", FOR_NOW),
    ),
}
"""A fact of each kind, with what it says: the kind, the words, the two ends, and when."""

BY_ANOTHER = {
    "an independence": (
        Facts(disclosures=(acts.DisclosureFact(id="x", kind="attestation", person="f", day=DAY),)),
        ("disclosure", "attested independence", "f", None, THAT_DAY),
    ),
    "an assessment for a plan": (
        Facts(assessments=(acts.AssessmentFact(id="x", plan="pl", by="fac", day=DAY),)),
        ("assessment", "assessed for", "fac", "pl", THAT_DAY),
    ),
    "a gift of one day": (
        Facts(
            gifts=(
                acts.GiftFact(
                    id="x", kind="gift", giver="a", receiver="b", value=Decimal(9), day=DAY
                ),
            )
        ),
        ("gift", "gave a gift to", "a", "b", THAT_DAY),
    ),
    "a version by one author": (
        Facts(
            plans=(
                kinds.PlanFact(
                    id="pl",
                    youth="kid",
                    versions=(kinds.VersionFact(id="x", day=DAY, authors=("fac",)),),
                ),
            )
        ),
        ("version", "wrote a version of", "fac", "pl", FOR_NOW),
    ),
    "a version by two": (
        Facts(
            plans=(
                kinds.PlanFact(
                    id="pl",
                    youth="kid",
                    versions=(kinds.VersionFact(id="x", day=DAY, authors=("fac", "peer")),),
                ),
            )
        ),
        ("version", "wrote a version of", None, "pl", FOR_NOW),
    ),
    "a payment": (
        Facts(
            supports=(
                acts.SupportFact(
                    id="su",
                    plans=("pl", "pl-2"),
                    person="aunt",
                    type="natural",
                    payments=(acts.PaymentFact(id="x", period=FOR_NOW),),
                ),
            )
        ),
        ("payment", "is paid for", "aunt", None, FOR_NOW),
    ),
}


def said(facts: Facts) -> tuple[object, ...]:
    found = evidence_of(facts, frozenset({"x"}))["x"]
    return found.kind, found.says, found.subject, found.object, found.period


@pytest.mark.parametrize("kind", SAID)
def test_a_fact_says_who_has_to_do_with_whom_and_since_when(kind: str):
    fact, expected = SAID[kind]
    assert said(Facts(**{kind: (fact,)})) == expected


@pytest.mark.parametrize("what", BY_ANOTHER)
def test_what_is_special_about_a_fact_is_in_its_words(what: str):
    facts, expected = BY_ANOTHER[what]
    assert said(facts) == expected


def test_only_facts_that_are_named_are_put_into_words():
    facts = Facts(**{kind: (fact,) for kind, (fact, _) in SAID.items()})
    assert evidence_of(facts, frozenset({"y"})) == {}


@pytest.mark.parametrize(
    ("spans", "lived"),
    [
        ((), Period()),
        ((("planned", FOR_NOW),), Period()),
        ((("active", FOR_NOW),), FOR_NOW),
        (
            (
                ("active", Period(start=date(2026, 5, 1), end=date(2026, 6, 1))),
                ("active", THAT_DAY),
            ),
            Period(start=DAY, end=date(2026, 6, 1)),
        ),
        ((("active", THAT_DAY), ("active", Period(start=date(2026, 5, 1)))), FOR_NOW),
        (
            (("active", THAT_DAY), ("active", Period(start=date(2026, 5, 1), end=UNKNOWN))),
            FOR_NOW,
        ),
        (
            (
                ("active", Period(end=DAY)),
                ("active", Period(start=date(2026, 5, 1), end=date(2026, 6, 1))),
            ),
            Period(end=date(2026, 6, 1)),
        ),
    ],
)
def test_a_service_was_on_the_plan_from_its_first_active_day_to_its_last(spans, lived):
    service = kinds.ServiceFact(
        id="x",
        plan="pl",
        provider="pv",
        paid=True,
        hcbs=True,
        spans=tuple(kinds.StatusSpan(status=status, period=period) for status, period in spans),
    )
    expected = ("service", "delivers a service of", "pv", "pl", lived)
    assert said(Facts(services=(service,))) == expected


def test_a_service_of_an_unknown_provider_names_none():
    service = kinds.ServiceFact(id="x", plan="pl", provider=UNKNOWN, paid=True, hcbs=True)
    assert said(Facts(services=(service,)))[2] is None


TIES = {
    "employed_by": "employed by",
    "contracted_by": "under contract with",
    "compensated_by": "paid by",
    "employment_offer": "accepted a job with",
    "owns": "owns a share of",
    "controls": "controls",
    "secured_debt": "holds a debt secured by",
    "management_contract": "manages",
    "landlord_of": "landlord of",
    "org_contract": "buys from",
    "same_legal_entity_as": "same legal entity as",
    "household": "shares a home with",
    "supervises": "supervises",
    "leads": "leads",
    "guardian_of": "guardian of",
    "health_proxy_of": "decides on health for",
    "rep_payee_of": "receives benefits for",
    "financially_responsible_for": "financially responsible for",
    "same_person_as": "same person as",
    "different_from": "different from",
}


def tie_says(tie: Tie) -> str:
    (found,) = tie_evidence([tie])
    assert (found.id, found.kind, found.subject, found.object) == ("t", "tie", "a", "b")
    return found.says


@pytest.mark.parametrize("kind", [each for each in TieKind if each.value not in {"kin", "office"}])
def test_a_tie_is_said_in_plain_words(kind: TieKind):
    share = HALF if kind in {TieKind.OWNS, TieKind.SECURED_DEBT} else None
    tie = Tie(id="t", kind=kind, subject="a", object="b", share=share)
    assert tie_says(tie) == TIES[kind.value]


@pytest.mark.parametrize(
    ("relation", "nature", "says"),
    [
        (Relation.PARENT_OF, None, "parent of"),
        (Relation.PARENT_OF, KinNature.BLOOD, "parent of"),
        (Relation.PARENT_OF, KinNature.STEP, "step-relation: parent of"),
        (Relation.PARENT_OF, KinNature.ADOPTION, "by adoption: parent of"),
        (Relation.PARENT_OF, KinNature.FOSTER, "foster: parent of"),
        (Relation.GRANDPARENT_OF, None, "grandparent of"),
        (Relation.AUNT_UNCLE_OF, None, "aunt or uncle of"),
        (Relation.SIBLING_OF, None, "sibling of"),
        (Relation.COUSIN_OF, None, "cousin of"),
        (Relation.SPOUSE_OF, None, "married to"),
        (Relation.GODPARENT_OF, None, "godparent of"),
    ],
)
def test_kinship_is_said_with_its_nature(relation, nature, says):
    tie = Tie(id="t", kind=TieKind.KIN, subject="a", object="b", relation=relation, nature=nature)
    assert tie_says(tie) == says


def test_an_office_is_said_by_its_position():
    tie = Tie(
        id="t",
        kind=TieKind.OFFICE,
        subject="a",
        object="b",
        position=Office.MANAGING_EMPLOYEE,
    )
    assert tie_says(tie) == "managing employee of"

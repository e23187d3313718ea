"""The first day on which a rule could say something, by what the facts say."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from wraparound.conflict.acts import (
    ChoiceFact,
    DisclosureFact,
    GrievanceFact,
    HandlerFact,
    OfferFact,
    RequestFact,
    RosterFact,
    SignatureFact,
)
from wraparound.conflict.facts import Facts
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import (
    AgencyFact,
    AreaStay,
    DutyFact,
    PersonFact,
    PlanFact,
    ServiceFact,
    StatusSpan,
    TieFact,
    UnspecifiedInterestFact,
    YouthFact,
)
from wraparound.conflict.rules import RULES
from wraparound.conflict.standing import FOREVER
from wraparound.model.periods import Period
from wraparound.model.terms import UNKNOWN
from wraparound.policy import Overlay, choose_policy

BEGAN, LIVE = date(2026, 3, 1), date(2026, 3, 10)
BEFORE, AFTER = date(2026, 2, 20), date(2026, 3, 20)
NEVER, AT_ONCE = FOREVER, date.min
OPEN = Period(start=LIVE)

FULL = frozenset(
    {
        "service_options_given",
        "service_selection",
        "provider_options_given",
        "provider_selection_agreement",
        "plan_agreement",
        "setting_choice",
    }
)

PLAN = PlanFact(
    id="plan",
    youth="kid",
    period=Period(start=BEGAN),
    consent=(BEGAN,),
    coi_guidelines=(BEGAN,),
    dispute_strategy=(BEFORE, AFTER),
)
SERVICE = ServiceFact(
    id="care",
    plan="plan",
    provider="oak",
    category="respite",
    paid=True,
    hcbs=True,
    spans=(StatusSpan(status="active", period=OPEN),),
)
ALIAS = TieFact(id="same", kind="same_legal_entity_as", subject="oak", object="elm")


def tie(kind: str, subject: str, whom: str | None, name: str = "tie") -> TieFact:
    return TieFact(id=name, kind=kind, subject=subject, object=whom)


def told(day: date, *declares: str) -> DisclosureFact:
    name = f"told-{day}"
    return DisclosureFact(id=name, kind="interests", person="ann", day=day, declares=declares)


def row(agency: str, area: str = "north", **says: Any) -> RosterFact:
    asked = {"willing": True, "qualified": True, "offers": ("respite",), **says}
    return RosterFact(id=f"row-{agency}-{area}", agency=agency, area=area, **asked)


def offer(*providers: str, day: date = BEFORE, category: str = "respite") -> OfferFact:
    return OfferFact(
        id=f"offer-{day}-{category}", plan="plan", category=category, day=day, providers=providers
    )


def duty(**says: Any) -> DutyFact:
    fact = DutyFact(id="duty", plan="plan", role="facilitator", holder="ann", period=PLAN.period)
    return attrs.evolve(fact, **says)


def chosen(**says: Any) -> ChoiceFact:
    fact = ChoiceFact(id="chosen", plan="plan", service="care", day=LIVE, said=FULL)
    return attrs.evolve(fact, **says)


def signed(by: str, day: date) -> SignatureFact:
    return SignatureFact(id="signed", plan="plan", by=by, day=day)


def untold(agency: str) -> UnspecifiedInterestFact:
    return UnspecifiedInterestFact(id="untold", agency=agency, reason="cannot_be_told")


def asked(**says: Any) -> RequestFact:
    fact = RequestFact(
        id="asked",
        kind="change",
        received=LIVE,
        period=Period(start=LIVE, end=date(2026, 4, 9)),
        handled_by="ann",
        about="care",
    )
    return attrs.evolve(fact, **says)


def grieved(**says: Any) -> GrievanceFact:
    handlers = (HandlerFact(person="ann"), HandlerFact(person="ben"))
    fact = GrievanceFact(id="grieved", received=LIVE, period=OPEN, subject="oak", handlers=handlers)
    return attrs.evolve(fact, **says)


FINE = Facts(
    people=(PersonFact(id="ann"), PersonFact(id="ben"), PersonFact(id="mom")),
    agencies=(AgencyFact(id="oak"), AgencyFact(id="elm")),
    youth=(YouthFact(id="kid", areas=(AreaStay(area="north"),)),),
    plans=(PLAN,),
    services=(SERVICE,),
    duties=(duty(),),
    choices=(chosen(),),
    signatures=(signed("oak", LIVE),),
    disclosures=(told(LIVE),),
    offers=(offer("oak", "elm"),),
    roster=(row("oak"), row("elm")),
    requests=(asked(),),
    grievances=(grieved(),),
)


def quiet_until(code: str, facts: Facts, **params: Any) -> date:
    overlay = Overlay(id="other", pack="FED-1915C", params=params)
    policy = choose_policy(["FED-1915C"], overlays=[overlay] if params else [])
    quiet = RULES[code].quiet_until
    assert quiet is not None
    return quiet(Index(facts), policy.values(policy.packs[0]))


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.quiet_until])
def test_a_family_about_whom_all_is_in_order_keeps_a_rule_quiet_for_good(code: str):
    day = date(2027, 3, 10) if code == "COI-OWN-06" else NEVER  # a disclosure is good for a year
    assert quiet_until(code, FINE) == day


def plan(**changes: Any) -> Facts:
    return attrs.evolve(FINE, plans=(attrs.evolve(PLAN, **changes),))


def with_(kind: str, *facts: object) -> Facts:
    return attrs.evolve(FINE, **{kind: facts})


def also(kind: str, *facts: object) -> Facts:
    return attrs.evolve(FINE, **{kind: (*getattr(FINE, kind), *facts)})


UNDATED = (StatusSpan(status="active", period=Period(start=UNKNOWN)),)


@pytest.mark.parametrize(
    ("code", "facts", "day"),
    [
        ("PRC-01", plan(coi_guidelines=(AFTER,)), BEGAN),
        ("PRC-01", plan(coi_guidelines=(UNKNOWN,)), BEGAN),
        ("PRC-01", plan(dispute_strategy=()), BEGAN),
        ("PRC-01", plan(period=Period(start=UNKNOWN)), AT_ONCE),
        ("PRC-02", plan(consent=()), BEGAN),
        ("PRC-02", plan(consent=(LIVE,)), BEGAN),
        ("PRC-02", with_("signatures"), LIVE),
        (
            "PRC-02",
            with_("signatures", signed("elm", LIVE)),
            LIVE,
        ),
        (
            "PRC-02",
            with_("signatures", signed("oak", AFTER)),
            LIVE,
        ),
        ("PRC-02", with_("services", attrs.evolve(SERVICE, spans=UNDATED)), BEGAN),
        ("PRC-02", with_("services", attrs.evolve(SERVICE, provider=None)), NEVER),
        ("PRC-02", with_("ties", ALIAS), AT_ONCE),
        ("CHO-02", with_("choices"), LIVE),
        ("CHO-02", with_("choices", chosen(day=AFTER)), LIVE),
        (
            "CHO-02",
            with_("choices", chosen(said=FULL - {"service_selection"})),
            LIVE,
        ),
        ("CHO-02", with_("services", attrs.evolve(SERVICE, spans=UNDATED)), BEGAN),
        ("CHO-02", with_("services", attrs.evolve(SERVICE, provider=UNKNOWN)), NEVER),
        ("CHO-02", with_("ties", ALIAS), NEVER),
        ("OWN-06", with_("disclosures"), LIVE),
        ("OWN-06", with_("disclosures", told(AFTER)), LIVE),
        ("OWN-06", with_("disclosures", told(LIVE), told(date(2027, 3, 10))), date(2028, 3, 10)),
        ("OWN-06", with_("disclosures", told(LIVE), told(date(2027, 3, 11))), date(2027, 3, 10)),
        ("OWN-06", with_("disclosures", told(date(2024, 1, 1)), told(BEFORE)), date(2027, 2, 20)),
        ("OWN-06", with_("disclosures", told(date(2024, 1, 1))), LIVE),
        ("OWN-06", with_("disclosures", attrs.evolve(told(BEFORE), kind="attestation")), LIVE),
        ("OWN-06", with_("disclosures", attrs.evolve(told(BEFORE), person="ben")), LIVE),
        ("OWN-06", with_("duties", duty(role="supervisor")), NEVER),
        ("OWN-06", with_("duties", duty(holder="oak")), NEVER),
        ("OWN-06", with_("services", attrs.evolve(SERVICE, provider=None)), NEVER),
        ("OWN-06", with_("ties", tie("employed_by", "ann", "oak")), LIVE),
        ("OWN-06", with_("ties", tie("employed_by", "ann", "elm")), date(2027, 3, 10)),
        ("OWN-06", with_("ties", tie("leads", "ann", "oak")), date(2027, 3, 10)),
        ("OWN-06", with_("ties", ALIAS), AT_ONCE),
        (
            "OWN-06",
            attrs.evolve(
                FINE,
                ties=(tie("employed_by", "ann", "oak"),),
                disclosures=(told(LIVE, "tie"), told(AFTER)),
            ),
            LIVE,
        ),
        (
            "OWN-06",
            attrs.evolve(FINE, ties=(tie("owns", "ann", "oak"),), disclosures=(told(LIVE, "tie"),)),
            date(2027, 3, 10),
        ),
        (
            "OWN-06",
            with_("unspecified_interests", untold("oak")),
            LIVE,
        ),
        (
            "OWN-06",
            with_("unspecified_interests", untold("elm")),
            date(2027, 3, 10),
        ),
        ("CHO-01", with_("offers", offer("oak")), BEFORE),
        ("CHO-01", with_("offers", offer("oak", "elm"), offer("oak", day=LIVE)), LIVE),
        ("CHO-01", with_("offers", offer("oak", day=LIVE), offer("oak", day=AFTER)), LIVE),
        ("CHO-01", with_("offers", offer("oak"), attrs.evolve(offer("elm"), id="2")), NEVER),
        ("CHO-01", with_("offers", offer("oak", "elm", category="therapy")), BEFORE),
        ("CHO-01", with_("roster", row("oak")), NEVER),
        ("CHO-01", with_("roster", row("oak", willing=UNKNOWN), row("elm")), BEFORE),
        ("CHO-01", with_("roster", row("oak", willing=False), row("elm")), NEVER),
        ("CHO-01", with_("roster", row("oak", period=OPEN), row("elm")), NEVER),
        ("CHO-01", with_("roster", row("oak", period=Period(start=UNKNOWN)), row("elm")), BEFORE),
        ("CHO-01", with_("roster", row("oak", "south"), row("elm", "south")), NEVER),
        ("CHO-01", with_("youth", YouthFact(id="kid")), BEFORE),
        ("CHO-01", with_("youth", YouthFact(id="kid", areas=(AreaStay(area=None),))), BEFORE),
        (
            "CHO-01",
            with_(
                "youth",
                YouthFact(id="kid", areas=(AreaStay(area="north", period=Period(start=UNKNOWN)),)),
            ),
            BEFORE,
        ),
        ("CHO-01", with_("ties", ALIAS), AT_ONCE),
        (
            "REQ-01",
            with_("requests", asked(period=OPEN)),
            date(2026, 4, 10),
        ),
        (
            "REQ-01",
            with_(
                "requests",
                asked(period=Period(start=LIVE, end=date(2026, 4, 11))),
            ),
            date(2026, 4, 10),
        ),
        ("REQ-01", with_("requests", asked(handled_by="oak")), LIVE),
        ("REQ-01", with_("requests", asked(about="ann")), LIVE),
        ("REQ-01", with_("requests", asked(handled_by=None)), NEVER),
        ("REQ-01", with_("requests", asked(period=None)), NEVER),
        ("REQ-01", with_("ties", tie("employed_by", "ann", "oak")), LIVE),
        ("REQ-01", with_("ties", tie("employed_by", "ann", "elm")), NEVER),
        ("GRV-01", with_("ties", tie("employed_by", "ben", "oak")), LIVE),
        ("GRV-01", with_("ties", tie("employed_by", "ben", None)), LIVE),
        ("GRV-01", with_("ties", tie("employed_by", "ben", "elm")), NEVER),
        ("GRV-01", with_("ties", tie("employed_by", "mom", "oak")), NEVER),
        ("GRV-01", with_("ties", tie("kin", "ben", "mom")), LIVE),
        ("GRV-01", with_("ties", tie("household", "mom", "ben")), LIVE),
        ("GRV-01", with_("ties", ALIAS), LIVE),
        ("GRV-01", with_("grievances", grieved(subject="ben")), LIVE),
        ("GRV-01", with_("grievances", grieved(involved=("ben",))), LIVE),
        ("GRV-01", with_("grievances", grieved(involved=("mom",))), NEVER),
        ("GRV-01", with_("grievances", grieved(period=None)), NEVER),
        (
            "GRV-01",
            attrs.evolve(
                FINE,
                ties=(tie("supervises", "mom", "ben"),),
                grievances=(grieved(involved=("mom",)),),
            ),
            LIVE,
        ),
        (
            "GRV-01",
            attrs.evolve(
                FINE,
                ties=(tie("employed_by", "ben", "elm"), tie("employed_by", "mom", "elm", "other")),
                grievances=(grieved(subject="mom"),),
            ),
            LIVE,
        ),
        (
            "GRV-01",
            attrs.evolve(
                FINE,
                ties=(tie("employed_by", "ben", "elm"), tie("employed_by", "mom", None, "other")),
                grievances=(grieved(subject="mom"),),
            ),
            LIVE,
        ),
        (
            "GRV-01",
            attrs.evolve(
                FINE,
                ties=(tie("employed_by", "ben", "elm"), tie("employed_by", "mom", "oak", "other")),
                grievances=(grieved(subject="mom"),),
            ),
            NEVER,
        ),
    ],
)
def test_a_rule_is_quiet_until_the_day_on_which_facts_give_it_something(
    code: str, facts: Facts, day: date
):
    assert quiet_until(f"COI-{code}", facts) == day


def test_a_rule_is_quiet_as_long_as_its_own_parameters_allow():
    assert quiet_until("COI-PRC-02", FINE, **{"signature.per_version": True}) == AT_ONCE
    assert quiet_until(
        "COI-CHO-01", with_("offers", offer()), **{"choice.min_alternatives": None}
    ) == (NEVER)
    grouped = {"grievance.org_scope": "controlled_group"}
    owned = with_("ties", tie("owns", "mom", "oak"))
    assert quiet_until("COI-GRV-01", FINE, **grouped) == NEVER
    assert quiet_until("COI-GRV-01", owned) == NEVER
    assert quiet_until("COI-GRV-01", owned, **grouped) == LIVE
    waits = with_("requests", asked(period=OPEN))
    assert quiet_until("COI-REQ-01", waits, **{"request.max_days": 5}) == date(2026, 3, 16)
    old = with_("choices", chosen(day=date(2025, 12, 9)))
    assert quiet_until("COI-CHO-02", old, **{"choice.max_age": "P3M"}) == LIVE
    assert quiet_until("COI-OWN-06", FINE, **{"disclosure.max_age": "P2M"}) == date(2026, 5, 10)

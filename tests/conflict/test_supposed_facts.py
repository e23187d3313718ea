"""What exactly is supposed in a step that makes something good: these facts, and no others."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from wraparound.conflict import Deed, acts, kinds
from wraparound.conflict.facts import Facts
from wraparound.conflict.repairs import repairs, safeguarded, safeguards
from wraparound.model import Finding, PackView, Period, Severity
from wraparound.model.findings import Disposition
from wraparound.model.terms import UNKNOWN
from wraparound.policy import choose_policy

DAY = date(2026, 5, 1)
SINCE, OVER = Period(start=date(2026, 1, 1)), Period(end=date(2026, 2, 1))
POLICY = choose_policy(["FED-1915C", "FED-TCM"])


def tie(name, kind, subject, target, period=SINCE):
    return kinds.TieFact(id=name, kind=kind, subject=subject, object=target, period=period)


def service(name, plan, provider):
    return kinds.ServiceFact(
        id=name, plan=plan, provider=provider, category="respite", paid=True, hcbs=True
    )


def row(name, agency, *, offers=("respite",), area="here", willing=True, period=SINCE):
    return acts.RosterFact(
        id=name,
        agency=agency,
        offers=offers,
        area=area,
        willing=willing,
        qualified=True,
        period=period,
    )


OFFER = acts.OfferFact(
    id="offer", plan="pl", category="respite", day=date(2026, 2, 1), providers=("a",)
)
FACTS = Facts(
    people=tuple(kinds.PersonFact(id=each) for each in ("fac", "boss", "chief", "aide")),
    agencies=tuple(kinds.AgencyFact(id=each) for each in "abcdefg"),
    youth=(
        kinds.YouthFact(
            id="kid",
            areas=(
                kinds.AreaStay(area="there", period=OVER),
                kinds.AreaStay(area="here", period=SINCE),
            ),
        ),
        kinds.YouthFact(id="other", areas=(kinds.AreaStay(area="far"),)),
    ),
    plans=(kinds.PlanFact(id="pl", youth="kid"), kinds.PlanFact(id="pl2", youth="other")),
    duties=(
        kinds.DutyFact(id="d", plan="pl", role="facilitator", holder="fac"),
        kinds.DutyFact(id="d2", plan="pl", role="supervisor", holder="chief"),
        kinds.DutyFact(id="d3", plan="pl", role="supervisor", holder="b"),
    ),
    services=(
        service("s1", "pl", "a"),
        service("s2", "pl", UNKNOWN),
        service("s3", "pl", None),
        service("s4", "pl2", "b"),
    ),
    ties=(
        tie("job", "employed_by", "fac", "a"),
        tie("old", "employed_by", "fac", "b", OVER),
        tie("unnamed", "employed_by", "fac", None),
        tie("above", "supervises", "boss", "fac"),
        tie("below", "supervises", "fac", "aide"),
        tie("kin", "kin", "boss", "fac"),
        tie("not-mine", "owns", "boss", "c"),
    ),
    offers=(OFFER,),
    roster=(
        row("r1", "a"),
        row("r2", "b", willing=UNKNOWN),
        row("r3", "c", willing=False),
        row("r4", "d", area="there"),
        row("r5", "e", offers=("therapy",)),
        row("r6", "f", period=OVER),
    ),
)


def finding(**more):
    fields = {"rule": "COI-EMP-01", "plan": "pl", "holder": "fac", "counterparty": "a", **more}
    return Finding(
        severity=Severity.HIGH, disposition=Disposition.CONFLICT, path=("offer", "s1"), **fields
    )


def supposed(deed, facts=FACTS, **more):
    (step,) = (each for each in repairs(facts, finding(**more), policy=POLICY) if each.deed is deed)
    return step.supposed(facts, DAY)


def test_a_disclosure_names_every_tie_on_file_for_the_present_employer():
    (told,) = supposed(Deed.DISCLOSED).disclosures
    assert (told.person, told.day, told.employer) == ("fac", DAY, "a")
    assert told.declares == ("job", "old", "unnamed", "above", "below", "kin")


def test_an_attestation_is_signed_with_everybody_who_supervises():
    (told,) = supposed(Deed.ATTESTED).disclosures
    assert told.cosigned_by == ("boss", "chief")


def test_who_is_employed_by_two_signs_for_each_and_who_by_none_signs_once():
    twice = attrs.evolve(FACTS, ties=(*FACTS.ties, tie("second", "employed_by", "fac", "c")))
    assert [each.employer for each in supposed(Deed.ATTESTED, twice).disclosures] == ["a", "c"]
    none = attrs.evolve(FACTS, ties=())
    assert [each.employer for each in supposed(Deed.ATTESTED, none).disclosures] == [None]


def test_an_agency_signs_nothing_about_its_interests():
    deeds = {each.deed for each in repairs(FACTS, finding(holder="a"), policy=POLICY)}
    assert not deeds & {Deed.DISCLOSED, Deed.ATTESTED}


def test_those_are_offered_who_serve_where_the_youth_lives():
    *_, again = supposed(Deed.OFFERED_AGAIN).offers
    assert (again.day, again.category, again.providers) == (DAY, "respite", ("a", "b"))


@pytest.mark.parametrize("areas", [(), (kinds.AreaStay(area=None),)])
def test_where_nobody_knows_where_the_youth_lives_all_of_them_are(areas):
    kid, other = FACTS.youth
    facts = attrs.evolve(FACTS, youth=(attrs.evolve(kid, areas=areas), other))
    *_, again = supposed(Deed.OFFERED_AGAIN, facts).offers
    assert again.providers == ("a", "b", "d")


def test_the_providers_of_this_plan_sign_it():
    facts = supposed(Deed.SIGNED)
    assert [(each.plan, each.by, each.day) for each in facts.signatures] == [("pl", "a", DAY)]
    assert [each.consent for each in facts.plans] == [(DAY,), ()]


def test_a_plan_written_anew_is_signed_and_has_no_known_author():
    first, second = supposed(Deed.WRITTEN_ANEW).plans
    assert [(each.day, each.authors) for each in first.versions] == [(DAY, ())]
    assert (first.consent, second.versions) == ((DAY,), ())


def test_guidelines_a_choice_and_a_notice_are_of_this_plan():
    plan, other = supposed(Deed.GUIDED).plans
    assert (plan.coi_guidelines, plan.dispute_strategy) == ((DAY,), (DAY,))
    assert other.coi_guidelines == ()
    (choice,) = supposed(Deed.CHOICE_KEPT).choices
    assert (choice.plan, choice.service, choice.day) == ("pl", "s1", DAY)
    (notice,) = supposed(Deed.NOTICE_GIVEN).notices
    assert (notice.plan, notice.day, notice.forms) == ("pl", DAY, ("verbal", "written"))


def test_without_a_plan_nothing_of_a_plan_is_supposed():
    deeds = {each.deed for each in repairs(FACTS, finding(plan=None), policy=POLICY)}
    assert deeds == {Deed.DISCLOSED, Deed.ATTESTED}


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({}, ("fac", "a", "pl")),
        ({"counterparty": "kid"}, ("fac", None, "pl")),
        ({"holder": None, "counterparty": None}, (None, None, "pl")),
    ],
)
def test_safeguards_are_put_in_force_for_this_finding_and_no_other(more, named):
    step = safeguarded(finding(**more), ("SG-01", "SG-02"))
    (told,) = step.supposed(FACTS, DAY).mitigations
    assert (told.holder, told.counterparty, told.plan) == named
    assert told.rules == ("COI-EMP-01",)
    assert [(each.code, each.period.start) for each in told.safeguards] == [
        ("SG-01", DAY),
        ("SG-02", DAY),
    ]
    assert step.detail == "SG-01, SG-02"


def test_only_packs_that_raise_the_finding_ask_for_safeguards():
    def view(pack):
        return PackView(pack=pack, severity=Severity.HIGH, disposition=Disposition.CONFLICT)

    assert safeguards(finding(), POLICY) == ()
    assert safeguards(finding(by_pack=(view("FED-TCM"),)), POLICY) == (
        *("SG-01", "SG-02", "SG-03", "SG-05"),
    )
    # where the text does not restrict what the holder does, these are asked for instead
    assert safeguards(finding(by_pack=(view("FED-1915C"),)), POLICY) == ("SG-01", "SG-02", "SG-05")
    strange = finding(rule="HOST-1", by_pack=(view("FED-TCM"),))
    assert safeguards(strange, POLICY) == ()

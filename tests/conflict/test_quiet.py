"""A rule is not asked before the first day on which it could say something, and misses nothing."""

from __future__ import annotations

import random
from datetime import date, timedelta

import attrs
import pytest
from tests.states import PACKS

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
from wraparound.conflict.bench import Bench
from wraparound.conflict.engine import Engine, Stretch
from wraparound.conflict.facts import Facts
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import (
    AgencyFact,
    AreaStay,
    DutyFact,
    PerformerFact,
    PersonFact,
    PlanFact,
    ServiceFact,
    StatusSpan,
    TieFact,
    UnspecifiedInterestFact,
    VersionFact,
    YouthFact,
)
from wraparound.conflict.rules import RULES, RULES_AFTER
from wraparound.conflict.standing import FOREVER
from wraparound.model.periods import Period
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound.policy import Overlay, choose_policy, pack_names

NAMES = [*pack_names(), *PACKS]
POLICY = choose_policy(NAMES, packs=PACKS)
STRICT = choose_policy(
    ["FED-1915C"],
    packs=PACKS,
    overlays=[
        Overlay(
            id="strict",
            pack="FED-1915C",
            params={
                "signature.per_version": True,
                "choice.max_age": "P3M",
                "disclosure.max_age": "P2M",
                "request.max_days": 20,
                "grievance.org_scope": "controlled_group",
            },
        )
    ],
)
WORLDS = 700

PEOPLE, AGENCIES = ("ann", "ben", "cat", "mom"), ("oak", "elm", "fir")
ROLES = ("facilitator", "planner", "assessor", "authorizer", "case_manager")
AREAS = ("north", "south")
SAID = (
    "service_options_given",
    "service_selection",
    "provider_options_given",
    "provider_selection_agreement",
    "plan_agreement",
    "setting_choice",
)
FIRST = date(2026, 1, 1)
DAY = date(2026, 9, 1)


def whenever(pick: random.Random) -> date:
    return FIRST + timedelta(days=15 * pick.randrange(24))


def some_period(pick: random.Random) -> Period:
    def end(least: float) -> date | Unknown | None:
        if pick.random() < least:
            return whenever(pick)
        return pick.choice((None, None, UNKNOWN, Unknown(sure_on=whenever(pick))))

    start, until = end(0.8), end(0.3)
    if isinstance(start, date) and isinstance(until, date) and until <= start:
        until = None
    return Period(start=start, end=until)


def times(pick: random.Random, most: int) -> range:
    return range(pick.randint(0, most))


def world(seed: int) -> Facts:
    """A plan with services, and what was told, offered, chosen, signed, asked and complained of."""
    pick = random.Random(seed)  # noqa: S311 - nothing depends on it being secret
    known = (True, True, True, False, UNKNOWN)

    def someone() -> str:
        return pick.choice(PEOPLE)

    def agency() -> str:
        return pick.choice(AGENCIES)

    ties = [
        TieFact(
            id=f"tie-{n}",
            kind=kind,
            subject=someone() if kind not in {"controls", "same_legal_entity_as"} else agency(),
            object=pick.choice((agency(), agency(), None)) if kind == "employed_by" else agency(),
            period=some_period(pick),
        )
        for n in times(pick, 5)
        for kind in [
            pick.choice(
                ("employed_by",) * 8 + ("contracted_by", "owns", "controls", "leads", "office")
            )
        ]
    ]
    ties += [
        TieFact(id=f"p-{n}", kind=kind, subject=someone(), object=whom, period=some_period(pick))
        for n in times(pick, 3)
        for kind, whom in [
            pick.choice((("supervises", someone()), ("kin", someone()), ("guardian_of", "kid")))
        ]
    ]
    if pick.random() < 0.05:
        ties.append(TieFact(id="s", kind="same_legal_entity_as", subject="oak", object="elm"))
    ties = [tie for tie in ties if tie.subject != tie.object]
    return Facts(
        people=tuple(PersonFact(id=each) for each in PEOPLE),
        agencies=tuple(AgencyFact(id=each) for each in AGENCIES),
        youth=(
            YouthFact(
                id="kid",
                areas=tuple(
                    AreaStay(area=pick.choice((*AREAS, *AREAS, None)), period=some_period(pick))
                    for _ in times(pick, 2)
                ),
            ),
        ),
        plans=(
            PlanFact(
                id="plan",
                youth="kid",
                period=some_period(pick),
                versions=tuple(
                    VersionFact(id=f"v{n}", day=whenever(pick), authors=(someone(),))
                    for n in times(pick, 2)
                ),
                consent=tuple(
                    pick.choice((FIRST, whenever(pick), UNKNOWN)) for _ in times(pick, 2)
                ),
                coi_guidelines=tuple(
                    pick.choice((FIRST, whenever(pick), UNKNOWN)) for _ in times(pick, 2)
                ),
                dispute_strategy=(FIRST,),
            ),
        ),
        duties=tuple(
            DutyFact(
                id=f"d{n}",
                plan="plan",
                role=pick.choice(
                    ("facilitator", "planner", "assessor", "authorizer", "case_manager")
                ),
                holder=pick.choice((*PEOPLE, "oak")),
                unit=pick.choice((None, None, "unit")),
                period=some_period(pick),
            )
            for n in times(pick, 3)
        ),
        services=tuple(
            ServiceFact(
                id=f"s{n}",
                plan="plan",
                provider=pick.choice((*AGENCIES, *AGENCIES, UNKNOWN, None)),
                category="respite",
                paid=pick.choice(known),
                hcbs=True,
                spans=tuple(
                    StatusSpan(status=status, period=some_period(pick))
                    for status in pick.choice((("active",), ("planned",), ("planned", "active")))
                ),
                performers=tuple(PerformerFact(person=someone()) for _ in times(pick, 1)),
            )
            for n in range(2)
        ),
        ties=tuple(ties),
        unspecified_interests=tuple(
            UnspecifiedInterestFact(
                id=f"u{n}",
                agency=agency(),
                reason=pick.choice(("no_beneficial_owners", "cannot_be_told")),
                period=some_period(pick),
            )
            for n in times(pick, 1)
            if pick.random() < 0.3
        ),
        offers=tuple(
            OfferFact(
                id=f"o{n}",
                plan="plan",
                category=pick.choice(("respite", "respite", "therapy")),
                day=whenever(pick),
                providers=tuple(pick.sample(AGENCIES, pick.randint(0, 3))),
            )
            for n in times(pick, 2)
        ),
        roster=tuple(
            RosterFact(
                id=f"r{n}",
                agency=agency(),
                offers=pick.choice((("respite",), ("respite", "therapy"), ("respite", "respite"))),
                area=pick.choice(AREAS),
                willing=pick.choice(known),
                qualified=pick.choice(known),
                period=some_period(pick),
            )
            for n in times(pick, 5)
        ),
        choices=tuple(
            ChoiceFact(
                id=f"c{n}",
                plan="plan",
                service=pick.choice(("s0", "s1")),
                day=pick.choice((FIRST, whenever(pick))),
                said=frozenset(SAID if pick.random() < 0.8 else pick.sample(SAID, 3)),
            )
            for n in times(pick, 3)
        ),
        disclosures=tuple(
            DisclosureFact(
                id=f"t{n}",
                kind=pick.choice(("interests", "interests", "attestation")),
                person=someone(),
                day=pick.choice((FIRST, whenever(pick))),
                declares=tuple(pick.sample([t.id for t in ties], pick.randint(0, len(ties)))),
            )
            for n in times(pick, 6)
        ),
        signatures=tuple(
            SignatureFact(
                id=f"g{n}", plan="plan", by=agency(), day=pick.choice((FIRST, whenever(pick)))
            )
            for n in times(pick, 4)
        ),
        requests=tuple(
            RequestFact(
                id=f"q{n}",
                kind="change",
                plan="plan",
                received=whenever(pick),
                period=pick.choice((None, some_period(pick), some_period(pick))),
                handled_by=pick.choice((None, *PEOPLE)),
                about=pick.choice((None, "s0", *AGENCIES, "ann")),
            )
            for n in times(pick, 2)
        ),
        grievances=tuple(
            GrievanceFact(
                id=f"e{n}",
                plan="plan",
                received=whenever(pick),
                period=pick.choice((None, some_period(pick), some_period(pick))),
                subject=pick.choice((*PEOPLE, *AGENCIES)),
                involved=tuple(pick.sample(PEOPLE, pick.randint(0, 1))),
                handlers=tuple(
                    HandlerFact(person=someone(), period=some_period(pick)) for _ in times(pick, 2)
                ),
            )
            for n in times(pick, 2)
        ),
    )


def in_order(stretches: list[Stretch]) -> list[Stretch]:
    return sorted(stretches, key=lambda each: (repr(each.identity), each.start or date.min))


@pytest.mark.parametrize("policy", [POLICY, STRICT], ids=["all", "strict"])
def test_a_rule_that_is_asked_late_or_never_misses_nothing(policy):
    heedful = Bench(policy, RULES, RULES_AFTER)
    eager = {
        code: attrs.evolve(rule, needs=(), of_plans=False, quiet_until=None)
        for code, rule in RULES.items()
    }
    heedless = Bench(policy, eager, RULES_AFTER)
    quiet: dict[str, list[date]] = {}
    spoken: set[str] = set()
    for seed in range(WORLDS):
        index = Index(world(seed))
        found = in_order(Engine(index, heedful).stretches(DAY))
        assert found == in_order(Engine(index, heedless).stretches(DAY)), seed
        spoken.update(each.identity[0] for each in found)
        for hearing in heedful.hearings:
            if hearing.rule.quiet_until is not None:
                day = hearing.rule.quiet_until(index, hearing.values)
                quiet.setdefault(hearing.rule.code, []).append(day)
    assert spoken >= quiet.keys()
    if policy is POLICY:
        for days in quiet.values():  # each is quiet for good at times, and at others until a day
            assert FOREVER in days
            assert any(date.min < day < FOREVER for day in days)

"""Hypothesis strategies for every record: believable families, people, plans, ties and the rest.

Everybody is made up. Needs are mostly needs and now and then a service in disguise; days hang
together; what is not known is sprinkled everywhere, as in real files.

Examples:
    >>> from wraparound.testing.strategies import household, records
    >>> plans_of_care = records("plan")
    >>> whole_families = household()
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from wraparound.model import (
    KINDS,
    NPI,
    TIN,
    UNDISCLOSED,
    UNKNOWN,
    ActionStep,
    ChangeRequest,
    Consent,
    Enrollment,
    Family,
    FamilyMember,
    Grievance,
    Meeting,
    Minutes,
    Need,
    Office,
    Outcome,
    Period,
    Person,
    Plan,
    PlannedService,
    Record,
    Relation,
    ServiceSpan,
    ServiceStatus,
    Share,
    Staff,
    StaffCertification,
    Strategy,
    Strength,
    Team,
    TeamMember,
    Tie,
    TieKind,
    TransitionPlan,
    Unknown,
    kind_named,
)
from wraparound.model.sensitivity import Sensitivity, sensitivity_of
from wraparound.model.tie import FIELDS_FOR_KINDS, NEEDED_FIELDS
from wraparound.testing import words
from wraparound.testing.deriving import Deriving, days, unknowns
from wraparound.testing.families import synthetic_family

_R = TypeVar("_R", bound=Record)

_FULL_NAMES = [f"{given} {family}" for given in words.GIVEN_NAMES for family in words.FAMILY_NAMES]
_SENTENCES = (
    *words.CULTURE, *words.STORIES, *words.REASONS_BENEATH, *words.STRATEGIES, *words.TASKS,
    *words.DECISIONS, *words.ACCOMPLISHMENTS, "Ça va mieux, dit-elle.", "Line one\nline two",
)  # fmt: skip
_CODES = ("intensive", "cohort-b", "x-17", "wraparound", "SG-01")
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "Need.statement": (*words.NEEDS, *words.NEEDS, *words.DISGUISED_SERVICES),
    "Strength.description": tuple(said for said, _ in words.STRENGTHS),
    "Strength.function": tuple(does for _, does in words.STRENGTHS),
    "Strategy.text": words.STRATEGIES,
    "Option.text": words.OTHER_IDEAS,
    "ActionStep.what": words.TASKS,
    "Outcome.statement": tuple(outcome[0] for outcome in words.OUTCOMES),
    "Outcome.indicator": tuple(outcome[1] for outcome in words.OUTCOMES),
    "Outcome.unit": tuple(outcome[2] for outcome in words.OUTCOMES),
    "Identifier.system": (NPI, TIN, "https://example.org/mrn", "urn:example:county"),
    "Identifier.value": ("1003000126", "A-77/b", "00-1234567", "MRN 0042"),
    "ContactPoint.value": ("555-0100", "someone@example.org"),
    "NotificationPreference.address": ("", "someone@example.org"),
    "NotificationPreference.channel": ("smtp", "webhook", "log"),
    "QuietHours.start": ("20:00", "21:30"),
    "QuietHours.end": ("06:30", "08:00"),
    "time_zone": ("", "America/Chicago", "UTC"),
    "Agency.name": (*words.CARE_AGENCIES, *words.PROVIDERS, *words.SCHOOLS),
    "Service.name": tuple(words.SERVICE_NAMES.values()),
    "ReferralTally.quarter": ("2024Q4", "2025Q1", "2025Q2"),
    "name": tuple(_FULL_NAMES),
    "preferred_name": words.GIVEN_NAMES,
    "contact_name": tuple(_FULL_NAMES),
    "who": tuple(_FULL_NAMES),
    "pronouns": words.PRONOUNS[:3],
    "vision": words.VISIONS,
    "mission": words.MISSIONS,
    "ground_rules": words.GROUND_RULES,
    "culture": words.CULTURE,
    "story": words.STORIES,
    "concerns": words.CONCERNS,
    "triggers": words.TRIGGERS,
    "early_signs": words.EARLY_SIGNS,
    "not_to_do": words.NOT_TO_DO,
    "accomplishments": words.ACCOMPLISHMENTS,
    "languages": words.LANGUAGES,
    "language": words.LANGUAGES,
    "preferred_language": words.LANGUAGES,
    "orientation_language": words.LANGUAGES,
    "area": words.AREAS,
    "areas": words.AREAS,
    "address": tuple(f"12 {street}" for street in words.STREETS),
    "category": words.CATEGORIES,
    "categories": words.CATEGORIES,
    "instrument": words.INSTRUMENTS,
    "referral_reasons": words.REFERRAL_REASONS,
    "authority": ("1915(c)", "1915(i)"),
    "latitude": ("30.4", "44.95"),
    "longitude": ("-89.1", "-93.09"),
    "line_24h": ("555-0100",),
}
_IN_ORDER: Mapping[type[Record], tuple[str, ...]] = {
    Enrollment: (
        "referral_received_on", "cme_referral_received_on", "screened_on", "eligible_on",
        "eligibility_added_on", "notified_on", "enrolled_on", "coordinator_assigned_on",
        "coordinator_accepted_on", "transition_on", "discharged_on",
    ),
    TeamMember: ("invited_on", "oriented_on", "accepted_on", "left_on"),
    Meeting: ("notice_given_on", "on", "minutes_sent_on", "next_meeting_on"),
    Need: ("opened_on", "closed_on"),
    Strategy: ("started_on", "changed_on"),
    Plan: ("consent_on", "completed_on", "dated_on", "review_due_on"),
    TransitionPlan: ("started_on", "notice_given_on", "planned_on", "celebrated_on"),
    ChangeRequest: ("received_on", "answered_on"),
    Grievance: ("received_on", "resolved_on"),
    Consent: ("signed_on", "revoked_on"),
    Staff: ("hired_on", "left_on"),
    StaffCertification: ("issued_on", "expires_on"),
}  # fmt: skip


def records(kind: str) -> SearchStrategy[Record]:
    """Return records of a stored kind, such as ``"plan"``.

    Raises:
        KindUnknown: There is no such kind; the hint names the nearest.
    """
    return records_of(kind_named(kind).record)


def any_record() -> SearchStrategy[Record]:
    """Return records of every stored kind."""
    return st.sampled_from(sorted(KINDS)).flatmap(records)


def records_of(record: type[_R]) -> SearchStrategy[_R]:
    """Return records of a class, stored by themselves or as part of others."""
    wanted: Any = record  # mypy takes no class for hashable
    strategy: SearchStrategy[_R] = _strategy_of(wanted, sparse=False)
    return strategy


def _part_of(record: type[Record]) -> SearchStrategy[Any]:  # Any: of whatever is asked for
    wanted: Any = record  # mypy takes no class for hashable
    return _strategy_of(wanted, sparse=True)


@functools.cache
def _strategy_of(record: Any, *, sparse: bool) -> SearchStrategy[Any]:  # Any: a class of records
    by_hand = _BY_HAND.get(record)
    return _DERIVING.records(record, sparse=sparse) if by_hand is None else by_hand()


def _texts(record: str, field: attrs.Attribute[Any]) -> SearchStrategy[str]:
    found = _TEXTS.get(f"{record}.{field.name}") or _TEXTS.get(field.name)
    if found is None:
        coded = sensitivity_of(field) in {Sensitivity.PUBLIC, Sensitivity.ADMINISTRATIVE}
        found = _CODES if coded else _SENTENCES
    return st.sampled_from(found)


def household() -> SearchStrategy[tuple[Record, ...]]:
    """Return whole families: all records of one, whose references resolve among themselves."""
    return st.integers(min_value=0, max_value=9999).map(synthetic_family)


@st.composite
def periods(draw: DrawFn) -> Period:
    """Return periods whose ends may be open, unknown, or unknown with a day that is sure."""
    first = draw(days())
    sure = first + timedelta(days=draw(st.integers(min_value=0, max_value=200)))
    last = sure + timedelta(days=draw(st.integers(min_value=1, max_value=200)))
    starts: list[date | Unknown | None] = [first, first, None, UNKNOWN, Unknown(sure_on=sure)]
    ends: list[date | Unknown | None] = [last, None, None, UNKNOWN, Unknown(sure_on=sure)]
    return Period(start=draw(st.sampled_from(starts)), end=draw(st.sampled_from(ends)))


def shares() -> SearchStrategy[Share]:
    """Return exact shares, ranges with open and closed ends, and undisclosed ones."""
    parts = st.decimals(min_value=0, max_value=1, places=4)
    exact = parts.map(lambda part: Share(low=part, high=part))
    return st.one_of(exact, _ranges(), st.just(UNDISCLOSED))


@st.composite
def _ranges(draw: DrawFn) -> Share:
    low = draw(st.decimals(min_value=0, max_value=Decimal("0.9"), places=2))
    return Share(
        low=low,
        high=draw(st.decimals(min_value=low + Decimal("0.01"), max_value=1, places=2)),
        low_open=draw(st.booleans()),
        high_open=draw(st.booleans()),
    )


def ties(kind: TieKind | None = None) -> SearchStrategy[Tie]:
    """Return ties of one kind, or of every kind, each with what its kind can say."""
    return st.sampled_from(TieKind).flatmap(_ties) if kind is None else _ties(kind)


@functools.cache
def _ties(kind: TieKind) -> SearchStrategy[Tie]:
    own: dict[str, SearchStrategy[Any]] = {"kind": st.just(kind)}
    for name, kinds in FIELDS_FOR_KINDS.items():
        if kind not in kinds:
            own[name] = st.just(attrs.fields_dict(Tie)[name].default)
    needed = NEEDED_FIELDS.get(kind)
    if needed is not None:
        own[needed] = _NEEDED_VALUES[needed]
    if kind is not TieKind.EMPLOYED_BY:
        own["object"] = st.integers(min_value=1, max_value=8).map(lambda number: f"party-{number}")
    return _DERIVING.records(Tie, own)


def people() -> SearchStrategy[Person]:
    """Return people of all ages."""
    born = st.dates(min_value=date(1940, 1, 1), max_value=date(2021, 12, 31))
    own = {
        "name": st.one_of(st.sampled_from(_FULL_NAMES), unknowns()),
        "birth_date": st.one_of(born, unknowns()),
        "deceased_on": st.one_of(st.none(), st.none(), days(), unknowns()),
    }
    return _DERIVING.records(Person, own)


def families() -> SearchStrategy[Family]:
    """Return families with at least one member."""
    members = st.lists(records_of(FamilyMember), min_size=1, max_size=4).map(tuple)
    kin = st.lists(ties(TieKind.KIN), max_size=2).map(tuple)
    return _DERIVING.records(Family, {"members": members, "relationships": kin})


def teams() -> SearchStrategy[Team]:
    """Return teams whose members can be told apart."""
    return _DERIVING.records(Team, {"members": _numbered(TeamMember, "member", most=8)})


def plans() -> SearchStrategy[Plan]:
    """Return plans whose parts refer to one another: need to outcome, strategy to strength."""
    own = {**_plan_parts(), "version": st.integers(min_value=1, max_value=9)}
    return _DERIVING.records(Plan, own).map(_joined)


def minutes() -> SearchStrategy[Minutes]:
    """Return minutes of meetings that took place."""
    held = {"on": days(), "held": st.just(value=True)}
    return _DERIVING.records(
        Minutes, {**_plan_parts(), "meeting": _DERIVING.records(Meeting, held, sparse=True)}
    )


def _plan_parts() -> dict[str, SearchStrategy[Any]]:  # Any: each list has its own type
    return {
        "strengths": _numbered(Strength, "strength", most=3),
        "needs": _numbered(Need, "need", most=3),
        "strategies": _numbered(Strategy, "strategy", most=3),
        "outcomes": _numbered(Outcome, "outcome", most=3),
        "steps": _numbered(ActionStep, "step", most=3),
        "services": _numbered(PlannedService, "planned-service", most=2),
    }


def _joined(plan: Plan) -> Plan:
    """Return the plan with references that point at something, or at nothing."""
    needs, strategies = _cycle(plan.needs), _cycle(plan.strategies)
    known = {strength.id for strength in plan.strengths}
    return attrs.evolve(
        plan,
        outcomes=tuple(attrs.evolve(each, need=next(needs)) for each in plan.outcomes),
        strategies=tuple(
            attrs.evolve(
                each,
                need=next(needs),
                strengths=tuple(one for one in each.strengths if one in known),
                replaces=None,
            )
            for each in plan.strategies
        ),
        steps=tuple(attrs.evolve(each, strategy=next(strategies)) for each in plan.steps),
        services=tuple(
            attrs.evolve(each, strategy=next(strategies), need=None) for each in plan.services
        ),
    )


def _cycle(parts: tuple[Any, ...]) -> Iterator[Any]:  # Any: an id has the type of its record
    return cycle([part.id for part in parts] or [None])


def _numbered(
    record: type[Record], word: str, *, most: int
) -> SearchStrategy[tuple[Any, ...]]:  # Any: of whatever record is asked for
    def number(parts: list[Any]) -> tuple[Any, ...]:
        return tuple(
            attrs.evolve(part, id=f"{word}-{place}") for place, part in enumerate(parts, start=1)
        )

    return st.lists(_part_of(record), max_size=most).map(number)


def planned_services() -> SearchStrategy[PlannedService]:
    """Return services on a plan, with one status on any one day."""
    return _DERIVING.records(PlannedService, {"spans": _spans()}, sparse=True)


@st.composite
def _spans(draw: DrawFn) -> tuple[ServiceSpan, ...]:
    first = draw(days())
    length = timedelta(days=draw(st.integers(min_value=1, max_value=60)))
    statuses = draw(st.lists(st.sampled_from(ServiceStatus), max_size=3))
    return tuple(
        ServiceSpan(
            status=status,
            period=Period(start=first + place * length, end=first + (place + 1) * length),
        )
        for place, status in enumerate(statuses)
    )


_DERIVING = Deriving(parts=_part_of, texts=_texts, in_order=_IN_ORDER)
_NEEDED_VALUES: Mapping[str, SearchStrategy[Any]] = {
    "share": shares(),
    "position": st.sampled_from(Office),
    "relation": st.sampled_from(Relation),
}
_BY_HAND: Mapping[type[Record], Callable[[], SearchStrategy[Any]]] = {
    Family: families,
    Minutes: minutes,
    Period: periods,
    Person: people,
    Plan: plans,
    PlannedService: planned_services,
    Share: shares,
    Team: teams,
    Tie: ties,
    Unknown: unknowns,
}

"""Parts of a plan that say why: needs, strengths, preferences and goals."""

from __future__ import annotations

from typing import Any

from wraparound.model.ids import NeedId, OutcomeId, PartyId, PersonId, StrengthId
from wraparound.model.need import LifeDomain, Need, NeedStatus
from wraparound.model.outcome import Measure, Outcome, OutcomeStatus
from wraparound.model.strength import Strength
from wraparound.model.terms import UNKNOWN
from wraparound_fhir.case import Case, Held, Reading
from wraparound_fhir.health import concerns_substance_use
from wraparound_fhir.words import codes_of, day_of, known_day, notes_in, number_of, words_of

PREFERENCES = frozenset({"95541-9", "75773-2", "preference"})
"""Codes of observations that say what somebody prefers (LOINC, eLTSS)."""
STRENGTHS = frozenset({"strength"})
"""Codes of observations that say a strength (eLTSS)."""

_PROTECTIVE = "protective-factor"
_DOMAINS = {
    "food-insecurity": LifeDomain.HEALTH,
    "housing-instability": LifeDomain.HOME,
    "inadequate-housing": LifeDomain.HOME,
    "homelessness": LifeDomain.HOME,
    "utility-insecurity": LifeDomain.HOME,
    "transportation-insecurity": LifeDomain.TRANSPORT,
    "financial-insecurity": LifeDomain.MONEY,
    "material-hardship": LifeDomain.MONEY,
    "medical-cost-burden": LifeDomain.MONEY,
    "health-insurance-coverage-status": LifeDomain.MONEY,
    "educational-attainment": LifeDomain.EDUCATION,
    "employment-status": LifeDomain.WORK,
    "social-connection": LifeDomain.SOCIAL,
    "intimate-partner-violence": LifeDomain.SAFETY,
    "stress": LifeDomain.EMOTIONAL,
}
_NEED_STATUS = {
    "active": NeedStatus.ACTIVE,
    "recurrence": NeedStatus.ACTIVE,
    "relapse": NeedStatus.ACTIVE,
    "inactive": NeedStatus.DEFERRED,
    "remission": NeedStatus.MET,
    "resolved": NeedStatus.MET,
}
_OUTCOME_STATUS = {
    "completed": OutcomeStatus.DROPPED,
    "cancelled": OutcomeStatus.DROPPED,
    "rejected": OutcomeStatus.DROPPED,
}
_ACHIEVED = frozenset({"achieved", "sustaining"})


def is_protective(held: Held) -> bool:
    """Tell whether a condition is a protective factor, which is a strength."""
    return any(code == _PROTECTIVE for _, code in codes_of(*held.data.get("category", [])))


def is_strength(held: Held) -> bool:
    """Tell whether an observation says a strength."""
    return any(code in STRENGTHS for _, code in codes_of(held.data.get("code")))


def is_preference(held: Held) -> bool:
    """Tell whether an observation says what somebody prefers."""
    return any(code in PREFERENCES for _, code in codes_of(held.data.get("code")))


def need_of(case: Case, held: Held, owner: PersonId) -> Need | None:
    """Return the need that a condition states; None where it has no words."""
    reading = case.open(held)
    concept = reading.take("code")
    statement = words_of(concept)
    if not statement:
        return None
    codes = [code for _, code in codes_of(concept)]
    if codes:
        case.leave("Condition.code.coding", "a need is kept in words", len(codes))
    categories = [code for _, code in codes_of(*reading.items("category"))]
    domain = next((_DOMAINS[code] for code in categories if code in _DOMAINS), None)
    if domain is None and concerns_substance_use(held):
        domain = LifeDomain.SUBSTANCE_USE
    states = [code for _, code in codes_of(reading.take("clinicalStatus"))]
    for key in ("subject", "verificationStatus"):
        reading.take(key)
    begun = known_day(reading.take("onsetDateTime")) or known_day(reading.take("recordedDate"))
    ended = known_day(reading.take("abatementDateTime"))
    notes = notes_in(reading)
    return Need(
        id=NeedId(case.part_id(held, "need")),
        identifiers=case.identifiers(held),
        owner=PartyId(owner),
        statement=statement,
        underlying_reason="\n".join(notes),
        domain=domain or UNKNOWN,
        status=next(
            (_NEED_STATUS[code] for code in states if code in _NEED_STATUS), NeedStatus.IDENTIFIED
        ),
        opened_on=begun or UNKNOWN,
        closed_on=ended,
    )


def strength_of(case: Case, held: Held, owner: PersonId) -> Strength | None:
    """Return the strength that an observation or a protective factor states."""
    reading = case.open(held)
    for key in ("subject", "status", "category", "verificationStatus", "clinicalStatus"):
        reading.take(key)
    text = _said(reading)
    if not text:
        return None
    return Strength(
        id=StrengthId(case.part_id(held, "strength")),
        identifiers=case.identifiers(held),
        owner=PartyId(owner),
        description=text,
    )


def preference_of(case: Case, held: Held) -> str:
    """Return what an observation says that somebody prefers; empty where it says nothing."""
    reading = case.open(held)
    for key in ("subject", "status", "category"):
        reading.take(key)
    return _said(reading)


def _said(reading: Reading) -> str:
    text = reading.text("valueString")
    if text:
        reading.take("code")
        return text
    concept = reading.take("valueCodeableConcept")
    if concept is None and reading.path == "Condition":
        concept = reading.take("code")
    elif concept is not None:
        reading.take("code")
    return words_of(concept) or "\n".join(notes_in(reading))


def outcome_of(case: Case, held: Held, needs: dict[str, NeedId]) -> Outcome | None:
    """Return the outcome that a goal states, with its first measured target.

    Args:
        case: The case.
        held: The goal.
        needs: The needs of the plan, by the condition that they came from.
    """
    reading = case.open(held)
    statement = words_of(reading.take("description"))
    if not statement:
        return None
    reading.take("subject")
    found = [case.target(each, held) for each in reading.items("addresses")]
    keys = [each.held.key for each in found if each is not None and each.held is not None]
    need = next((needs[key] for key in keys if key in needs), None)
    if len(found) > (need is not None):
        case.leave(
            "Goal.addresses", "one need of the plan is kept", len(found) - (need is not None)
        )
    return Outcome(
        id=OutcomeId(case.part_id(held, "outcome")),
        identifiers=case.identifiers(held),
        need=need,
        statement=statement,
        status=_status(reading),
        **_target(reading),
    )


def _status(reading: Reading) -> OutcomeStatus:
    achieved = {code for _, code in codes_of(reading.take("achievementStatus"))}
    life = reading.text("lifecycleStatus")
    if achieved & _ACHIEVED:
        return OutcomeStatus.REACHED
    if life == "completed":
        reading.case.leave(
            "Goal.lifecycleStatus", "completed without being achieved: read as dropped"
        )
    return _OUTCOME_STATUS.get(life, OutcomeStatus.ACTIVE)


def _target(reading: Reading) -> dict[str, Any]:  # Any: the fields of an outcome
    targets = reading.parts("target")
    if not targets:
        return {}
    first = targets[0]
    fields: dict[str, Any] = {"indicator": words_of(first.take("measure"))}
    due = first.take("dueDate")
    quantity = first.data.get("detailQuantity")
    whole = first.take("detailInteger")
    if isinstance(quantity, dict):
        first.take("detailQuantity")
        fields["unit"] = str(quantity.get("unit") or quantity.get("code") or "")
        if "comparator" in quantity:
            reading.case.leave("Goal.target.detailQuantity.comparator", "only the number is kept")
    value = number_of(quantity.get("value")) if isinstance(quantity, dict) else number_of(whole)
    if value is not None or due is not None:
        fields["target"] = Measure(
            value=value if value is not None else UNKNOWN,
            on=day_of(due),
        )
    for other in targets[1:]:
        other.case.leave("Goal.target", "one target is kept")
        for key in other.data:
            other.take(key)
    return {key: value for key, value in fields.items() if value != ""}

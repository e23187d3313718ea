"""Conditions that are diagnoses, and coverages: health and payers in a person's record."""

from __future__ import annotations

import re

from wraparound.model.person import Coverage, Diagnosis, Payer
from wraparound_fhir.case import Case, Held
from wraparound_fhir.people import People
from wraparound_fhir.words import codes_of, day_of, known_day, period_of, said_in, words_of

_NEED_CODES = frozenset({"assessed-need", "health-concern", "sdoh"})
_OVER = frozenset({"inactive", "remission", "resolved"})
_NOT_SO = frozenset({"refuted", "entered-in-error"})
_ICD_SUBSTANCE = re.compile(r"F1[0-9](\.?[0-9A-Z]*)?")
_ICD = "icd-10"
_LABELS = frozenset({"ETH", "ETHUD", "SUD", "OPIOIDUD"})
_SUBSTANCE_WORDS = re.compile(
    r"alcohol|opioid|opiate|heroin|cocaine|cannabis|marijuana|amphetamine|sedative"
    r"|hallucinogen"
    r"|inhalant|nicotine|tobacco|smok|substance (use|abuse|misuse|depend)"
    r"|drug (use|abuse|depend)|misuses? drugs|addict|intoxicat|withdrawal syndrome|overdose"
)


def is_need(held: Held) -> bool:
    """Tell whether a condition is a need or concern and not a clinician's diagnosis."""
    categories = held.data.get("category", [])
    return any(code in _NEED_CODES for _, code in codes_of(*categories))


def concerns_substance_use(held: Held) -> bool:
    """Tell whether a condition is one of substance use; in doubt it is kept apart."""
    code = held.data.get("code", {})
    labels = held.data.get("meta", {}).get("security", [])
    if any(label.get("code") in _LABELS for label in labels):
        return True
    if any(_ICD in system and _ICD_SUBSTANCE.fullmatch(value) for system, value in codes_of(code)):
        return True
    return _SUBSTANCE_WORDS.search(said_in(code, *held.data.get("category", []))) is not None


def take_diagnoses(case: Case, people: People) -> None:
    """Put every diagnosis that holds into the record of its person."""
    for held in case.all("Condition"):
        if is_need(held):
            continue
        if _states(held, "verificationStatus") & _NOT_SO:
            case.leave("Condition", "was refuted")
            continue
        if _states(held, "clinicalStatus") & _OVER:
            case.leave("Condition", "is over; a record holds the conditions of today")
            continue
        person = people.patient(case.target(held.data.get("subject"), held))
        reading = case.open(held)
        for key in ("subject", "category", "clinicalStatus", "verificationStatus"):
            reading.take(key)
        concept = reading.take("code")
        words = words_of(concept)
        if person is None or not words:
            case.leave("Condition", "says neither what it is nor whose")
            continue
        codes = list(codes_of(concept))
        system, code = codes[0] if codes else ("", "")
        if len(codes) > 1:
            case.leave("Condition.code.coding", "the first code is kept", len(codes) - 1)
        maker = reading.take("asserter") or reading.data.get("recorder")
        if maker is reading.data.get("recorder"):
            reading.take("recorder")
        by = case.target(maker, held)
        diagnosis = Diagnosis(
            code=code,
            system=system,
            words=words,
            on=day_of(reading.take("recordedDate")),
            by=people.person(by) if by is not None and by.type.startswith("Pract") else None,
        )
        draft = people.persons[person]
        kept = draft.substance_use if concerns_substance_use(held) else draft.diagnoses
        kept.append(diagnosis)


def _states(held: Held, key: str) -> set[str]:
    return {code for _, code in codes_of(held.data.get(key))}


def take_coverages(case: Case, people: People) -> None:
    """Put every coverage into the record of its person."""
    for held in case.all("Coverage"):
        if held.data.get("status") != "active":
            case.leave("Coverage", "is not in force")
            continue
        person = people.patient(case.target(held.data.get("beneficiary"), held))
        if person is None:
            case.leave("Coverage", "says nobody whom it covers")
            continue
        reading = case.open(held)
        for key in ("status", "beneficiary", "type", "payor"):
            reading.take(key)
        coverage = Coverage(
            payer=payer_of(case, held) or Payer.OTHER,
            member_number=reading.text("subscriberId"),
            period=period_of(
                reading.take("period"),
                sure_on=known_day(held.data.get("meta", {}).get("lastUpdated")),
            ),
        )
        people.persons[person].coverages.append(coverage)


_PAYER_WORDS: tuple[tuple[str, Payer], ...] = (
    ("medicaid", Payer.MEDICAID),
    ("children's health insurance", Payer.CHIP),
    ("chip", Payer.CHIP),
    ("medicare", Payer.MEDICARE),
    ("self-pay", Payer.FAMILY),
    ("self pay", Payer.FAMILY),
    ("private", Payer.PRIVATE_INSURANCE),
    ("commercial", Payer.PRIVATE_INSURANCE),
    ("employee healthcare", Payer.PRIVATE_INSURANCE),
)
_PAYER_CODES = {"EHCPOL": Payer.PRIVATE_INSURANCE, "pay": Payer.FAMILY}
_SOURCE_OF_PAYMENT = ("sopt", "2.16.840.1.113883.3.221.5")
_FIRST_DIGIT = {"1": Payer.MEDICARE, "2": Payer.MEDICAID, "5": Payer.PRIVATE_INSURANCE}


def payer_of(case: Case, held: Held) -> Payer | None:
    """Return who pays under a coverage; None where the coverage does not tell."""
    kind = held.data.get("type", {})
    for system, code in codes_of(kind):
        if code in _PAYER_CODES:
            return _PAYER_CODES[code]
        if any(name in system for name in _SOURCE_OF_PAYMENT) and code[0] in _FIRST_DIGIT:
            return _FIRST_DIGIT[code[0]]
    said = said_in(kind)
    for words, payer in _PAYER_WORDS:
        if words in said.split() or (" " in words and words in said):
            return payer
    payors = [case.target(each, held) for each in held.data.get("payor", [])]
    if payors and all(
        each is not None and each.type in {"Patient", "RelatedPerson"} for each in payors
    ):
        return Payer.FAMILY
    return None

"""Answered questionnaires as assessments: codes and numbers, never the wording of an item."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from wraparound.model.assessment import Assessment, ItemRating
from wraparound.model.ids import LineageId, RecordId
from wraparound_fhir.case import Case
from wraparound_fhir.people import People
from wraparound_fhir.words import day_of, number_of, url_tail

_ORDINAL = "ordinalValue"
_LOINC_RATINGS = {"LA6568-5": 0, "LA6569-3": 1, "LA6570-1": 2, "LA6571-9": 3}
"""LOINC answers of how often, from not at all (0) to nearly every day (3)."""
_DONE = frozenset({"completed", "amended"})


def take_assessments(case: Case, people: People, plans: dict[str, LineageId]) -> None:
    """Read every answered questionnaire that holds numbers.

    Args:
        case: The case.
        people: Everybody of the case.
        plans: The plans that name a questionnaire's answers.
    """
    for held in case.all("QuestionnaireResponse"):
        subject = case.target(held.data.get("subject"), held)
        youth = people.patient(subject)
        if youth is None or held.data.get("status") not in _DONE:
            case.leave("QuestionnaireResponse", "is not finished, or about nobody in person")
            continue
        ratings: dict[str, int] = {}
        scores: dict[str, Decimal] = {}
        words = 0
        for code, answer in _answers(held.data.get("item", [])):
            rating, score = _number(answer)
            if rating is not None:
                ratings[code] = rating
            elif score is not None:
                scores[code] = score
            else:
                words += 1
        if not ratings and not scores:
            case.leave("QuestionnaireResponse", "holds no numbers; words and wording are not kept")
            continue
        if words:
            case.leave(
                "QuestionnaireResponse.item.answer", "is no number; only numbers are kept", words
            )
        reading = case.open(held)
        for key in ("subject", "status", "item"):
            reading.take(key)
        maker = case.target(reading.take("author"), held)
        form = url_tail(str(reading.take("questionnaire") or "")) or "not told"
        fields: dict[str, Any] = {"plan": plans[held.key]} if held.key in plans else {}
        assessor = (
            people.person(maker) if maker is not None and maker.type.startswith("Pract") else None
        )
        identifiers = case.identifiers(held)
        on = day_of(reading.take("authored"))
        items = tuple(ItemRating(code=code, rating=rating) for code, rating in ratings.items())
        make = partial(
            Assessment,
            id=RecordId(case.id_of("assessment", held)),
            family=people.family(youth),
            identifiers=identifiers,
            person=youth,
            instrument=form,
            on=on,
            assessor=assessor,
            items=items,
            scores=scores,
            **fields,
        )
        case.add(held, make)


def _answers(items: list[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in items:
        for answer in item.get("answer", []):
            yield str(item.get("linkId")).lstrip("/"), answer
            yield from _answers(answer.get("item", []))
        yield from _answers(item.get("item", []))


def _number(answer: dict[str, Any]) -> tuple[int | None, Decimal | None]:
    whole = answer.get("valueInteger")
    if type(whole) is int:
        return whole, None
    coding = answer.get("valueCoding")
    if isinstance(coding, dict):
        for each in coding.get("extension", []):
            value = each.get("valueDecimal")
            if url_tail(str(each.get("url", ""))) == _ORDINAL and isinstance(value, (int, float)):
                return int(value), None
        return _LOINC_RATINGS.get(str(coding.get("code"))), None
    quantity = answer.get("valueQuantity", {}).get("value")
    return None, number_of(answer.get("valueDecimal", quantity))

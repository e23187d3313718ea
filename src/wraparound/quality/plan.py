"""Rules about the plan as a whole: its parts, who signed it, who has it, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.team import SupportType
from wraparound.model.terms import Unknown
from wraparound.process.plan_people import (
    REQUIRED_SIGNERS,
    required_signers,
    signatures_by,
    signed_on,
    without_copy,
)
from wraparound.quality.look import Judgement, Look, at, cannot_tell, finds, is_blank
from wraparound.quality.strategies import effective, live_services
from wraparound.quality.words import normalised


def no_vision(look: Look) -> Judgement:
    """PLAN-01: the plan does not say what the family hopes for."""
    if look.plan is not None and is_blank(look.plan.vision):
        yield finds(at(look.plan, "vision"))


def no_mission(look: Look) -> Judgement:
    """PLAN-02: the team has not said what it will do together."""
    if look.plan is not None and is_blank(look.plan.mission):
        yield finds(at(look.plan, "mission"))


def no_ground_rules(look: Look) -> Judgement:
    """PLAN-03: the team has no rules for how to treat each other."""
    if look.plan is not None and not look.plan.ground_rules:
        yield finds(at(look.plan, "ground_rules"))


def not_signed(look: Look) -> Judgement:
    """PLAN-04: somebody who must sign has not."""
    if look.plan is not None:
        yield from _unsigned(look, look.plan, look.as_of)


def not_given(look: Look) -> Judgement:
    """PLAN-05: a member does not have the plan."""
    if look.plan is not None:
        for member in without_copy(look.plan, look.stay):
            yield finds(at(look.plan, "distribution"), member=member)


def two_active(look: Look) -> Judgement:
    """PLAN-06: more than one plan is active."""
    for plan in look.stay.plans:
        if plan.status is PlanStatus.ACTIVE and plan is not look.stay.active_plan:
            yield finds(at(plan))


def other_language(look: Look) -> Judgement:
    """PLAN-07: the plan is not in the family's language."""
    preferred = look.stay.chart.family.preferred_language
    if look.plan is None or not isinstance(preferred, str):
        return
    place, language = at(look.plan, "language"), look.plan.language
    if not isinstance(language, str):
        yield cannot_tell(place, "language")
    elif language != preferred:
        yield finds(place, language=language, preferred=preferred)


def mandate_missing(look: Look) -> Judgement:
    """PLAN-08: a court or agency is involved, and what it demands is not in the plan."""
    enrollment = look.stay.enrollment
    systems = enrollment.systems if enrollment else ()
    if look.plan is None or isinstance(systems, Unknown):
        return
    told = look.plan.mandates
    there = set() if isinstance(told, Unknown) else {each.system for each in told}
    for system in systems:
        if system.value in look.words.mandate_systems and system not in there:
            yield finds(at(look.plan, "mandates"), system=system.value)


def changed_without_reason(look: Look) -> Judgement:
    """PLAN-09: the plan changed, and nobody wrote why."""
    plan = look.plan
    if plan is not None and plan.version > 1 and is_blank(plan.change_reason):
        yield finds(at(plan, "change_reason"))


def began_before_approval(look: Look) -> Judgement:
    """PLAN-10: the plan began before everybody agreed in writing."""
    start = effective(look)
    if look.plan is None or start is None or start > look.as_of:
        return
    if look.flag("plan_approval_required"):
        yield from _unsigned(look, look.plan, start)


def no_contact_person(look: Look) -> Judgement:
    """PLAN-11: a provider without anybody to call."""
    if not look.flag("provider_contact_required"):
        return
    for place, service in live_services(look):
        if service.support is SupportType.FORMAL and is_blank(service.contact_name):
            yield finds(place, name=service.name)


def hard_words(look: Look) -> Judgement:
    """PLAN-12: words that only the office knows."""
    texts = [*_texts(look)]
    # most plans hold none: one look at all of it tells
    if look.plan is None or not _hard_words_in("\n".join(text for _, text in texts), look):
        return
    for part, text in texts:
        found = _hard_words_in(text, look)
        if found:
            yield finds(at(look.plan, *part), words=found)


def _hard_words_in(text: str, look: Look) -> list[str]:
    return [*look.words.jargon.found_in(normalised(text)), *look.words.acronyms.found_in(text)]


def no_payer(look: Look) -> Judgement:
    """PLAN-13: nobody wrote who pays for a service."""
    if not look.flag("funding_source_required"):
        return
    for place, service in live_services(look):
        if service.payer is None or isinstance(service.payer, Unknown):
            yield finds(place, name=service.name)


def part_missing(look: Look) -> Judgement:
    """PLAN-14: the plan lacks a part that the program asks for."""
    if look.plan is None:
        return
    for element in look.listed("plan_elements") or ():
        if element not in look.plan.elements:
            yield finds(at(look.plan, "elements"), element=element)


def _unsigned(look: Look, plan: Plan, by: date) -> Judgement:
    """Yield who must sign and had not by a day."""
    signed = signatures_by(plan, by)
    for signer in required_signers(look.stay, look.listed(REQUIRED_SIGNERS)):
        if signed_on(signer, signed) is None:
            yield finds(at(plan, "signatures"), signer=signer)


def _texts(look: Look) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text of the plan in force that a family reads, each with its place."""
    plan = look.plan
    if plan is None:
        return
    yield ("vision",), plan.vision
    yield ("mission",), plan.mission
    for index, need in enumerate(plan.needs):
        yield ("needs", index, "statement"), need.statement
    for index, outcome in enumerate(plan.outcomes):
        yield ("outcomes", index, "statement"), outcome.statement
    for index, strategy in enumerate(plan.strategies):
        yield ("strategies", index, "text"), strategy.text
    for index, step in enumerate(plan.steps):
        yield ("steps", index, "what"), step.what


RULES: Final = {
    "PLAN-01": no_vision,
    "PLAN-02": no_mission,
    "PLAN-03": no_ground_rules,
    "PLAN-04": not_signed,
    "PLAN-05": not_given,
    "PLAN-06": two_active,
    "PLAN-07": other_language,
    "PLAN-08": mandate_missing,
    "PLAN-09": changed_without_reason,
    "PLAN-10": began_before_approval,
    "PLAN-11": no_contact_person,
    "PLAN-12": hard_words,
    "PLAN-13": no_payer,
    "PLAN-14": part_missing,
}
"""The rules of this file by their codes."""

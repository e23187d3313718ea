"""Rules about the team: who is on it, who chose them, and who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from wraparound.model.enrollment import PartnerOffer
from wraparound.model.team import SupportType, TeamRole
from wraparound.model.terms import Unknown
from wraparound.policy.days import add_months
from wraparound.policy.program_pack import Idiom, ProgramParameter
from wraparound.process.attendance import members_present, members_unclear
from wraparound.process.expected import PARTNERS_ATTEND
from wraparound.quality.look import (
    Judgement,
    Look,
    cannot_tell,
    finds,
    is_blank,
    share_of,
)

_FREE: Final = frozenset({SupportType.NATURAL, SupportType.INFORMAL})
_THERAPISTS: Final = frozenset({TeamRole.THERAPIST, TeamRole.PSYCHIATRIST})
_STAFF: Final = frozenset({TeamRole.FACILITATOR, TeamRole.SUPERVISOR})
_YOUTH_RULE: Final = "TEAM-09"
_YEAR: Final = 12


def mostly_paid(look: Look) -> Judgement:
    """TEAM-01: more than half of the team is paid."""
    members = look.active
    if not members:
        return
    formal = sum(each.support is SupportType.FORMAL for each in members)
    unclear = sum(isinstance(each.support, Unknown) for each in members)
    for limit in look.numbers("formal_share_max")[:1]:
        allowed = limit * len(members)
        if formal > allowed:
            share = share_of(formal, len(members))
            yield finds(look.team_place, formal=formal, all=len(members), share=share, max=limit)
        elif formal + unclear > allowed:
            yield cannot_tell(look.team_place, "support_type")


def nobody_unpaid(look: Look) -> Judgement:
    """TEAM-02: no natural or informal helper, and no plan to find one."""
    if not look.active or any(each.support in _FREE for each in look.active):
        return
    enrollment = look.stay.enrollment
    search = enrollment.natural_support_search if enrollment else None
    if search is None or is_blank(search.plan):
        yield finds(look.team_place)


def not_approved(look: Look) -> Judgement:
    """TEAM-03: somebody is on the team whom the family did not want."""
    for place, member in look.active_places():
        if member.support is SupportType.FAMILY_MEMBER:
            continue
        if member.family_approved is False:
            yield finds(place, member=member.id)
        elif isinstance(member.family_approved, Unknown):
            yield cannot_tell(place, "family_approved")


def unusual_size(look: Look) -> Judgement:
    """TEAM-04: the team is smaller or bigger than usual."""
    count = len(look.active)
    least, most = look.numbers("team_size_min"), look.numbers("team_size_max")
    if not count:
        return
    if (least and count < least[0]) or (most and count > most[0]):
        yield finds(
            look.team_place,
            n=count,
            min=least[0] if least else None,
            max=most[0] if most else None,
        )


def no_employer(look: Look) -> Judgement:
    """TEAM-05: a paid member without an employer on record."""
    for place, member in look.active_places():
        formal = member.support is SupportType.FORMAL
        if formal and (not isinstance(member.employer, str) or is_blank(member.employer)):
            yield finds(place, member=member.id)


def not_oriented(look: Look) -> Judgement:
    """TEAM-06: somebody came to a meeting before wraparound was explained to them."""
    for place, member in look.member_places():
        if member.support is SupportType.FAMILY_MEMBER or member.role in _STAFF:
            continue
        first = next((each.on for each in look.held if member.id in members_present(each)), None)
        if not isinstance(first, date):
            continue
        oriented = member.oriented_on
        if not isinstance(oriented, date) or oriented > first:
            yield finds(place, member=member.id)


def system_missing(look: Look) -> Judgement:
    """TEAM-07: a public system has a part in the youth's life and none on the team."""
    enrollment = look.stay.enrollment
    if enrollment is None or isinstance(enrollment.systems, Unknown):
        return
    there = {each.system for each in look.active}
    told = enrollment.diligent_efforts
    efforts = () if isinstance(told, Unknown) else told
    tried = {each.system for each in efforts if not is_blank(each.plan) and look.was_by(each.on)}
    for place, system in enumerate(enrollment.systems):
        if system not in there | tried:
            yield finds(look.stay_place.within("systems", place), system=system.value)


def partner_not_offered(look: Look) -> Judgement:
    """TEAM-08: no family or youth partner was offered where the program says so."""
    if not look.flag("partner_offer_required"):
        return
    for kind, offer in _partners(look):
        if offer is None or not look.was_by(offer.offered_on):
            yield finds(look.stay_place.within(kind), kind=kind)


def youth_missing(look: Look) -> Judgement:
    """TEAM-09: the young person is not on the team where the program says so."""
    texts = look.versions("youth_required_from_age")
    if not texts or any(each.role is TeamRole.YOUTH for each in look.active):
        return
    youth = look.stay.youth
    born = youth.birth_date if youth else None
    if not isinstance(born, date):
        yield cannot_tell(look.team_place, "birth_date")
        return
    answers = {_is_required(text, born, look) for text in texts}
    if answers == {True}:
        yield finds(look.team_place)
    elif len(answers) > 1:
        yield cannot_tell(look.team_place, "rule_date:youth_required_from_age")


def treats_too(look: Look) -> Judgement:
    """TEAM-10: the facilitator also treats the young person."""
    therapists = {each.person for each in look.active if each.role in _THERAPISTS}
    for place, member in look.active_places():
        if member.role is TeamRole.FACILITATOR and member.person in therapists:
            yield finds(place, member=member.id)


def partner_missed(look: Look) -> Judgement:
    """TEAM-11: the partner that the family chose was not at the last meeting."""
    if not look.flag(PARTNERS_ATTEND) or not look.held:
        return
    last = look.held[-1]
    unclear = members_unclear(last)
    for kind, offer in _partners(look):
        if offer is None or offer.chosen is not True or offer.member is None:
            continue
        place = look.stay_place.within(kind)
        if offer.member in unclear:
            yield cannot_tell(place, "attendance")
        elif offer.member not in members_present(last):
            yield finds(place, kind=kind)


def role_empty(look: Look) -> Judgement:
    """TEAM-12: nobody holds a role that the program asks for."""
    held = {each.role.value for each in look.active}
    for role in look.listed("required_roles") or ():
        if role not in held:
            yield finds(look.team_place, role=role)


def left_without_reason(look: Look) -> Judgement:
    """TEAM-13: somebody left, and nobody noted why."""
    for place, member in look.member_places():
        if look.was_by(member.left_on) and is_blank(member.left_reason):
            yield finds(place, member=member.id)


def _partners(look: Look) -> Iterator[tuple[str, PartnerOffer | None]]:
    enrollment = look.stay.enrollment
    yield "family_partner", enrollment.family_partner if enrollment else None
    yield "youth_partner", enrollment.youth_partner if enrollment else None


def _is_required(text: ProgramParameter, born: date, look: Look) -> bool:
    """Tell whether one version of the text asks for the youth, and nothing excuses it."""
    value = text.value if isinstance(text.value, Decimal) else Decimal(0)
    if look.as_of < add_months(born, int(value) * _YEAR):
        return False
    excusable = text.idiom in (Idiom.CLINICAL_REASON, Idiom.DOCUMENT_REASON)
    return not (excusable and _has_reason(look))


def _has_reason(look: Look) -> bool:
    enrollment = look.stay.enrollment
    return any(
        each.clock == _YOUTH_RULE and not is_blank(each.text) and look.was_by(each.recorded_on)
        for each in (enrollment.documented_reasons if enrollment else ())
    )


RULES: Final = {
    "TEAM-01": mostly_paid,
    "TEAM-02": nobody_unpaid,
    "TEAM-03": not_approved,
    "TEAM-04": unusual_size,
    "TEAM-05": no_employer,
    "TEAM-06": not_oriented,
    "TEAM-07": system_missing,
    "TEAM-08": partner_not_offered,
    "TEAM-09": youth_missing,
    "TEAM-10": treats_too,
    "TEAM-11": partner_missed,
    "TEAM-12": role_empty,
    "TEAM-13": left_without_reason,
}
"""The rules of this file by their codes."""

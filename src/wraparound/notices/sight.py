"""What of a family's record somebody may be told, by their part and by consent."""

from __future__ import annotations

from datetime import date

from wraparound.model.consent import Consent, ConsentKind
from wraparound.model.family import FamilyRole
from wraparound.model.notification import NotificationPreference
from wraparound.model.sensitivity import Sensitivity
from wraparound.model.team import TeamMember, TeamRole
from wraparound.notices.people import Roster, coordinators, membership, supervisors
from wraparound.process.stay import Stay

OPEN = frozenset({Sensitivity.PUBLIC, Sensitivity.ADMINISTRATIVE})
"""What anybody may be told who has a part at all: that something is due, and on which day."""

_PLAN = OPEN | {Sensitivity.IDENTIFYING, Sensitivity.NARRATIVE, Sensitivity.CLINICAL}
"""What the plan is made of, which is the family's own and of those who coordinate it."""

_DECIDES = frozenset({FamilyRole.YOUTH, FamilyRole.CAREGIVER})
_PARTNERS = frozenset({TeamRole.FAMILY_PARTNER, TeamRole.YOUTH_PARTNER})


def may_hear(person: str, stay: Stay, roster: Roster) -> frozenset[Sensitivity]:
    """Return the labels of what somebody may be told of a family on the day of its chart.

    The youth, the caregivers, and those who coordinate may hear what the plan is made of. Others
    may hear what a release names that is signed, in force, and made out to them or their agency.
    Substance use treatment is only ever told where a release names it (42 CFR 2.31, 2.33). Anybody
    else hears days, and nothing of the family.
    """
    members = stay.chart.family.members
    if any(
        each.person == person and each.role in _DECIDES and each.period.surely_covers(stay.as_of)
        for each in members
    ):
        return _PLAN
    member = membership(person, stay)
    if person in {*coordinators(stay), *supervisors(stay, roster)}:
        return _PLAN
    if member is not None and member.role in _PARTNERS:
        return _PLAN
    return OPEN.union(*(_released(each) for each in _releases(person, member, stay)))


def may_be_sent(
    person: str, preference: NotificationPreference | None, stay: Stay, roster: Roster
) -> frozenset[Sensitivity]:
    """Return the labels of what may go to somebody by a message that others could read."""
    agreed = None if preference is None else preference.details_agreed_on
    if not isinstance(agreed, date) or agreed > stay.as_of:
        return OPEN
    return may_hear(person, stay, roster)


def _releases(person: str, member: TeamMember | None, stay: Stay) -> list[Consent]:
    mine = {person}
    if member is not None and isinstance(member.employer, str):
        mine.add(member.employer)
    return [
        each
        for each in stay.chart.all(Consent)
        if each.kind is ConsentKind.RELEASE
        and mine.intersection(each.recipients)
        and _in_force(each, stay.as_of)
    ]


def _in_force(consent: Consent, day: date) -> bool:
    """Tell whether a release surely holds: one that may have been taken back is none."""
    signed, revoked = consent.signed_on, consent.revoked_on
    if not isinstance(signed, date) or signed > day:
        return False
    stands = revoked is None or (isinstance(revoked, date) and revoked > day)
    return stands and consent.period.surely_covers(day)


def _released(consent: Consent) -> frozenset[Sensitivity]:
    named = frozenset(consent.scope) or frozenset(Sensitivity)
    return named if consent.includes_substance_use else named - {Sensitivity.SUBSTANCE_USE}

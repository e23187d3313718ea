"""What role codes and words mean: on the team, and as a duty free of other interests."""

from __future__ import annotations

import attrs

from wraparound.model.duty import DutyRole
from wraparound.model.team import TeamRole
from wraparound_fhir.words import codes_of, said_in


@attrs.frozen
class Role:
    """A part that somebody has.

    Attributes:
        team: The part on the team.
        duty: What they decide or do for the family, if that is a duty.
    """

    team: TeamRole
    duty: DutyRole | None = None


_FACILITATOR = Role(TeamRole.FACILITATOR, DutyRole.FACILITATOR)
_CASE_MANAGER = Role(TeamRole.CASE_MANAGER, DutyRole.CASE_MANAGER)
_SUPERVISOR = Role(TeamRole.SUPERVISOR, DutyRole.SUPERVISOR)
_FAMILY_PARTNER = Role(TeamRole.FAMILY_PARTNER, DutyRole.PEER_PARTNER)
_YOUTH_PARTNER = Role(TeamRole.YOUTH_PARTNER, DutyRole.PEER_PARTNER)
_THERAPIST = Role(TeamRole.THERAPIST)
_HEALTH_CARE = Role(TeamRole.HEALTH_CARE)

BY_CODE = {
    "768820003": _CASE_MANAGER,  # SNOMED CT: care coordinator
    "768832004": _CASE_MANAGER,  # SNOMED CT: case manager
    "224608005": _CASE_MANAGER,
    "171M00000X": _CASE_MANAGER,  # NUCC: case manager/care coordinator
    "2084P0800X": Role(TeamRole.PSYCHIATRIST),
    "2084P0804X": Role(TeamRole.PSYCHIATRIST),
    "80584001": Role(TeamRole.PSYCHIATRIST),
    "59944000": _THERAPIST,
    "116154003": Role(TeamRole.YOUTH),
    "133932002": Role(TeamRole.CAREGIVER),
    "223366009": _HEALTH_CARE,
    "17561000": _HEALTH_CARE,
}
"""Roles by code, whatever the system that it comes from: the codes do not collide."""

_BY_WORDS: tuple[tuple[str, Role], ...] = (
    ("supervisor", _SUPERVISOR),
    ("wraparound facilitator", _FACILITATOR),
    ("facilitator", _FACILITATOR),
    ("case manager", _CASE_MANAGER),
    ("care manager", _CASE_MANAGER),
    ("care coordinator", _CASE_MANAGER),
    ("case coordinator", _CASE_MANAGER),
    ("service coordinator", _CASE_MANAGER),
    ("support coordinator", _CASE_MANAGER),
    ("plan monitor", Role(TeamRole.OTHER, DutyRole.PLAN_MONITOR)),
    ("eligibility", Role(TeamRole.OTHER, DutyRole.ELIGIBILITY_EVALUATOR)),
    ("assessor", Role(TeamRole.OTHER, DutyRole.ASSESSOR)),
    ("youth partner", _YOUTH_PARTNER),
    ("youth peer", _YOUTH_PARTNER),
    ("family partner", _FAMILY_PARTNER),
    ("parent partner", _FAMILY_PARTNER),
    ("family support partner", _FAMILY_PARTNER),
    ("family peer", _FAMILY_PARTNER),
    ("psychiatr", Role(TeamRole.PSYCHIATRIST)),
    ("therap", _THERAPIST),
    ("counsel", _THERAPIST),
    ("psycholog", _THERAPIST),
    ("probation", Role(TeamRole.PROBATION)),
    ("child welfare", Role(TeamRole.CHILD_WELFARE_WORKER)),
    ("child protective", Role(TeamRole.CHILD_WELFARE_WORKER)),
    ("teacher", Role(TeamRole.TEACHER)),
    ("interpreter", Role(TeamRole.INTERPRETER)),
    ("attorney", Role(TeamRole.ATTORNEY)),
    ("coach", Role(TeamRole.COACH)),
    ("pastor", Role(TeamRole.FAITH)),
    ("physician", _HEALTH_CARE),
    ("nurse", _HEALTH_CARE),
)


def role_of(*concepts: object) -> Role | None:
    """Return the part that codes, or else words, name; None where they name none that is known."""
    for _, code in codes_of(*concepts):
        if code in BY_CODE and BY_CODE[code].duty is not None:
            return BY_CODE[code]
    said = said_in(*concepts)
    for words, role in _BY_WORDS:
        if words in said:
            return role
    return next((BY_CODE[code] for _, code in codes_of(*concepts) if code in BY_CODE), None)

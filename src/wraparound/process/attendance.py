"""Who was at a meeting, and whether that makes it one of the team."""

from __future__ import annotations

from collections.abc import Iterable

from wraparound.model.ids import MemberId
from wraparound.model.meeting import Meeting, Presence
from wraparound.model.team import TeamMember, TeamRole
from wraparound.model.truth import Truth
from wraparound.process.stay import Stay, is_other_member

FAMILY = frozenset({TeamRole.YOUTH, TeamRole.CAREGIVER})
"""Who must be at the table: one of them is enough."""

_ATTENDANCE = frozenset({"attendance"})


def members_present(meeting: Meeting) -> frozenset[MemberId | None]:
    """Return the team members who were there."""
    return _with(meeting, Presence.PRESENT)


def members_unclear(meeting: Meeting) -> frozenset[MemberId | None]:
    """Return the team members of whom nobody recorded whether they were there."""
    return _with(meeting, Presence.NOT_RECORDED)


def family_was_present(meeting: Meeting, stay: Stay) -> Truth:
    """Tell whether the youth or a caregiver was at a meeting."""
    return _was_any_present(meeting, [each for each in stay.members if each.role in FAMILY])


def other_member_was_present(meeting: Meeting, stay: Stay) -> Truth:
    """Tell whether anybody was there who is neither family nor of the facilitating agency."""
    return _was_any_present(
        meeting, [each for each in stay.members if is_other_member(each, stay.members)]
    )


def is_valid(meeting: Meeting, stay: Stay, *, needs_other: bool) -> Truth:
    """Tell whether a meeting counts as one of the team.

    Args:
        meeting: The meeting.
        stay: The stay.
        needs_other: Whether the program asks for somebody besides family and its own staff.
    """
    family = family_was_present(meeting, stay)
    return family & other_member_was_present(meeting, stay) if needs_other else family


def _with(meeting: Meeting, presence: Presence) -> frozenset[MemberId | None]:
    return frozenset(each.member for each in meeting.attendance if each.presence is presence)


def _was_any_present(meeting: Meeting, members: Iterable[TeamMember]) -> Truth:
    ids = {each.id for each in members}
    told = [each for each in meeting.attendance if each.member in ids]
    if any(each.presence is Presence.PRESENT for each in told):
        return Truth(value=True)
    unclear = any(each.presence is Presence.NOT_RECORDED for each in told)
    if unclear or not meeting.attendance:
        return Truth(value=None, reasons=_ATTENDANCE)
    return Truth(value=False)

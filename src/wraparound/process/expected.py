"""Who must be at a team meeting, why, and whether they were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from wraparound.model.ids import MemberId
from wraparound.model.meeting import Meeting
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.attendance import FAMILY, members_present, members_unclear
from wraparound.process.recorded import NEEDS_OTHER_MEMBER, flag
from wraparound.process.stay import Stay, is_other_member

PARTNERS_ATTEND: Final = "partner_attendance_required"
"""The flag of a program in which a partner whom the family chose comes to meetings."""


@attrs.frozen(kw_only=True)
class Expected:
    """Somebody who must be there: one of some members is enough.

    Attributes:
        members: The members; none where the team has nobody of that kind.
        why: Why, in words.
        rule: The rule of the plan review that finds it otherwise.
        required: Whether the program asks for it, or good practice does.
        was_there: Whether one of them was; None where that is not known, or before the meeting.
    """

    members: tuple[MemberId, ...]
    why: str
    rule: str
    required: bool = True
    was_there: bool | None = None


def expected_at(
    stay: Stay, policy: ProgramPolicy, meeting: Meeting | None = None
) -> tuple[Expected, ...]:
    """Return who must be at a meeting of the team, and of one that was held, whether they were.

    Args:
        stay: The stay, as of the day of the meeting.
        policy: What the program goes by.
        meeting: The meeting; left out before it.
    """
    found = _expected(stay, policy)
    if meeting is None:
        return tuple(found)
    return tuple(attrs.evolve(each, was_there=_was_there(each, meeting)) for each in found)


def _expected(stay: Stay, policy: ProgramPolicy) -> Iterator[Expected]:
    yield Expected(
        members=tuple(each.id for each in stay.active if each.role in FAMILY),
        why="the youth or a caregiver: without the family it is no wraparound meeting",
        rule="MEET-01",
    )
    yield Expected(
        members=tuple(each.id for each in stay.active if is_other_member(each, stay.members)),
        why="somebody who is neither family nor of the agency that facilitates",
        rule="MEET-02",
        required=flag(policy, NEEDS_OTHER_MEMBER, stay.as_of),
    )
    enrollment = stay.enrollment
    if enrollment is None or not flag(policy, PARTNERS_ATTEND, stay.as_of):
        return
    for offer in (enrollment.family_partner, enrollment.youth_partner):
        if offer is not None and offer.chosen is True and offer.member is not None:
            yield Expected(
                members=(offer.member,), why="the partner whom the family chose", rule="TEAM-11"
            )


def _was_there(expected: Expected, meeting: Meeting) -> bool | None:
    wanted = frozenset(expected.members)
    if wanted & members_present(meeting):
        return True
    unclear = not meeting.attendance or bool(wanted & members_unclear(meeting))
    return None if wanted and unclear else False

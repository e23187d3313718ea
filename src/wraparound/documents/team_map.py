"""The map of a team: who stands around the family, person by person."""

from __future__ import annotations

from wraparound.documents.drawing import Drawing, framed
from wraparound.documents.support_lines import support_line, support_place
from wraparound.documents.wheel import Spoke, wheel
from wraparound.documents.writing import Writing
from wraparound.model.team import TeamMember
from wraparound.process.stay import Stay


def team_map(stay: Stay, *, language: str = "en") -> Drawing:
    """Return the people of a team around the family, as they are on the day of the stay.

    A thick line leads to natural supports, a thin one to informal and community supports, a dashed
    one to formal ones, a dotted one to whom nobody has asked. The picture is the same for the same
    record. It shows names.

    Args:
        stay: The stay.
        language: The language of the fixed words.

    Raises:
        PolicyUnknown: There is no catalogue for the language.
    """
    writing = Writing.of(stay, language)
    members = sorted(stay.active, key=lambda each: (support_place(each.support), each.id))
    drawn = wheel(
        writing.words.say("picture.family"),
        [
            Spoke(
                words=(writing.names.name(each.person), writing.part(each)),
                line=support_line(each.support),
            )
            for each in members
        ],
    )
    return framed(
        writing.words.say("team_map.title"),
        writing.words.say("team_map.described", count=len(members)),
        tuple(_said(writing, each) for each in members),
        drawn.body,
        width=drawn.width,
        height=drawn.height,
    )


def _said(writing: Writing, member: TeamMember) -> str:
    return writing.words.say(
        "team_map.says",
        name=writing.names.name(member.person),
        part=writing.part(member),
        support=writing.words.term(member.support),
    )

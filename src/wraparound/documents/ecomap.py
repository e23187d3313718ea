"""The ecomap: the family's home, and the people, places and agencies that it is tied to."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wraparound.documents.drawing import Drawing, framed
from wraparound.documents.support_lines import support_line, support_place
from wraparound.documents.wheel import Spoke, wheel
from wraparound.documents.writing import Writing
from wraparound.model.planned_service import PlannedService
from wraparound.model.team import SupportType, TeamMember
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound.process.stay import Stay


@attrs.frozen
class _Tied:
    """Somebody or something that the home is tied to."""

    name: str
    through: tuple[str, ...]
    support: SupportType | Unknown
    is_place: bool


def ecomap(stay: Stay, *, language: str = "en") -> Drawing:
    """Return what a family is tied to on the day of the stay: people, school, agencies.

    Natural supports stand by name; formal ones stand with their agency, beside the services that
    it gives. The lines are those of the team's map. The picture is the same for the same record.
    It shows names.

    Args:
        stay: The stay.
        language: The language of the fixed words.

    Raises:
        PolicyUnknown: There is no catalogue for the language.
    """
    writing = Writing.of(stay, language)
    tied = sorted(_all_tied(writing), key=lambda each: (support_place(each.support), each.name))
    drawn = wheel(
        writing.words.say("ecomap.home"),
        [
            Spoke(
                words=(each.name, ", ".join(each.through)),
                line=support_line(each.support),
                is_place=each.is_place,
            )
            for each in tied
        ],
    )
    return framed(
        writing.words.say("ecomap.title"),
        writing.words.say("ecomap.described", count=len(tied)),
        tuple(_said(writing, each) for each in tied),
        drawn.body,
        width=drawn.width,
        height=drawn.height,
    )


def _all_tied(writing: Writing) -> Iterator[_Tied]:
    home = {
        each.person
        for each in writing.stay.chart.family.members
        if each.at_home is True and each.period.covers(writing.stay.as_of) is not False
    }
    agencies: dict[str, tuple[list[str], SupportType | Unknown]] = {}
    for member in writing.stay.active:
        agency = _agency(member)
        if agency:
            words = f"{writing.names.name(member.person)} ({writing.part(member)})"
            agencies.setdefault(agency, ([], member.support))[0].append(words)
        elif member.person not in home:
            name, part = writing.names.name(member.person), writing.part(member)
            yield _Tied(name, (part,), member.support, is_place=False)
    for service in _services(writing):
        if isinstance(service.provider, str):
            agencies.setdefault(service.provider, ([], service.support))[0].append(
                writing.service(service)
            )
    for school in _schools(writing):
        agencies.setdefault(school, ([], UNKNOWN))[0].append(writing.words.say("ecomap.school"))
    for agency, (through, support) in agencies.items():
        yield _Tied(
            writing.names.name(agency), tuple(dict.fromkeys(through)), support, is_place=True
        )


def _agency(member: TeamMember) -> str:
    formal = member.support in {SupportType.FORMAL, SupportType.COMMUNITY}
    return member.employer if formal and isinstance(member.employer, str) else ""


def _services(writing: Writing) -> Iterator[PlannedService]:
    plan = writing.stay.plan
    for service in plan.services if plan is not None else ():
        if any(span.period.covers(writing.stay.as_of) is not False for span in service.spans):
            yield service


def _schools(writing: Writing) -> Iterator[str]:
    youth = writing.stay.youth
    for each in youth.schooling if youth is not None else ():
        if each.school is not None and each.period.covers(writing.stay.as_of) is not False:
            yield each.school


def _said(writing: Writing, tied: _Tied) -> str:
    return writing.words.say(
        "ecomap.says",
        name=tied.name,
        through=", ".join(tied.through),
        support=writing.words.term(tied.support),
    )

"""The genogram: a family over its generations, drawn from its members and their kinship."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from wraparound.documents.drawing import Drawing, framed
from wraparound.documents.lettering import FONT, LINE, PAPER, drawn_lines, wrapped
from wraparound.documents.writing import Writing
from wraparound.model.family import FamilyMember, FamilyRole
from wraparound.model.person import Person
from wraparound.model.tie import KinNature, Relation, Tie, TieKind
from wraparound.process.stay import Stay

_UP = {
    Relation.PARENT_OF: 1,
    Relation.GRANDPARENT_OF: 2,
    Relation.AUNT_UNCLE_OF: 1,
    Relation.GODPARENT_OF: 1,
    Relation.SIBLING_OF: 0,
    Relation.COUSIN_OF: 0,
    Relation.SPOUSE_OF: 0,
}
"""By how many generations the subject of a tie stands above its object."""

_BY_ROLE = {FamilyRole.CAREGIVER: 1, FamilyRole.CHILD: -1}
"""The generation of those whose kinship nobody recorded, by what they are to the youth."""

_SHAPE, _CELL, _EDGE, _APART = 52, 240, 24, 8  # pixels
_BESIDE = _CELL - _SHAPE - 34


@attrs.frozen
class _Placed:
    """Somebody who has a place."""

    person: str
    member: FamilyMember
    row: int
    x: float
    y: float
    lines: tuple[str, ...]


def genogram(stay: Stay, *, language: str = "en") -> Drawing:
    """Return a family's members by generation, with the kinship that is on record.

    Squares are men and boys, circles women and girls, by the words in which each tells their own
    gender; whoever told nothing or another word has a diamond. The youth has a double border, a
    cross means that somebody died, and a thick border that they live at home. Nobody's kinship is
    guessed: it is drawn where a tie records it. The picture shows names.

    Args:
        stay: The stay.
        language: The language of the fixed words.

    Raises:
        PolicyUnknown: There is no catalogue for the language.
    """
    writing = Writing.of(stay, language)
    members = {
        str(each.person): each
        for each in stay.chart.family.members
        if each.period.covers(stay.as_of) is not False
    }
    ties = _kinship(stay, set(members))
    placed, wide, high = _laid_out(writing, members, ties)
    people = {str(each.id): each for each in stay.chart.everyone}
    lines = "".join(_tied(place, tie, placed) for place, tie in enumerate(ties))
    shapes = "".join(_drawn(writing, each, people.get(each.person)) for each in placed.values())
    text = (
        *(_said_of(writing, each, people.get(each.person)) for each in placed.values()),
        *(_said(writing, each) for each in ties),
    )
    told = writing.words.say("genogram.described", count=len(placed))
    title = writing.words.say("genogram.title")
    return framed(title, told, text, lines + shapes, width=wide, height=high)


def _kinship(stay: Stay, members: set[str]) -> list[Tie]:
    """Return the kinship among the members, each fact once, in an order that is always the same."""
    found = {
        (tie.relation, tie.subject, tie.object): tie
        for tie in (*stay.chart.family.relationships, *stay.chart.directory.ties)
        if tie.kind is TieKind.KIN
        and tie.relation is not None
        and tie.subject in members
        and tie.object in members
        and tie.period.covers(stay.as_of) is not False
    }
    return [found[key] for key in sorted(found, key=lambda key: tuple(map(str, key)))]


def _generations(members: Mapping[str, FamilyMember], ties: Iterable[Tie]) -> dict[str, int]:
    """Return in which generation each member is; the youth's own is 0, their parents' 1."""
    known = {person: 0 for person, member in members.items() if member.role is FamilyRole.YOUTH}
    steps: dict[str, list[tuple[str, int]]] = {}
    for tie in ties:
        if tie.relation is not None and isinstance(tie.object, str):
            up = _UP[tie.relation]
            steps.setdefault(tie.object, []).append((tie.subject, up))
            steps.setdefault(tie.subject, []).append((tie.object, -up))
    waiting = [*known]
    for person in waiting:
        for other, up in steps.get(person, ()):
            if other not in known:
                known[other] = known[person] + up
                waiting.append(other)
    return {
        person: known.get(person, _BY_ROLE.get(member.role, 0))
        for person, member in members.items()
    }


def _laid_out(
    writing: Writing, members: Mapping[str, FamilyMember], ties: list[Tie]
) -> tuple[dict[str, _Placed], float, float]:
    rows: dict[int, list[str]] = {}
    for person, row in _generations(members, ties).items():
        rows.setdefault(row, []).append(person)
    left = _EDGE + 16 + _APART * len(ties)
    gap = 44 + _APART * len(ties)
    placed: dict[str, _Placed] = {}
    widest = max(map(len, rows.values()), default=1)
    y = float(left)
    for row in sorted(rows, reverse=True):
        tall = _SHAPE
        start = left + (widest - len(rows[row])) * _CELL / 2
        for place, person in enumerate(_in_order(rows[row], members)):
            lines = tuple(_labels(writing, person, members[person]))
            x = start + place * _CELL
            placed[person] = _Placed(person, members[person], row, x, y, lines)
            tall = max(tall, len(lines) * LINE)
        y += tall + gap
    return placed, left + _EDGE + widest * _CELL, max(y, _EDGE * 2 + _SHAPE)


def _in_order(people: list[str], members: Mapping[str, FamilyMember]) -> list[str]:
    roles = [*FamilyRole]
    return sorted(people, key=lambda each: (roles.index(members[each].role), each))


def _labels(writing: Writing, person: str, member: FamilyMember) -> Iterable[str]:
    yield from wrapped(writing.names.name(person), _BESIDE)
    yield from wrapped(writing.words.term(member.role), _BESIDE)


def _drawn(writing: Writing, placed: _Placed, person: Person | None) -> str:
    x, y, side = placed.x, placed.y, float(_SHAPE)
    thick = 4 if placed.member.at_home is True else 1.5
    gender = person.gender.strip().lower() if person is not None else ""
    borders = [0.0]
    if placed.member.role is FamilyRole.YOUTH:
        borders.append(7.0)
    drawn = "".join(
        _shape(writing, gender, x + inset, y + inset, side - 2 * inset, thick if not inset else 1.5)
        for inset in borders
    )
    if _died(person):
        drawn += f'<path d="M{x:g} {y:g} l{side:g} {side:g} m0 {-side:g} l{-side:g} {side:g}"/>'
    return drawn + drawn_lines(placed.lines, x + side + 10, y + FONT, ' stroke="none"')


def _shape(writing: Writing, gender: str, x: float, y: float, side: float, thick: float) -> str:
    style = f'fill="{PAPER}" stroke-width="{thick:g}"'
    if gender in writing.words.words("genogram.square"):
        return f'<rect x="{x:g}" y="{y:g}" width="{side:g}" height="{side:g}" {style}/>'
    half = side / 2
    if gender in writing.words.words("genogram.circle"):
        return f'<circle cx="{x + half:g}" cy="{y + half:g}" r="{half:g}" {style}/>'
    return (
        f'<path d="M{x + half:g} {y:g} l{half:g} {half:g} l{-half:g} {half:g} '
        f'l{-half:g} {-half:g}Z" {style}/>'
    )


def _tied(place: int, tie: Tie, placed: Mapping[str, _Placed]) -> str:
    """Return the line of a tie; each runs on a height of its own, so that none covers another."""
    one, other = placed[tie.subject], placed[str(tie.object)]
    upper, lower = (one, other) if one.row >= other.row else (other, one)
    apart = _APART * place + 10
    x1, x2 = (each.x + _SHAPE / 2 + _aside(place, tie) for each in (upper, lower))
    # from middle to middle: the shapes are drawn over the ends
    y1, y2 = (each.y + _SHAPE / 2 for each in (upper, lower))
    below = upper.y + _SHAPE + apart
    if upper.row > lower.row + 1:
        lane = _EDGE + _APART * place  # around whoever stands between
        route = f"V{below:g} H{lane} V{lower.y - apart:g}"
    elif upper.row > lower.row:
        route = f"V{lower.y - apart:g}"
    elif tie.relation is Relation.SPOUSE_OF:
        route = f"V{below:g}"
    else:
        route = f"V{upper.y - apart:g}"  # over the two, like children of the same parents
    style = f'stroke-width="1.5"{_dashes(tie)}'
    return f'<path d="M{x1:g} {y1:g} {route} H{x2:g} V{y2:g}" {style}/>'


def _aside(place: int, tie: Tie) -> int:
    """Return how far from the middle a line runs, so that dots and dashes show beside others."""
    if not _dashes(tie):
        return 0
    aside = 4 * (place % 4 + 1)
    return -aside if _is_near(tie) else aside


def _is_near(tie: Tie) -> bool:
    return tie.relation in {Relation.PARENT_OF, Relation.SPOUSE_OF, Relation.SIBLING_OF}


def _dashes(tie: Tie) -> str:
    born = tie.nature in {None, KinNature.BLOOD} or tie.relation is Relation.SPOUSE_OF
    if not _is_near(tie):
        return ' stroke-dasharray="2 5"'
    return "" if born else ' stroke-dasharray="9 6"'


def _said_of(writing: Writing, placed: _Placed, person: Person | None) -> str:
    key = "genogram.at_home" if placed.member.at_home is True else "genogram.says"
    role = writing.words.term(placed.member.role)
    said = writing.words.say(key, name=writing.names.name(placed.person), role=role)
    return writing.words.say("genogram.died", said=said) if _died(person) else said


def _died(person: Person | None) -> bool:
    return person is not None and isinstance(person.deceased_on, date)


def _said(writing: Writing, tie: Tie) -> str:
    nature = "" if tie.nature in {None, KinNature.BLOOD} else writing.words.term(tie.nature)
    said = writing.words.say(
        f"genogram.{tie.relation.value if tie.relation else ''}",
        one=writing.names.name(tie.subject),
        other=writing.names.name(str(tie.object)),
    )
    return f"{said} ({nature})" if nature else said

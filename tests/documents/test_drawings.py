"""Pictures of a family: team map, ecomap, genogram, timeline."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from tests.browser import dom_of, needs_chromium, photographed

from wraparound.cli.oakfield import oakfield_files
from wraparound.documents.wheel import Spoke, wheel
from wraparound.errors import PolicyUnknown
from wraparound.model.family import Family, FamilyMember, FamilyRole
from wraparound.model.person import Person
from wraparound.model.team import SupportType, Team, TeamMember, TeamRole
from wraparound.model.terms import UNKNOWN
from wraparound.model.tie import KinNature, Relation, Tie, TieKind
from wraparound.program import PictureKind, Program

DAY = date(2026, 11, 2)
SVG = "{http://www.w3.org/2000/svg}"
KINDS = [each.value for each in PictureKind]

PEOPLE = {
    "jay": ("Jay Brook", "boy", FamilyRole.YOUTH, True),
    "ana": ("Ana Brook", "woman", FamilyRole.CAREGIVER, True),
    "tom": ("Tom Brook", "man", FamilyRole.CAREGIVER, False),
    "nell": ("Nell Brook", "female", FamilyRole.OTHER_RELATIVE, True),
    "zoe": ("Zoe Brook", "niña", FamilyRole.SIBLING, True),
    "sam": ("Sam Brook", "", FamilyRole.OTHER_RELATIVE, False),
    "bo": ("Bo & <Brook>", "agender", FamilyRole.CHILD, True),
}
KIN = [
    ("ana", "jay", Relation.PARENT_OF, KinNature.BLOOD),
    ("tom", "jay", Relation.PARENT_OF, None),
    ("tom", "zoe", Relation.PARENT_OF, KinNature.ADOPTION),
    ("ana", "tom", Relation.SPOUSE_OF, None),
    ("nell", "ana", Relation.PARENT_OF, None),
    ("nell", "jay", Relation.GRANDPARENT_OF, None),
    ("jay", "zoe", Relation.SIBLING_OF, None),
    ("jay", "bo", Relation.PARENT_OF, None),
]


def brooks(*, died=None):
    people = [
        Person(
            id=key,
            family="brook",
            name=name,
            gender=gender,
            deceased_on=died if key == "tom" else None,
        )
        for key, (name, gender, _, _) in PEOPLE.items()
    ]
    family = Family(
        id="brook",
        members=tuple(
            FamilyMember(person=key, role=role, at_home=home)
            for key, (_, _, role, home) in PEOPLE.items()
        ),
        relationships=tuple(
            Tie(
                id=f"kin-{place}",
                family="brook",
                kind=TieKind.KIN,
                subject=subject,
                object=whom,
                relation=relation,
                nature=nature,
            )
            for place, (subject, whom, relation, nature) in enumerate(KIN)
        ),
    )
    return [family, *people]


def opened(records):
    program = Program.open("memory:")
    with program.change(by="test") as unit:
        for each in records:
            unit.add(each)
    return program


@pytest.fixture(scope="module")
def oakfield():
    with Program.open("memory:") as program:
        program.import_files(oakfield_files(), by="test")
        yield program


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_well_formed_names_itself_and_says_what_it_shows(oakfield, kind):
    drawn = oakfield.picture("birch", kind, as_of=DAY)
    root = ET.fromstring(drawn.svg)  # noqa: S314 - our own
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), told.get("id")]
    assert title.text
    assert drawn.text
    for each in drawn.text:
        assert each in told.text
    assert drawn == oakfield.picture("birch", kind, as_of=DAY)
    assert drawn._repr_svg_() == drawn.svg


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_speaks_spanish_and_no_language_that_has_no_catalogue(oakfield, kind):
    english, spanish = (
        oakfield.picture("birch", kind, language=language, as_of=DAY) for language in ("en", "es")
    )
    assert english.text != spanish.text
    with pytest.raises(PolicyUnknown):
        oakfield.picture("birch", kind, language="tlh", as_of=DAY)


def test_the_team_stands_person_by_person_and_the_ecomap_by_agency(oakfield):
    team = oakfield.picture("birch", "team-map", as_of=DAY).text
    tied = oakfield.picture("birch", "ecomap", as_of=DAY).text
    assert "Renata Vogel: therapist, formal support" in team
    assert "Marcus Baptiste: the uncle with the tow truck; natural support" in tied
    agency = next(each for each in tied if each.startswith("Willow Bridge Services"))
    assert "Renata Vogel (therapist)" in agency
    assert "Therapy at home" in agency
    assert not any(each.startswith(("Renata", "Jaylen", "Loretta")) for each in tied)
    assert any("school" in each for each in tied)


def boxes(svg):
    return [
        tuple(float(value) for value in found)
        for found in re.findall(
            r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg
        )
    ]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 8, 13, 21, 30])
def test_no_box_of_a_wheel_covers_another_or_leaves_the_picture(count):
    spokes = [
        Spoke(words=(f"Person {place}", "a part in many words " * (place % 4)), line="")
        for place in range(count)
    ]
    drawn = wheel("Family", spokes)
    found = boxes(drawn.body)
    assert len(found) == count
    for x, y, wide, high in found:
        assert x >= 0
        assert y >= 0
        assert x + wide <= drawn.width
        assert y + high <= drawn.height
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in combinations(found, 2):
        assert x1 + w1 <= x2 or x2 + w2 <= x1 or y1 + h1 <= y2 or y2 + h2 <= y1


def team_of(*supports):
    members = tuple(
        TeamMember(
            id=f"m{place}",
            person="jay",
            role=TeamRole.OTHER,
            support=support,
            accepted_on=date(2026, 1, 1),
        )
        for place, support in enumerate(supports)
    )
    return Team(id="team", family="brook", members=members)


def test_kinds_of_support_have_lines_of_their_own():
    lines = set()
    for support in (SupportType.NATURAL, SupportType.INFORMAL, SupportType.FORMAL, UNKNOWN):
        with opened([*brooks(), team_of(support)]) as program:
            svg = program.picture("brook", "team-map", as_of=DAY).svg
        lines.add(re.search(r'<path d="[^"]*" ([^/]*)/>', svg)[1])
    assert len(lines) == 4


def test_a_genogram_draws_what_is_on_record_and_guesses_nothing():
    with opened(brooks(died=date(2020, 1, 1))) as program:
        drawn = program.picture("brook", "genogram", as_of=DAY)
    assert "Tom Brook: caregiver, died" in drawn.text
    assert "Jay Brook: youth, lives at home" in drawn.text
    assert "Tom Brook is a parent of Zoe Brook (adoption)" in drawn.text
    assert len(drawn.text) == len(PEOPLE) + len(KIN)
    body = drawn.svg.partition("<g ")[2]
    squares, circles = body.count("<rect"), body.count("<circle")
    assert (squares, circles) == (3, 3)  # Jay with his double border, Tom; Ana, Nell, Zoe
    assert body.count('Z" fill') == 2  # diamonds: nobody said, or another word
    assert 'stroke-dasharray="9 6"' in body  # adoption
    assert 'stroke-dasharray="2 5"' in body  # grandmother


@pytest.mark.parametrize("died", [None, date(2020, 1, 1)])
def test_a_cross_needs_a_day_of_death(died):
    with opened(brooks(died=died)) as program:
        drawn = program.picture("brook", "genogram", as_of=DAY)
    assert any(each.endswith(", died") for each in drawn.text) is (died is not None)
    assert (" m0 " in drawn.svg) is (died is not None)


def test_generations_stand_below_one_another():
    with opened(brooks()) as program:
        svg = program.picture("brook", "genogram", as_of=DAY).svg
    at = {
        name: float(re.search(rf'y="([\d.]+)"[^>]*>{name}', svg)[1])
        for name in ("Nell", "Ana", "Tom", "Jay", "Zoe", "Bo")
    }
    assert at["Nell"] < at["Ana"] == at["Tom"] < at["Jay"] == at["Zoe"] < at["Bo"]


def test_a_timeline_tells_the_earliest_first_and_nothing_of_the_future(oakfield):
    told = oakfield.picture("birch", "timeline", as_of=DAY).text
    assert told[0] == "April 6, 2026: Start of wraparound"
    before = oakfield.picture("birch", "timeline", as_of=date(2026, 5, 5)).text
    assert before == told[: len(before)]
    assert 0 < len(before) < len(told)


INSIDE = """
const view = document.querySelector('svg').viewBox.baseVal;
const bad = [...document.querySelectorAll('text')].filter(each => {
  const box = each.getBBox();
  return box.x < 0 || box.y < 0 || box.x + box.width > view.width
    || box.y + box.height > view.height;
});
document.title = `${document.querySelectorAll('text').length} texts, ${bad.length} out`;
"""


@needs_chromium
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_stands_out_of_a_picture_in_a_real_browser(kind, tmp_path, artefacts):
    wide = [SupportType.NATURAL, SupportType.FORMAL] * 6
    with opened([*brooks(), team_of(*wide)]) as program:
        svg = program.picture("brook", kind, as_of=DAY).svg
    shown = dom_of(f'<!doctype html><meta charset="utf-8">{svg}<script>{INSIDE}</script>', tmp_path)
    assert re.search(r"<title>\d+ texts, 0 out</title>", shown), shown[-500:]
    file = tmp_path / f"{kind}.svg"
    file.write_text(svg, "utf-8")
    photograph = photographed(file, tmp_path)
    assert photograph.startswith(b"\x89PNG")
    (artefacts / f"{kind}.png").write_bytes(photograph)

"""``wraparound families``: who is in the store."""

from __future__ import annotations

import attrs
import click

from wraparound.cli.opening import open_program, shown_address
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import Settings, settings_of, shared_options
from wraparound.documents import state_of
from wraparound.errors import RecordNotFound
from wraparound.model.enrollment import Enrollment
from wraparound.model.family import Family, FamilyRole
from wraparound.model.person import Person
from wraparound.program import Program


@attrs.frozen(kw_only=True)
class Stay:
    """One stay in the program.

    Attributes:
        enrollment: Its id.
        service: Wraparound, or which other coordination.
        state: How far it has come on the day.
    """

    enrollment: str
    service: str
    state: str


@attrs.frozen(kw_only=True)
class Listed:
    """One family in the list.

    Attributes:
        family: Its id.
        youth: The ids of those whom the help is for.
        people: How many people belong to it.
        enrollments: Its stays.
    """

    family: str
    youth: tuple[str, ...]
    people: int
    enrollments: tuple[Stay, ...]


@click.command("families")
@shared_options("personal", "store", "day", "output")
@click.pass_context
def command(ctx: click.Context) -> None:
    """List the families in the store: their ids, their youth, and where each stay stands.

    People are shown by their ids; --personal shows the names of the youth beside them.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        rows = _rows(program, settings)
        names = _names(program, rows) if settings.personal else {}
    if settings.as_json:
        listed = [attrs.asdict(each) for each in rows]
        print_document("families", {"families": listed, "names": names})
        return
    page = Page(settings)
    if not rows:
        page.line(f"No family is stored in {shown_address(settings)}.")
        page.line("`wraparound import FILE` takes some in.")
        return
    page.table(
        ("family", "youth", "people", "stay"),
        [
            (
                row.family,
                ", ".join(
                    f"{each} ({names[each]})" if each in names else each for each in row.youth
                ),
                str(row.people),
                ", ".join(stay.state for stay in row.enrollments),
            )
            for row in rows
        ],
    )
    page.line(f"{len(rows)} {'family' if len(rows) == 1 else 'families'}")


def _rows(program: Program, settings: Settings) -> list[Listed]:
    day = settings.as_of or program.today()
    stays: dict[str, list[Stay]] = {}
    for each in program.find(Enrollment):
        stay = Stay(enrollment=each.id, service=each.service.value, state=state_of(each, day))
        stays.setdefault(each.family, []).append(stay)
    return [
        Listed(
            family=family.id,
            youth=family.people_as(FamilyRole.YOUTH),
            people=len({member.person for member in family.members}),
            enrollments=tuple(stays.get(family.id, ())),
        )
        for family in program.find(Family)
    ]


def _names(program: Program, rows: list[Listed]) -> dict[str, str]:
    names: dict[str, str] = {}
    for youth in sorted({each for row in rows for each in row.youth}):
        try:
            name = program.get(Person, youth).name
        except RecordNotFound:
            continue  # named by the family, and not on record
        if isinstance(name, str) and name:
            names[youth] = name
    return names

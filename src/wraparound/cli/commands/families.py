"""``wraparound families``: who is in the store."""

from __future__ import annotations

import attrs
import click

from wraparound.cli.opening import address, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import Settings, settings_of, shared_options
from wraparound.documents import state_of
from wraparound.model.enrollment import Enrollment
from wraparound.model.family import Family, FamilyRole
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
@shared_options("store", "day", "output")
@click.pass_context
def command(ctx: click.Context) -> None:
    """List the families in the store: their ids, their youth, and where each stay stands."""
    settings = settings_of(ctx)
    with open_program(settings) as program:
        rows = _rows(program, settings)
    if settings.as_json:
        print_document("families", {"families": [attrs.asdict(each) for each in rows]})
        return
    page = Page(settings)
    if not rows:
        page.line(f"No family is stored in {address(settings)}.")
        page.line("`wraparound import FILE` takes some in.")
        return
    page.table(
        ("family", "youth", "people", "stay"),
        [
            (
                row.family,
                ", ".join(row.youth),
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

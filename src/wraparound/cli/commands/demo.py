"""``wraparound demo``: the example county Oakfield, loaded, reviewed and told in a minute."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import attrs
import click

from wraparound.cli.commands.review import document_of, reviews_document
from wraparound.cli.failing import WRONG
from wraparound.cli.findings_page import print_unreviewed
from wraparound.cli.oakfield import (
    AS_OF,
    COUNTY_NUMBER,
    WHILE_IT_HELD,
    oakfield_files,
    oakfield_stories,
)
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.reviewing import Reviewed, Tally, review_each
from wraparound.cli.settings import STORE_VARIABLE, Settings, settings_of, shared_options
from wraparound.cli.story_page import print_story
from wraparound.cli.typing_in import typed_name
from wraparound.documents import NOTICE
from wraparound.importing import ImportReport
from wraparound.model.family import Family
from wraparound.program import Program

_BY = "wraparound-demo"


@click.command("demo")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PATH",
    help="The SQLite file to load it into; a temporary one if left out.",
)
@shared_options("policy", "day", "store", "output")
@click.pass_context
def command(ctx: click.Context, keep: Path | None) -> None:
    """Load the example county Oakfield into SQLite, review its families, and tell their stories.

    It takes a minute to read: each family, what was found, what can be done. Everybody in
    Oakfield is invented, so names are shown. Without --keep or --store, the county
    goes into a new temporary file, which stays, so that you can try more commands on it.
    """
    asked = settings_of(ctx)
    files = oakfield_files()
    settings = _settled(asked, keep)
    with open_program(settings, new=True) as program, progress(color=settings.color) as told:
        report = program.import_files(
            files, by=_BY, progress=lambda label: told.say(f"Reading {label}")
        )
        families = told.over(_in_order(program, report.families), "Reviewing family")
        outcomes = list(review_each(program, families, settings))  # a handful, not a store
    tally = Tally()
    for each in outcomes:
        tally.add(each)
    reviews = [each for each in outcomes if isinstance(each, Reviewed)]
    if settings.as_json:
        body = reviews_document([document_of(each) for each in reviews], tally)
        print_document("demo", {"store": settings.store, **body})
    else:
        page = Page(settings)
        _begin(page, settings, report, len(tally.packs))
        stories = oakfield_stories()
        for each in reviews:
            print_story(page, each, stories.get(each.family))
        print_unreviewed(page, tally.failed)
        _suggest(page, settings, reviews)
    ctx.exit(WRONG if tally.failed else 0)


def _in_order(program: Program, families: Iterable[str]) -> list[str]:
    """Return the families in the order of the county's own numbers, which is that of its story."""

    def number(family: str) -> str:
        known = program.get(Family, family).identifiers
        return next((each.value for each in known if each.system == COUNTY_NUMBER), family)

    return sorted(families, key=number)


def _settled(asked: Settings, keep: Path | None) -> Settings:
    store = asked.store
    if keep is not None:
        store = f"sqlite:///{keep.resolve().as_posix()}"
    elif store is None:
        folder = Path(tempfile.mkdtemp(prefix="wraparound-demo-"))
        store = f"sqlite:///{(folder / 'oakfield.db').as_posix()}"
    return attrs.evolve(asked, store=store, as_of=asked.as_of or AS_OF, personal=True)


def _begin(page: Page, settings: Settings, report: ImportReport, packs: int) -> None:
    page.line("Oakfield County", style="bold")
    page.line(
        "An invented county: nobody in it is real. In each family somebody plans with them who "
        "should be free of every interest but theirs. Is that so?"
    )
    page.line()
    records = sum(report.added.values()) + sum(report.unchanged.values())
    formats = ", ".join(sorted({how for _, how in report.sources}))
    day = settings.as_of or AS_OF
    page.line(
        f"{len(report.families)} families as of {day}, under {packs} rule books; "
        f"{records} records from {len(report.sources)} files ({formats}).",
        style="dim",
    )


def _suggest(page: Page, settings: Settings, reviews: list[Reviewed]) -> None:
    day = settings.as_of or AS_OF
    families = [each.family for each in reviews if each.review.findings]
    family = families[0] if families else "FAMILY"
    page.heading("What to try next")
    page.line("The county stays where it is. Name that place once, and it need not be said again:")
    setting = "$env:{} = {!r}" if os.name == "nt" else "export {}={!r}"
    page.command(setting.format(STORE_VARIABLE, settings.store))
    page.line()
    typed = typed_name()
    for purpose, words in (
        (
            "A whole finding, with facts, dates and law:",
            f"review {family} --personal --as-of {day}",
        ),
        ("The same for the family:", f"review {family} --for family --personal --as-of {day}"),
        ("What would clear it:", f"what-if --least --family {family} --as-of {day}"),
        ("The exception while it held:", f"review ginkgo --personal --as-of {WHILE_IT_HELD}"),
        ("Everybody who could help:", f"options fir respite --as-of {day}"),
        ("Who was not shown to a family:", f"choices fir --as-of {day}"),
        ("Who may hear a complaint:", f"requests hazel --may staff-602 --as-of {day}"),
        ("One family's chart:", f"show {family} --personal --as-of {day}"),
        ("By one law alone:", f"review --all --policy FED-TCM --as-of {day}"),
        ("Your own files:", "import --help"),
    ):
        page.line(purpose)
        page.command(f"{typed} {words}")
    page.line()
    page.line(NOTICE, style="dim")

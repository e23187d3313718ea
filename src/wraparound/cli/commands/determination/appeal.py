"""``wraparound determination appeal``: how to appeal a decision, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import click

from wraparound.cli.completing import complete_determination
from wraparound.cli.opening import acting, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import Day, settings_of, shared_options
from wraparound.eligibility.appealing import appeal_as_json, appeal_lines, family_lines
from wraparound.eligibility.determination import NOTICE
from wraparound.model.appeal import Appeal, AppealOutcome
from wraparound.model.choice import NoticeForm
from wraparound.model.determination import Determination
from wraparound.model.ids import PersonId

_DAYS = ("notice_on", "mailed_on", "received_on", "action_on", "asked_on", "decided_on")


@click.command("appeal")
@click.argument("determination", shell_complete=complete_determination)
@click.option("--told-on", type=Day(), help="When the family was told how to appeal.")
@click.option("--told-to", multiple=True, metavar="ID", help="Whom it was told; may be repeated.")
@click.option(
    "--form",
    "forms",
    multiple=True,
    type=click.Choice([each.value for each in NoticeForm]),
    help="In speech or in writing; may be repeated.",
)
@click.option("--language", metavar="TAG", help="In which language, such as es.")
@click.option("--notice-on", type=Day(), help="The date on the notice.")
@click.option("--mailed-on", type=Day(), help="When the notice was sent.")
@click.option("--received-on", type=Day(), help="When it came.")
@click.option("--action-on", type=Day(), help="When services are to end, pause or become less.")
@click.option("--asked-on", type=Day(), help="When the family asked for an appeal.")
@click.option("--not-asked", is_flag=True, help="The family did not ask for one.")
@click.option("--asked-by", metavar="ID", help="Who asked.")
@click.option("--route", metavar="ID", help="By which route.")
@click.option("--go-on/--no-go-on", default=None, help="Whether services are to go on meanwhile.")
@click.option(
    "--outcome", type=click.Choice([each.value for each in AppealOutcome]), help="What came of it."
)
@click.option("--decided-on", type=Day(), help="When that was decided.")
@click.option(
    "--for",
    "reader",
    type=click.Choice(["worker", "family"]),
    default="worker",
    show_default=True,
    help="For whom it is written.",
)
@shared_options("store", "output")
@click.pass_context
def command(  # noqa: PLR0913 - each is one thing that is kept, by keyword
    ctx: click.Context,
    /,
    determination: str,
    *,
    told_on: date | None,
    told_to: tuple[str, ...],
    forms: tuple[str, ...],
    language: str | None,
    asked_by: str | None,
    route: str | None,
    go_on: bool | None,
    not_asked: bool,
    outcome: str | None,
    reader: str,
    **days: date | None,
) -> None:
    """Show how DETERMINATION can be appealed; with other options, keep what was told and asked.

    What is left out stays as it is on file.
    """
    settings = settings_of(ctx)
    if not_asked and days["asked_on"] is not None:
        raise click.UsageError("--asked-on and --not-asked contradict each other.", ctx)
    with open_program(settings) as program:
        record = program.get(Determination, determination)
        before = record.appeal or Appeal()
        told: dict[str, Any] = {  # Any: the fields of an appeal
            "told_to": tuple(map(PersonId, told_to)) or None,
            "forms": tuple(map(NoticeForm, forms)) or None,
            "language": language,
            "asked_by": None if asked_by is None else PersonId(asked_by),
            "route": _known(ctx, before, route),
            "wants_services_to_go_on": go_on,
            "outcome": None if outcome is None else AppealOutcome(outcome),
            **{name: days[name] for name in _DAYS},
        }
        appeal = attrs.evolve(
            before, **{name: each for name, each in told.items() if each is not None}
        )
        if not_asked:
            appeal = attrs.evolve(appeal, asked_on=None)
        if appeal != before or told_on is not None:
            record = program.keep_appeal(
                determination, appeal, by=acting(settings), told_on=told_on
            )
    if settings.as_json:
        said = appeal_as_json(appeal, record.appeal_told_on)
        body = {"determination": record.id, "family": record.family, "appeal": said}
        print_document("appeal", body)
        return
    page = Page(settings)
    lines = (
        family_lines(appeal) if reader == "family" else appeal_lines(appeal, record.appeal_told_on)
    )
    for line in lines:
        page.line(line)
    page.line(NOTICE, style="dim")


def _known(ctx: click.Context, appeal: Appeal, route: str | None) -> str | None:
    names = [each.id for each in appeal.routes]
    if route is not None and names and route not in names:
        raise click.UsageError(f"The routes on file are {', '.join(names)}.", ctx)
    return route

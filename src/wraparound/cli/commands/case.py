"""``wraparound case``: whom a family calls, what is done for it, and its story so far."""

from __future__ import annotations

import click

from wraparound.cli.case_document import case_document
from wraparound.cli.completing import complete_family
from wraparound.cli.moments import in_words
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.plan_findings import print_plan_findings
from wraparound.cli.settings import settings_of, shared_options
from wraparound.model.findings import Confidence
from wraparound.process.activities import Shown
from wraparound.process.case_management import CaseModel
from wraparound.process.casework import CaseReading
from wraparound.process.next_steps import in_words as name_in_words
from wraparound.process.point_of_contact import Contacts, ContactSpan
from wraparound.process.story import Chapter
from wraparound.quality.telling import review_as_json

_SHOWN = {
    Shown.SHOWN: "yes",
    Shown.NOT_SHOWN: "the record shows that it is not done",
    Shown.UNKNOWN: "the record does not tell",
}
_STYLES = {Contacts.NOBODY: "bold red", Contacts.SEVERAL: "bold yellow"}
_NOTHING = "No rule about casework found anything."


@click.command("case")
@click.argument("family", shell_complete=complete_family)
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(ctx: click.Context, family: str) -> None:
    """Show how the help of FAMILY is coordinated: whom it calls, what is done, its story.

    In any kind of coordination: wraparound, or case management by one of its models.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        stay = program.stay(family, as_of=settings.as_of)
        case = program.case(stay.chart)
        review = program.review_case(stay.chart)
        pack = program.practice.pack.id
    if settings.as_json:
        body = {"family": family, "as_of": stay.as_of.isoformat(), "practice": pack}
        found = review_as_json(review)
        print_document("case", {**body, **case_document(case), "review": found})
        return
    page = Page(settings)
    page.line(f"{family}, as of {stay.as_of.isoformat()}, by {pack}.")
    if case.service is not None:
        page.labelled("service", [case.service.value.replace("_", " ")], indent=0)
    if case.model is not None:
        _show_model(page, case.model)
    page.heading("Whom the family calls")
    for span in case.contacts:
        page.line(_span(span), style=_STYLES.get(span.state, ""), indent=2)
    if not case.contacts:
        page.line("No stay runs, as far as the record tells.", indent=2)
    _show_work(page, case)
    if len(case.story.chapters) > 1:
        page.heading("The story so far")
        for chapter in case.story.chapters:
            page.line(_chapter(chapter), indent=2)
    print_plan_findings(page, review, personal=settings.personal, nothing=_NOTHING)


def _show_model(page: Page, model: CaseModel) -> None:
    lines = [f"{model.label}: {model.about}", f"Source: {model.citation}."]
    lines += [
        f"{each.what}: {each.value} ({each.citation})"
        for each in model.numbers
        if each.confidence is Confidence.FOUND
    ]
    page.labelled("model", lines, indent=0)


def _span(span: ContactSpan) -> str:
    days = f"{span.start.isoformat()} to before {span.end.isoformat()}"
    if span.state is Contacts.UNKNOWN:
        return f"{days}: the record does not tell; missing: {', '.join(span.missing)}"
    return f"{days}: {', '.join(span.workers) or 'nobody'}"


def _show_work(page: Page, case: CaseReading) -> None:
    page.heading("What is done")
    page.table(
        ("function", "done", "last"),
        [
            (each.title, _SHOWN[each.shown], each.last_on.isoformat() if each.last_on else "")
            for each in case.functions
        ],
    )
    if case.months:
        page.heading("Contacts by month")
        page.table(
            ("month", "reached", "in person", "visits", "tried", "not told"),
            [
                (
                    f"{each.month:%Y-%m}",
                    str(each.reached),
                    str(each.in_person),
                    str(each.visits),
                    str(each.tried),
                    str(each.unclear),
                )
                for each in case.months
            ],
        )
    for clock in case.minimums:
        page.heading(f"Minimum: {name_in_words(clock.name)}")
        if clock.applies is None:
            page.line(f"cannot be told; missing: {', '.join(clock.missing)}", indent=2)
        for each in clock.intervals:
            status = each.status.value.replace("_", " ") if each.status else "closed"
            page.line(f"from {in_words(each.start)}, due {in_words(each.due)}: {status}", indent=2)
        rule = next((each.rule for each in clock.intervals if each.rule), None)
        if rule is not None:
            page.line(f"Source: {rule.citation}.", style="dim", indent=2)
    if case.advocacy:
        page.heading("Spoken up for the family")
        for told in case.advocacy:
            barriers = ", ".join(each.value.replace("_", " ") for each in told.barriers)
            on = told.on.isoformat() if told.on else "no day"
            page.line(f"{on}: {barriers or 'barrier not recorded'}", indent=2)


def _chapter(chapter: Chapter) -> str:
    start = chapter.start.isoformat() if chapter.start else "day not known"
    end = f" to {chapter.end.isoformat()}" if chapter.end else ""
    parts = [f"{start}{end}: {chapter.service.value.replace('_', ' ')}"]
    parts += [f"stage {each.name.replace('_', ' ')}" for each in chapter.stages]
    if chapter.follows is not None:
        parts.append(f"goes on from {chapter.follows} {chapter.passage.value.replace('_', ' ')}")
    if chapter.out_of is not None:
        parts.append(f"out of {chapter.out_of.value}")
    if chapter.past_age_limit:
        parts.append("past the program's age limit")
    if chapter.ended is not None:
        parts.append(f"ended: {chapter.ended.value.replace('_', ' ')}")
    return "; ".join(parts)

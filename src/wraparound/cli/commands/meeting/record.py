"""``wraparound meeting record``: minutes into the record, all of it in one change."""

from __future__ import annotations

from pathlib import Path

import click

from wraparound.cli.commands.meeting.who import expected_document, show_expected
from wraparound.cli.commands.plan_changes import changes_document, hidden
from wraparound.cli.opening import acting, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.program import MeetingRecorded
from wraparound.quality.telling import finding_as_json, tell


@click.command("record")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and keep nothing.")
@shared_options("store", "practice", "personal", "output")
@click.pass_context
def command(ctx: click.Context, file: Path, *, dry_run: bool) -> None:
    """Keep the minutes in FILE: the meeting, the changes of the plan and the tasks, all at once.

    FILE is YAML or JSON. It holds the meeting, and of the plan only what is different. Progress is
    written into the plan in force; anything else makes a new version of it, which waits for
    signatures. If anything is wrong, all of it is told and nothing is kept.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        minutes = program.read_minutes(file)
        found = program.record_meeting(minutes, by=acting(settings), keep=not dry_run)
    if settings.as_json:
        print_document("meeting recorded", _document(found, personal=settings.personal))
        return
    _show(Page(settings), found, personal=settings.personal)


def _show(page: Page, found: MeetingRecorded, *, personal: bool) -> None:
    plan, changes = found.plan, found.changes
    if plan is None:
        page.line("There is no plan yet, and the minutes begin none.")
    elif changes is None:
        page.line(f"The first version of a plan: {plan.id} ({plan.status.value}).")
    else:
        page.line(
            f"Version {plan.version} of the plan: {plan.id} ({plan.status.value})."
            if found.is_revision
            else f"The plan stays at version {plan.version}: {plan.id}."
        )
        shown = changes if personal else hidden(changes)
        if personal and shown.reason:
            page.line(f"Why: {shown.reason}")
        for sentence in shown.in_words(found.called if personal else None):
            page.line(f"- {sentence}", indent=2)
        if not shown.changes:
            page.line("Nothing in it is different.", indent=2)
    page.heading("Who must have been there")
    show_expected(page, found.expected)
    if found.findings:
        page.heading("What the rules say of this meeting")
        for each in found.findings:
            told = tell(each, personal=personal)
            page.line(f"{each.rule} {told.facilitator}", indent=2)
            page.line(told.rule.hint, style="dim", indent=4)
    page.line()
    page.line(
        f"Kept: the meeting {found.meeting.id}, and what it changed."
        if found.kept
        else "Nothing was kept: this was a dry run."
    )


def _document(found: MeetingRecorded, *, personal: bool) -> dict[str, object]:
    plan, changes = found.plan, found.changes
    return {
        "kept": found.kept,
        "family": found.meeting.family,
        "meeting": found.meeting.id,
        "new_steps": list(found.meeting.new_steps),
        "plan": None
        if plan is None
        else {"id": plan.id, "version": plan.version, "status": plan.status.value},
        "is_revision": found.is_revision,
        "changes": None if changes is None else changes_document(changes, personal=personal),
        "expected": [expected_document(each) for each in found.expected],
        "findings": [finding_as_json(each, personal=personal) for each in found.findings],
    }

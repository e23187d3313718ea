"""``wraparound disclosures due``: who owes a disclosure, and who will soon."""

from __future__ import annotations

import click

from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import settings_of, shared_options
from wraparound.documents import reason_in_words
from wraparound.program import FEDERAL_PACKS, DisclosureDue, PolicySetting, disclosures_due


@click.command("due")
@click.option(
    "--within",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="How far to look ahead.",
)
@shared_options("store", "day", "policy", "overlay", "output")
@click.pass_context
def command(ctx: click.Context, *, within: int) -> None:
    """List who owes a disclosure of interests or an attestation, and who will soon.

    What the review of conflicts says counts: missing, stale, contradicted by a tie on file, not
    renewed after an event. Without --policy, the federal packs and GOOD-PRACTICE are asked.
    """
    settings = settings_of(ctx)
    settings.policies = settings.policies or (*FEDERAL_PACKS, "GOOD-PRACTICE")
    with open_program(settings) as program, progress(color=settings.color) as told:
        told.say("Reviewing every family")
        found = disclosures_due(program, as_of=settings.as_of, within_days=within)
    if settings.as_json:
        print_document("disclosures due", {"due": [_document(each) for each in found]})
        return
    page = Page(settings)
    if not found:
        page.line("Nobody owes a disclosure, and nobody will in this time.")
        return
    for each in found:
        kind = "list of interests" if each.kind.value == "interests" else "attestation"
        since = each.since.isoformat() if each.since else "a day that nobody recorded"
        page.heading(f"{each.person}: {kind}")
        page.line(f"{'owed since' if each.owed else 'will be owed from'} {since}", indent=2)
        page.labelled("why", [reason_in_words(reason).says for reason in each.reasons])
        page.labelled("families", [", ".join(each.families)])
        page.labelled("asked by", [f"{pack}: {cite}" for pack, cite in each.citations.items()])
        page.labelled("decided by", [_decided(setting) for setting in each.settings])


def _decided(setting: PolicySetting) -> str:
    value = setting.as_document()["value"]
    told = ", ".join(value) if isinstance(value, list) else str(value)
    set_by = f"set by {setting.set_by}" if setting.set_by else "the library's default"
    return f"{setting.pack}: {setting.parameter} is {told} ({set_by})"


def _document(due: DisclosureDue) -> dict[str, object]:
    return {
        "person": due.person,
        "kind": due.kind.value,
        "owed": due.owed,
        "since": due.since.isoformat() if due.since else None,
        "reasons": list(due.reasons),
        "families": list(due.families),
        "rule": due.rule,
        "citations": dict(due.citations),
        "settings": [each.as_document() for each in due.settings],
    }

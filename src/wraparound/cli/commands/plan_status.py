"""``wraparound plan-status``: how every version of a plan stands."""

from __future__ import annotations

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.open_items import item_document, show_open
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.process.plan_versions import PlanStanding


@click.command("plan-status")
@click.argument("family", shell_complete=complete_family)
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(ctx: click.Context, family: str) -> None:
    """Show how every version of the plan of FAMILY stands: who signed, who has it, what is open.

    A version is drafted, agreed, in force, and then replaced. What the next step lacks is told; it
    keeps nobody from it.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        found = program.plan_standings(family, as_of=settings.as_of)
    if settings.as_json:
        rows = [_document(each) for each in found]
        print_document("plan status", {"family": family, "versions": rows})
        return
    page = Page(settings)
    if not found:
        page.line(f"{family} has no plan yet.")
    for each in found:
        _show(page, each)


def _show(page: Page, standing: PlanStanding) -> None:
    plan = standing.plan
    page.heading(f"Version {plan.version}: {plan.id}")
    page.labelled("status", [plan.status.value + (", in force" if standing.in_force else "")])
    for label, named in (
        ("also active", standing.also_active),
        ("did not work", plan.did_not_work),
        ("decided at", (plan.decided_at,) if plan.decided_at else ()),
        (
            "signed",
            [f"{each.name} on {each.signed_on}" for each in standing.signers if each.signed_on],
        ),
        ("not signed", [f"{each.name} ({each.asked.value})" for each in standing.unsigned]),
        ("no copy", standing.without_copy),
    ):
        if named:
            page.labelled(label, [", ".join(named)])
    if standing.next is not None:
        show_open(page, f"open before it is {standing.next.value}", standing.open)


def _document(standing: PlanStanding) -> dict[str, object]:
    plan = standing.plan
    return {
        "plan": plan.id,
        "version": plan.version,
        "status": plan.status.value,
        "in_force": standing.in_force,
        "replaces": plan.replaces,
        "did_not_work": list(plan.did_not_work),
        "decided_at": plan.decided_at,
        "also_active": list(standing.also_active),
        "signers": [
            {
                "name": each.name,
                "asked": each.asked.value,
                "signed_on": each.signed_on.isoformat() if each.signed_on else None,
            }
            for each in standing.signers
        ],
        "without_copy": list(standing.without_copy),
        "next": standing.next.value if standing.next else None,
        "open": [item_document(each) for each in standing.open],
    }

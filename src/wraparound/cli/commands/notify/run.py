"""``wraparound notify run``: what there is to tell goes out, once, as each person wishes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import attrs
import click

from wraparound.cli.commands.notify.channels import channel_options, configured
from wraparound.cli.failing import FOUND
from wraparound.cli.opening import acting, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import Progress, progress
from wraparound.cli.settings import Settings, settings_of, shared_options
from wraparound.notices import NoticeRules, load_notice_rules, read_notice_rules
from wraparound.program import DeliveryReport, NotifyReport, Planned, Program


@attrs.frozen(kw_only=True)
class _Outcome:
    """What one run did, or would do."""

    report: NotifyReport
    planned: tuple[Planned, ...] = ()
    delivery: DeliveryReport = attrs.field(factory=DeliveryReport)
    failed_plugins: tuple[str, ...] = ()


@click.command("run")
@click.option("--dry-run", is_flag=True, help="Say what would be told, and keep and send nothing.")
@click.option(
    "--rules",
    "rules_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Who is told of what, and when; the library's own rules if left out.",
)
@channel_options
@shared_options("store", "day", "policy", "overlay", "practice", "output")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    dry_run: bool,
    rules_file: Path | None,
    smtp: str | None,
    sender: str | None,
    webhook: str | None,
) -> None:
    """Put what there is to tell people into the outbox, and send what is due.

    Each thing is told to each person once, however often this runs: in their language, by their
    channel, after their quiet hours, and cut to what they may be told. The exit code is 1 where a
    message failed (it waits for another try, or is parked), or a family could not be looked at.
    """
    settings = settings_of(ctx)
    plugin = configured(smtp=smtp, sender=sender, webhook=webhook)
    rules = load_notice_rules()
    if rules_file is not None:
        rules = read_notice_rules(rules_file.read_bytes(), source=rules_file.name)
    with (
        open_program(settings, plugins=[plugin]) as program,
        progress(color=settings.color) as told,
    ):
        outcome = (
            _look(program, settings, rules, told)
            if dry_run
            else _run(program, settings, rules, told)
        )
    if settings.as_json:
        print_document("notify run", _document(outcome, dry_run=dry_run))
    else:
        _show(Page(settings), outcome, dry_run=dry_run)
    failed = outcome.delivery.waiting + outcome.delivery.parked
    if failed or outcome.report.failed or outcome.failed_plugins:
        ctx.exit(FOUND)


def _run(program: Program, settings: Settings, rules: NoticeRules, told: Progress) -> _Outcome:
    by = acting(settings)
    report = program.notify(
        by=by,
        as_of=settings.as_of,
        rules=rules,
        told=lambda count: told.say(f"Looked at {count} families"),
    )
    delivery = program.deliver_all(
        worker=by,
        rules=rules,
        told=lambda done: told.say(f"Delivered {done.delivered} of {done.taken} messages"),
    )
    return _Outcome(report=report, delivery=delivery, failed_plugins=_failed(program))


def _look(program: Program, settings: Settings, rules: NoticeRules, told: Progress) -> _Outcome:
    known = program.queued_before()
    report = NotifyReport(on=settings.as_of or program.today())
    planned: list[Planned] = []
    for found in told.over(program.notices(as_of=report.on, rules=rules), "Looking at family"):
        new = [each for each in found.planned if each.key not in known]
        report.add(found, new)
        planned += new
    failed = _failed(program) if program.channels else ()
    return _Outcome(report=report, planned=tuple(planned), failed_plugins=failed)


def _failed(program: Program) -> tuple[str, ...]:
    failures = program.hooks.failures
    return tuple(each.plugin for each in failures if each.hook == "register_channels")


def _show(page: Page, outcome: _Outcome, *, dry_run: bool) -> None:
    report, delivery = outcome.report, outcome.delivery
    families = f"{report.families} {'family' if report.families == 1 else 'families'}"
    count = sum(report.queued.values())
    new = f"{count} new {'message' if count == 1 else 'messages'}"
    page.line(f"{families} looked at as of {report.on.isoformat()}, {new}.")
    page.table(
        ("what", "messages"),
        [(kind.replace("_", " "), str(each)) for kind, each in sorted(report.queued.items())],
    )
    if dry_run:
        page.line("Nothing was kept or sent: this was a dry run.")
        page.table(
            ("to", "what", "family"),
            [
                (each.recipient or "plugins", each.kind.replace("_", " "), each.family)
                for each in outcome.planned
            ],
        )
    else:
        page.line(
            f"{delivery.delivered} delivered, {delivery.postponed} wait for their time, "
            f"{delivery.waiting} failed and will be tried again, {delivery.parked} parked."
        )
    if delivery.waiting or delivery.parked:
        page.line("`wraparound notify list` shows why.", style="dim")
    asked = len({person for person, _ in report.never_asked})
    if asked:
        page.line(
            f"Not told, because nobody wrote down how they wish to be: {asked} people of families."
        )
    for kind, families_told in sorted(Counter(kind for kind, _ in report.nobody).items()):
        page.line(f"Nobody to tell of {kind.replace('_', ' ')}: {families_told} families.")
    for family, reason in report.failed:
        page.line(f"{family} could not be looked at: {reason}", style="bold red")
    for plugin in outcome.failed_plugins:
        page.line(f"The plugin {plugin} failed to bring its channels.", style="bold red")


def _document(outcome: _Outcome, *, dry_run: bool) -> dict[str, object]:
    report, delivery = outcome.report, outcome.delivery
    return {
        "dry_run": dry_run,
        "on": report.on.isoformat(),
        "families": report.families,
        "standing": report.standing,
        "queued": dict(sorted(report.queued.items())),
        "planned": [
            {
                "kind": each.kind,
                "family": each.family,
                "recipient": each.recipient,
                "about": list(each.about),
                "facts": dict(each.facts),
            }
            for each in outcome.planned
        ],
        "delivered": delivery.delivered,
        "postponed": delivery.postponed,
        "waiting": delivery.waiting,
        "parked": delivery.parked,
        "never_asked": [
            {"person": person, "family": family} for person, family in report.never_asked
        ],
        "nobody": [{"kind": kind, "family": family} for kind, family in report.nobody],
        "failed": [{"family": family, "reason": reason} for family, reason in report.failed],
        "failed_plugins": list(outcome.failed_plugins),
    }

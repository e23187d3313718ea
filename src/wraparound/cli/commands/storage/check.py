"""``wraparound storage check``: the conformance kit, run on a place that was made for it."""

from __future__ import annotations

from collections.abc import Callable

import click

from wraparound.cli.commands.storage.address import url_argument
from wraparound.cli.failing import FOUND
from wraparound.cli.opening import address
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import settings_of, shared_options
from wraparound.errors import StorageUnavailable
from wraparound.program import assemble_hooks
from wraparound.storage import Memory, MemoryStore, Store, no_store_opens
from wraparound.testing.checking import Checked, Outcome, check_store

_WORDS = {Outcome.KEPT: "kept", Outcome.BROKEN: "BROKEN", Outcome.LACKING: "not claimed"}


@click.command("check")
@url_argument
@click.option(
    "--report",
    type=click.Choice(["text", "json", "junit"]),
    help="How to report; as --format says if left out.",
)
@click.option("--anyway", is_flag=True, help="Run although the store holds records.")
@shared_options("store", "output")
@click.pass_context
def command(ctx: click.Context, *, report: str | None, anyway: bool) -> None:
    """Run the conformance kit on a store: a test for each promise of the storage contract.

    URL must name a place that was made for this: each test keeps records there, in programs of its
    own called check-…, and leaves them. The exit code is 1 if a promise is broken.
    """
    settings = settings_of(ctx)
    url = address(settings)
    hooks, _ = assemble_hooks()
    memory = Memory()

    def open_store(program: str) -> Store:
        if url.partition(":")[0] == "memory":  # the same memory each time
            return MemoryStore(program, memory=memory)
        store = hooks.resolve_storage(url, program=program)
        if store is None:
            raise no_store_opens(url)
        return store

    if not anyway:
        _refuse_used(open_store, settings.program)
    report = report or settings.format.value
    with progress(color=settings.color) as told:
        checked = check_store(open_store, told=lambda test: told.say(f"Testing {test}"))
    if report == "junit":
        click.echo(checked.junit)
    elif report == "json":
        print_document("storage check", _document(url, checked))
    else:
        _show(Page(settings), checked)
    if checked.broken:
        ctx.exit(FOUND)


def _refuse_used(open_store: Callable[[str], Store], program: str) -> None:
    with open_store(program) as store:
        if store.position():
            raise StorageUnavailable(
                "this store holds records; the kit leaves records of its own where it runs",
                hint="name a place made for it, or --anyway",
            )


def _show(page: Page, checked: Checked) -> None:
    rows = []
    for number, words, outcome in checked.promises:
        rows.append((str(number) if number else "", _WORDS[outcome], words))
    page.table(("promise", "is", "what it says"), rows)
    for each in checked.tests:
        if each.outcome is Outcome.BROKEN:
            page.heading(each.name)
            page.line(each.says, indent=2)
            for line in each.why.splitlines()[-12:]:
                page.line(line, indent=4)
    count = len(checked.tests)
    page.line()
    page.line(
        f"{count} tests, {len(checked.broken)} broken, "
        f"{sum(each.outcome is Outcome.LACKING for each in checked.tests)} of what is not claimed"
    )


def _document(url: str, checked: Checked) -> dict[str, object]:
    return {
        "scheme": url.partition(":")[0],
        "accepted": not checked.broken,
        "promises": [
            {"promise": number, "says": words, "outcome": outcome.value}
            for number, words, outcome in checked.promises
        ],
        "tests": [
            {
                "test": each.name,
                "promise": each.promise,
                "says": each.says,
                "outcome": each.outcome.value,
                "why": each.why,
            }
            for each in checked.tests
        ],
    }

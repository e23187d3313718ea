"""``wraparound notify list``: the messages of the outbox, and how each stands."""

from __future__ import annotations

import click

from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.storage import HeldMessage, MessageState


@click.command("list")
@click.option(
    "--state",
    type=click.Choice([each.value for each in MessageState]),
    help="Only the messages of this state.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    metavar="N",
    help="At most so many, the oldest first.",
)
@shared_options("store", "output")
@click.pass_context
def command(ctx: click.Context, *, state: str | None, limit: int) -> None:
    """List the messages of the outbox, the oldest first, and how each stands.

    It shows ids, codes and reasons, and nothing of what a message says.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        held = program.store.messages(None if state is None else MessageState(state), limit=limit)
    if settings.as_json:
        print_document("notify list", {"messages": [_document(each) for each in held]})
        return
    page = Page(settings)
    if not held:
        page.line("There are no such messages.")
        return
    page.table(
        ("message", "what", "to", "family", "state", "tries", "due", "reason"),
        [
            (
                each.message.id,
                each.message.kind.replace("_", " "),
                each.message.recipient or "plugins",
                each.message.family or "",
                each.state.value,
                str(each.tries),
                f"{each.due_at:%Y-%m-%d %H:%M}" if each.state is MessageState.WAITING else "",
                each.reason,
            )
            for each in held
        ],
    )


def _document(held: HeldMessage) -> dict[str, object]:
    return {
        "message": held.message.id,
        "kind": held.message.kind,
        "recipient": held.message.recipient,
        "family": held.message.family,
        "state": held.state.value,
        "tries": held.tries,
        "due": held.due_at.isoformat(),
        "reason": held.reason,
    }

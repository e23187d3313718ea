"""``wraparound completion``: the script that lets the tab key complete words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_LINES = {
    "bash": 'eval "$(wraparound completion bash)"      # in ~/.bashrc',
    "zsh": 'eval "$(wraparound completion zsh)"       # in ~/.zshrc',
    "fish": "wraparound completion fish > ~/.config/fish/completions/wraparound.fish",
}


@click.command("completion", epilog="\b\n" + "\n".join(_LINES.values()))
@click.argument("shell", type=click.Choice(list(_LINES)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that lets the tab key complete commands, rules, packs and families."""
    kind = get_completion_class(shell)
    if kind is None:
        ctx.fail(f"This version of click completes nothing in {shell}.")
    root = ctx.find_root().command
    click.echo(kind(root, {}, "wraparound", "_WRAPAROUND_COMPLETE").source())

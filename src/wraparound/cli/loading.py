"""Groups of commands that are loaded when they are called, and name the nearest to a wrong one."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import attrs
import click

from wraparound.errors import StorageUnavailable, did_you_mean


class Suggesting(click.Group):
    """A group whose wrong commands are answered with the nearest."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand, or name the nearest one."""
        name = str(args[0]) if args else ""
        if name and not name.startswith("-") and name not in self.list_commands(ctx):
            hint = did_you_mean(name, self.list_commands(ctx))
            ctx.fail(f"There is no command {name!r}{f'; {hint}' if hint else '.'}")
        return super().resolve_command(ctx, args)


@attrs.frozen
class Lazy:
    """A subcommand that is not loaded yet.

    Attributes:
        module: The module that holds it, as ``command``.
        does: What it does, in a line.
        extra: The extra of the library that it needs; empty for none.
    """

    module: str
    does: str
    extra: str = ""


class Loading(Suggesting):
    """A group whose subcommands are loaded when they are called."""

    def __init__(
        self, *args: Any, table: Mapping[str, Lazy], **more: Any
    ) -> None:  # Any: what click.Group takes
        """Make the group.

        Args:
            args: What ``click.Group`` takes.
            table: Its subcommands, by name.
            more: What ``click.Group`` takes.
        """
        super().__init__(*args, **more)
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click passes it
        """Return the names, in the order of the table."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click passes it
        """Return a subcommand; only its own module is loaded."""
        lazy = self._table.get(cmd_name)
        if lazy is None:
            return None
        try:
            found = importlib.import_module(lazy.module)
        except ModuleNotFoundError as error:
            if not lazy.extra:
                raise
            raise StorageUnavailable(
                f"{error.name} is not installed, which this command needs",
                hint=f"pip install 'wraparound[{lazy.extra}]'",
            ) from None
        command: click.Command = found.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click passes it
        """Write what each subcommand does, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.does) for name, lazy in self._table.items()])

"""A licensed site's own content, named on the command line with its recorded hash."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from wraparound.hooks import hookimpl
from wraparound.instruments import Instrument, InstrumentShelf, LicensedContent, load_instruments
from wraparound.policy.rule_sets import RuleSets
from wraparound.program import assemble_hooks, known_criteria, plugin_instruments

_F = TypeVar("_F", bound=Callable[..., Any])  # Any: a command takes whatever options it has


class OwnContent:
    """The plugin that brings what the command line names: definitions, and licensed content."""

    name = "command-line"

    def __init__(
        self, ctx: click.Context, definitions: Iterable[Path], content: Path | None, sha256: str
    ) -> None:
        """Take what was named; content and its hash belong together."""
        if (content is None) != (not sha256):
            raise click.UsageError("Name --content and --sha256 together.", ctx)
        self._brought: list[Instrument | LicensedContent | Path] = list(definitions)
        if content is not None:
            self._brought.append(LicensedContent(file=content, sha256=sha256))

    @hookimpl
    def register_instruments(self) -> list[Instrument | LicensedContent | Path]:
        """Return what was named."""
        return self._brought


def content_options(function: _F) -> _F:
    """Add the options that name a site's own definitions and content."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def shelf_at_hand(own: OwnContent) -> tuple[InstrumentShelf, RuleSets]:
    """Return the instruments and the sets of rules of the library, of plugins, of the command."""
    hooks, _ = assemble_hooks([own])
    return plugin_instruments(hooks), known_criteria(hooks)


def complete_instrument(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Offer the instruments that come with the library."""
    return [name for name in load_instruments() if name.startswith(incomplete.upper())]


_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_OPTIONS = [
    click.option(
        "--definition",
        "definitions",
        multiple=True,
        type=_FILE,
        metavar="FILE",
        help="A definition of a site's own; may be repeated.",
    ),
    click.option(
        "--content",
        type=_FILE,
        metavar="FILE",
        help="A licensed site's own items, kept outside the project.",
    ),
    click.option(
        "--sha256",
        default="",
        metavar="HASH",
        help="The hash that was recorded for that file; another one is refused.",
    ),
]

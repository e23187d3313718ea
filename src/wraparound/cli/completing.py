"""What the shell offers when somebody presses the tab key.

Rooms are loaded here only when the key is pressed: pressing it must feel like nothing.
"""

from __future__ import annotations

from itertools import islice

import click

from wraparound.cli.settings import settings_of
from wraparound.errors import WraparoundError

MOST = 200
"""More than this nobody reads through."""


def complete_word(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Offer everything that ``wraparound explain`` can explain."""
    from wraparound.cli.glossary import known_words  # noqa: PLC0415 - only when the key is pressed

    start = incomplete.casefold()
    return [word for word in known_words() if word.casefold().startswith(start)]


def complete_format(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Offer the formats that files can be read as."""
    from wraparound.program import assemble_hooks  # noqa: PLC0415 - as above

    hooks, _reports = assemble_hooks()
    names = {importer.name for _plugin, importer in hooks.register_importers()}
    return sorted(name for name in names if name.startswith(incomplete))


def complete_family(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Offer the families in the store that the line names so far."""
    from wraparound.cli.opening import open_program  # noqa: PLC0415 - as above

    try:
        with open_program(settings_of(ctx)) as program:
            found = (each for each in program.families() if each.startswith(incomplete))
            return list(islice(found, MOST))
    except (WraparoundError, OSError):
        return []  # a shell has no place to show an error


def complete_determination(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Offer the decisions in the store that the line names so far."""
    from wraparound.cli.opening import open_program  # noqa: PLC0415 - as above
    from wraparound.model.determination import Determination  # noqa: PLC0415 - as above

    try:
        with open_program(settings_of(ctx)) as program:
            found = (each.id for each in program.find(Determination))
            return list(islice((each for each in found if each.startswith(incomplete)), MOST))
    except (WraparoundError, OSError):
        return []  # as above

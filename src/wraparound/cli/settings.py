"""What was asked for on the command line: which store, which day, which rules, how to answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import attrs
import click

_F = TypeVar("_F", bound=Callable[..., Any])  # Any: a command takes whatever options it has

STORE_VARIABLE = "WRAPAROUND_STORE"
"""The environment variable that names the store where ``--store`` is left out."""

KEYS_VARIABLE = "WRAPAROUND_KEYS"
"""The environment variable that names the key file where ``--keys`` is left out."""

BY_VARIABLE = "WRAPAROUND_BY"
"""The environment variable that says who acts where ``--by`` is left out."""

COMMAND_LINE = "command-line"
"""Who acts, where nobody says."""


class Format(Enum):
    """How a command answers."""

    TEXT = "text"
    JSON = "json"


DEFAULT_PROGRAM = "default"
"""The program of a store that keeps only one."""


@attrs.define(kw_only=True)
class Settings:
    """What was asked for, by any of the commands in a line, the innermost last.

    Attributes:
        store: The address of the store; None for the default.
        program: The program in it.
        keys: The key file, where its records are sealed with one.
        by: Who acts, as the audit trail tells it.
        as_of: The day to ask about; None for today.
        policies: The packs to judge by; empty for the four federal ones.
        overlays: The files of changes to those packs.
        practice: The program pack that clocks and plan reviews go by; None for the national model.
        format: How to answer.
        color: Whether colors may be used where the terminal has them.
        personal: Whether names and other personal text may be shown.
        debug: Whether an error of the library itself shows its traceback.
    """

    store: str | None = None
    program: str = DEFAULT_PROGRAM
    keys: str | None = None
    by: str | None = None
    as_of: date | None = None
    policies: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()
    practice: str | None = None
    format: Format = Format.TEXT
    color: bool = True
    personal: bool = False
    debug: bool = False

    @property
    def as_json(self) -> bool:
        """Whether a program reads the answer."""
        return self.format is Format.JSON


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
"""Nobody asks about other days, and a calendar ends: there must be room to count from each."""


class Day(click.ParamType[date]):
    """A day as ISO 8601 writes it, within three centuries."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:  # Any: click says so
        """Return the day, or tell how to write one."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it like 2025-06-30.", param, ctx)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail(f"{day} is not a day from {FIRST_DAY} to {LAST_DAY}.", param, ctx)
        return day


def settings_of(ctx: click.Context) -> Settings:
    """Return what was asked for so far."""
    return ctx.ensure_object(Settings)


def _keep(ctx: click.Context, param: click.Parameter, value: object) -> None:
    if value is None or value in ((), False):
        return
    settings, name = settings_of(ctx), param.name or ""
    if name == "by" and not str(value).strip():
        raise click.BadParameter("say who it is.", ctx, param)
    if name == "no_color":
        settings.color = False
    elif name == "format":
        settings.format = Format(value)
    else:
        setattr(settings, name, value)


def _option(*names: str, **more: Any) -> Callable[[_F], _F]:  # Any: what click.option takes
    return click.option(*names, expose_value=False, callback=_keep, **more)


def _complete_pack(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from wraparound.policy import pack_names  # noqa: PLC0415 - only when the tab key is pressed
    from wraparound.program import assemble_hooks, plugin_packs  # noqa: PLC0415 - as above

    names = sorted({*pack_names(), *plugin_packs(assemble_hooks()[0])})
    return [name for name in names if name.startswith(incomplete.upper())]


def _complete_program_pack(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from wraparound.policy import program_pack_names  # noqa: PLC0415 - as above
    from wraparound.program import assemble_hooks, plugin_programs  # noqa: PLC0415 - as above

    names = sorted({*program_pack_names(), *plugin_programs(assemble_hooks()[0])})
    return [name for name in names if name.startswith(incomplete.lower())]


_STORE = [
    _option("--store", metavar="URL", help="Where the records are (sqlite:///wraparound.db)."),
    _option("--program", metavar="NAME", help="Which program, where a store keeps several."),
    _option("--keys", metavar="FILE", help="The key file that the records are sealed with."),
    _option("--by", metavar="ID", help="Who reads or changes, for the audit trail."),
]
_OUTPUT = [
    _option(
        "--format",
        type=click.Choice([each.value for each in Format]),
        help="Answer for people (text) or for programs (json).",
    ),
    _option("--no-color", is_flag=True, help="Use no colors; NO_COLOR does the same."),
    _option("--debug", is_flag=True, help="Show the traceback of an unexpected error."),
]
_DAY = [
    _option("--as-of", type=Day(), metavar="DAY", help="The day to ask about; today if left out.")
]
_POLICY = [
    _option(
        "--policy",
        "policies",
        multiple=True,
        metavar="PACK",
        shell_complete=_complete_pack,
        help="A policy pack to judge by, or its file; may be repeated. The four federal ones if "
        "left out.",
    )
]
_OVERLAY = [
    _option(
        "--overlay",
        "overlays",
        multiple=True,
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        help="A file with a change to one of those packs; may be repeated.",
    )
]
_PRACTICE = [
    _option(
        "--practice",
        metavar="PACK",
        shell_complete=_complete_program_pack,
        help="The program pack to go by, as us-ms, or its file; the national model if left out.",
    )
]
_PERSONAL = [_option("--personal", is_flag=True, help="Show names and other personal text.")]

_KINDS = {
    "store": _STORE,
    "output": _OUTPUT,
    "day": _DAY,
    "policy": _POLICY,
    "overlay": _OVERLAY,
    "practice": _PRACTICE,
    "personal": _PERSONAL,
}


def shared_options(*kinds: str) -> Callable[[_F], _F]:
    """Add options that several commands share; what they say lands in the ``Settings``.

    Args:
        kinds: ``store``, ``output``, ``day``, ``policy``, ``overlay``, ``practice``,
            ``personal``.
    """

    def decorate(function: _F) -> _F:
        for kind in reversed(kinds):
            for option in reversed(_KINDS[kind]):
                function = option(function)
        return function

    return decorate

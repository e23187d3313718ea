"""``wraparound plugins new``: a plugin package to begin with, which works before it is changed."""

from __future__ import annotations

import re
import shlex
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.cli.templates.writing import KINDS, PREFIX, NewPlugin
from wraparound.errors import did_you_mean
from wraparound.hooks import PROJECT
from wraparound.policy import pack_names
from wraparound.program import BUILT_IN
from wraparound.storage import no_store_opens

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 30  # it becomes the name of a folder, a package and a class

_LIST = "\n".join(f"{kind:10}{does}" for kind, does in KINDS.items())
_HELP = f"""Write a plugin package that installs and passes its own tests, for you to change.

\b
{_LIST}

NAME becomes the plugin's name; its package is called {PREFIX}NAME. What is there already is never
touched.
"""


class _Kind(click.Choice[str]):
    """A kind of plugin; a wrong one is answered with the nearest."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:  # Any: click says so
        """Return the kind, or tell which there are."""
        if value not in KINDS:
            hint = did_you_mean(str(value), KINDS) or "the kinds are " + ", ".join(KINDS) + "."
            self.fail(f"{value!r} is not a kind of plugin; {hint}", param, ctx)
        return str(value)


class _Name(click.ParamType[str]):
    """The name of a plugin, with or without the beginning that all distributions have."""

    name = "name"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:  # Any: click says so
        """Return the name as packages are named, or tell how to write one."""
        plain = re.sub("[_.]", "-", str(value).lower()).removeprefix(PREFIX)
        if _NAME.fullmatch(plain) is None:
            self.fail(
                f"{value!r} cannot name a package; write letters, digits and single hyphens, a "
                "letter first, like our-county.",
                param,
                ctx,
            )
        if len(plain) > _LONGEST:
            self.fail(f"{value!r} is longer than {_LONGEST} letters.", param, ctx)
        return plain


@click.command("new", help=_HELP)
@click.argument("kind", metavar="KIND", type=_Kind(list(KINDS)))
@click.argument("name", metavar="NAME", type=_Name())
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    metavar="DIR",
    help="Where the folder of the new package is made; here, if left out.",
)
@shared_options("output")
@click.pass_context
def new(ctx: click.Context, *, kind: str, name: str, folder: Path) -> None:
    """Write the package, and say what to do next."""
    settings = settings_of(ctx)
    plugin = NewPlugin(kind=kind, name=name)
    taken = _taken(plugin)
    if taken:
        raise click.BadParameter(f"{taken}; choose another name.", ctx, param_hint="'NAME'")
    place = folder / plugin.distribution
    try:
        files = plugin.write(place)
    except FileExistsError:
        ctx.fail(f"{place} is there already; choose another name, or another place with --to.")
    except OSError as error:
        raise click.ClickException(f"{place} cannot be written: {error.strerror}.") from error
    then = (
        shlex.join(["cd", str(place)]),
        "python -m pip install -e '.[test]'",
        "python -m pytest",
        "wraparound plugins",
    )
    if settings.as_json:
        print_document("new_plugin", _new_document(plugin, place, files, then))
        return
    page = Page(settings)
    page.line(f"{plugin.distribution}: a {kind} plugin, in {place}", style="bold")
    page.labelled("Written", files)
    page.line("Next:", style="bold")
    for each in then:
        page.command(each)


def _taken(plugin: NewPlugin) -> str:
    """Return who has the name already, or an empty text."""
    for entry in entry_points(group=PROJECT):
        if entry.name == plugin.name:
            owner = f", of {entry.dist.name}" if entry.dist is not None else ""
            return f"a plugin {plugin.name!r}{owner}, is installed"
    if plugin.name == BUILT_IN:
        return f"{plugin.name!r} is the library's own plugin"
    if plugin.kind == "storage" and plugin.name in no_store_opens(f"{plugin.name}:").known:
        return f"{plugin.name}: addresses are opened by the library itself"
    if plugin.kind == "policy" and plugin.code in pack_names():
        return f"{plugin.code} is a pack that comes with the library"
    return ""


def _new_document(
    plugin: NewPlugin, place: Path, files: tuple[str, ...], then: tuple[str, ...]
) -> dict[str, object]:
    return {
        "kind": plugin.kind,
        "name": plugin.name,
        "distribution": plugin.distribution,
        "package": plugin.package,
        "folder": str(place),
        "written": list(files),
        "next": list(then),
    }

"""Putting the plugins of a program together: the library's own, the host's, the installed ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from wraparound.errors import PluginInvalid
from wraparound.hooks import HookCall, Hooks, PluginReport, hookimpl, load_plugins
from wraparound.importing import CaseFileImporter
from wraparound.intake import Importer
from wraparound.policy import (
    Pack,
    ProgramPack,
    is_program_pack,
    read_packs,
    read_program_packs,
)
from wraparound.policy.rule_sets import RuleSets, by_name, read_rule_sets
from wraparound.storage import Store, resolve_store

BUILT_IN = "built-in"
"""The name of the library's own plugin."""


class BuiltIn:
    """The library's own plugin: what comes with it goes through the same hooks as a stranger's."""

    @hookimpl
    def resolve_storage(self, url: str, program: str) -> Store | None:
        """Open the stores that come with the library."""
        return resolve_store(url, program=program)

    @hookimpl
    def register_importers(self) -> list[Importer]:
        """Offer the library's own case file."""
        return [CaseFileImporter()]


def assemble_hooks(
    plugins: Iterable[object] = (),
    *,
    only: Collection[str] | None = None,
    without: Collection[str] = (),
    trace: Callable[[HookCall], None] | None = None,
) -> tuple[Hooks, tuple[PluginReport, ...]]:
    """Register the library's own plugin, the installed ones and the host's, in this order.

    Args:
        plugins: The host's own plugin objects; they are asked first.
        only: Load none of the installed plugins but these.
        without: Leave out these installed plugins.
        trace: Told of every call of a plugin.

    Returns:
        The hooks, and what became of each installed plugin.

    Raises:
        PluginInvalid: One of the host's own plugins breaks the contract of a hook.
    """
    hooks = Hooks(trace=trace)
    hooks.register(BuiltIn(), name=BUILT_IN)
    reports = load_plugins(hooks, only=only, without=without)
    for plugin in plugins:
        hooks.register(plugin, name=getattr(plugin, "name", None) or type(plugin).__name__)
    return hooks, reports


def plugin_packs(hooks: Hooks) -> dict[str, Pack]:
    """Return the packs of conflict rules that plugins bring, by their ids."""
    return {pack.id: pack for pack in _brought(hooks) if isinstance(pack, Pack)}


def plugin_programs(hooks: Hooks) -> dict[str, ProgramPack]:
    """Return the program packs that plugins bring, by their ids."""
    return {pack.id: pack for pack in _brought(hooks) if isinstance(pack, ProgramPack)}


def plugin_criteria(hooks: Hooks) -> RuleSets:
    """Return the sets of rules about who qualifies that plugins bring, by their names."""
    return by_name(
        each
        for _, brought in hooks.register_criteria()
        for each in (
            read_rule_sets(brought.read_bytes(), source=brought.name)
            if isinstance(brought, Path)
            else (brought,)
        )
    )


def plugin_templates(hooks: Hooks) -> tuple[Path, ...]:
    """Return the folders of templates that plugins bring, the first one asked first.

    Raises:
        PluginInvalid: There is no such folder.
    """
    folders = hooks.register_templates()
    for plugin, folder in folders:
        if not folder.is_dir():
            message = f"brings templates from {folder.name}, which is no folder"
            raise PluginInvalid(plugin, message, hint="name a folder that comes with the plugin")
    return tuple(folder for _, folder in folders)


def _brought(hooks: Hooks) -> Iterator[Pack | ProgramPack]:
    for _, brought in hooks.register_policies():
        if not isinstance(brought, Path):
            yield brought
        elif is_program_pack(brought):
            yield from read_program_packs([brought])
        else:
            yield from read_packs([brought])

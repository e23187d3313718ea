"""Putting the plugins of a program together: the library's own, the host's, the installed ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from wraparound.hooks import HookCall, Hooks, PluginReport, hookimpl, load_plugins
from wraparound.importing import CaseFileImporter
from wraparound.intake import Importer
from wraparound.policy import Pack, read_packs
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
    """Return the policy packs that plugins bring, by their ids."""
    packs: dict[str, Pack] = {}
    for _, brought in hooks.register_policies():
        for pack in read_packs([brought]) if isinstance(brought, Path) else (brought,):
            packs[pack.id] = pack
    return packs

"""Putting the plugins of a program together: the library's own, the host's, the installed ones."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from wraparound.channels import LogChannel
from wraparound.eligibility.rule_sets import load_rule_sets
from wraparound.errors import PluginInvalid
from wraparound.hooks import Channel, HookCall, Hooks, PluginReport, hookimpl, load_plugins
from wraparound.importing import CaseFileImporter
from wraparound.instruments import InstrumentShelf, shelve_instruments
from wraparound.intake import Importer
from wraparound.policy import (
    Pack,
    PayerPack,
    ProgramPack,
    read_packs,
    read_payer_files,
    read_program_packs,
)
from wraparound.policy.pack_files import LazyPacks, PackKind, Sign, sign_of
from wraparound.policy.rule_sets import RuleSet, RuleSets, by_name, read_rule_sets
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
    def register_channels(self) -> list[Channel]:
        """Offer the log: the one channel that needs no settings."""
        return [LogChannel()]

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


def plugin_packs(hooks: Hooks) -> Mapping[str, Pack]:
    """Return the packs of conflict rules that plugins bring, by their ids.

    A file is read when somebody asks for its pack. Where two plugins bring one id, that of the
    plugin which is asked first counts: the host's own before an installed one.

    Raises:
        PolicyInvalid: A file is not YAML; other faults are told when its pack is asked for.
    """
    held = _brought(hooks, PackKind.CONFLICT)
    return LazyPacks(held, lambda file: read_packs([file])[0])


def plugin_programs(hooks: Hooks) -> Mapping[str, ProgramPack]:
    """Return the program packs that plugins bring, by their ids, as ``plugin_packs`` does."""
    held = _brought(hooks, PackKind.PROGRAM)
    return LazyPacks(held, lambda file: read_program_packs([file])[0])


def plugin_payers(hooks: Hooks) -> Mapping[str, PayerPack]:
    """Return the packs of payer routes that plugins bring, by their ids, as ``plugin_packs`` does.

    Raises:
        PolicyInvalid: A file is not YAML; other faults are told when its pack is asked for.
    """
    held = _brought(hooks, PackKind.PAYERS)
    return LazyPacks(held, lambda file: read_payer_files([file])[0])


@functools.lru_cache(maxsize=4)  # a portal has a program for each reader, over the same hooks
def plugin_criteria(hooks: Hooks) -> RuleSets:
    """Return the sets of rules about who qualifies that plugins bring, by their names.

    Where two plugins bring one name, that of the plugin which is asked first counts.

    Raises:
        PolicyInvalid: A file has faults; all of them are listed.
    """
    found: dict[str, tuple[RuleSet, ...]] = {}
    for _, brought in groupby(hooks.register_criteria(), key=lambda each: each[0]):
        sets = by_name(
            each
            for _, one in brought
            for each in (
                read_rule_sets(one.read_bytes(), source=one.name)
                if isinstance(one, Path)
                else (one,)
            )
        )
        found = {**sets, **found}
    return found


def known_criteria(hooks: Hooks) -> RuleSets:
    """Return every set of rules about who qualifies: the library's, and those of plugins, by name.

    Where a plugin brings one of the library's names, that of the plugin counts.

    Raises:
        PolicyInvalid: A file of a plugin has faults; all of them are listed.
    """
    return {**load_rule_sets(), **plugin_criteria(hooks)}


def plugin_scenarios(hooks: Hooks) -> tuple[Path, ...]:
    """Return where the scenarios of plugins are: files, and folders of them."""
    return tuple(path for _, path in hooks.register_scenarios())


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


@functools.lru_cache(maxsize=4)  # as above
def plugin_instruments(hooks: Hooks) -> InstrumentShelf:
    """Return the instruments at hand: the library's, and what plugins bring besides.

    Raises:
        PolicyInvalid: A definition or a content has faults.
        ContentRefused: A licensed site's file is not the one that was agreed on.
    """
    return shelve_instruments(brought for _, brought in hooks.register_instruments())


def _brought(hooks: Hooks, kind: PackKind) -> dict[str, Any]:
    # Any: a pack of the kind, or a file that says to be of it
    found: dict[str, Any] = {}
    for _, brought in hooks.register_policies():
        if isinstance(brought, Path):
            sign = sign_of(brought) or Sign(PackKind.CONFLICT, brought.stem)
        else:
            sign = Sign(_kind_of(brought), brought.id)
        if sign.kind is kind:
            found.setdefault(sign.name, brought)
    return found


def _kind_of(pack: Pack | ProgramPack | PayerPack) -> PackKind:
    if isinstance(pack, Pack):
        return PackKind.CONFLICT
    return PackKind.PROGRAM if isinstance(pack, ProgramPack) else PackKind.PAYERS

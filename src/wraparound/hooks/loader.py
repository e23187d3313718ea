"""Finding and loading plugins: each on its own, so that a broken one stops no other."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from importlib.metadata import EntryPoint, entry_points

import attrs

from wraparound.errors import PluginInvalid
from wraparound.hooks.caller import Hooks
from wraparound.hooks.spec import PROJECT


@attrs.frozen(kw_only=True)
class PluginReport:
    """What became of one plugin.

    Attributes:
        name: The plugin's name (of its entry point).
        distribution: The package that brings it.
        version: The package's version.
        hooks: The hooks that it implements, sorted.
        failure: Why it was not loaded; empty where it was.
        disabled: Whether somebody asked for it to be left out.
    """

    name: str
    distribution: str = ""
    version: str = ""
    hooks: tuple[str, ...] = ()
    failure: str = ""
    disabled: bool = False

    @property
    def loaded(self) -> bool:
        """Whether the plugin is at work."""
        return not self.failure and not self.disabled


def load_plugins(
    hooks: Hooks,
    *,
    only: Collection[str] | None = None,
    without: Collection[str] = (),
    found: Iterable[EntryPoint] | None = None,
) -> tuple[PluginReport, ...]:
    """Load every installed plugin, in the order of their names, and tell what became of each.

    Args:
        hooks: Where the plugins are registered.
        only: Load none but these; None means all.
        without: Leave these out.
        found: The entry points to load; None means those of the installed packages.
    """
    candidates = entry_points(group=PROJECT) if found is None else found
    reports = []
    for entry in sorted(candidates, key=lambda each: (each.name, each.value)):
        wanted = (only is None or entry.name in only) and entry.name not in without
        reports.append(_load(hooks, entry) if wanted else _report(entry, disabled=True))
    return tuple(reports)


def _load(hooks: Hooks, entry: EntryPoint) -> PluginReport:
    try:
        plugin = entry.load()
    except Exception as error:  # noqa: BLE001 - importing a stranger's module can fail in any way
        return _report(entry, failure=f"{type(error).__name__}: {error}")
    try:
        implemented = hooks.register(plugin, name=entry.name)
    except PluginInvalid as error:
        return _report(entry, failure=str(error))
    return _report(entry, hooks=implemented)


def _report(
    entry: EntryPoint, *, hooks: tuple[str, ...] = (), failure: str = "", disabled: bool = False
) -> PluginReport:
    distribution = entry.dist
    return PluginReport(
        name=entry.name,
        distribution="" if distribution is None else distribution.name,
        version="" if distribution is None else distribution.version,
        hooks=hooks,
        failure=failure,
        disabled=disabled,
    )

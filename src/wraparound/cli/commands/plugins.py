"""``wraparound plugins``: every plugin, what it brings, and what failed to load and why."""

from __future__ import annotations

from collections import Counter

import click

from wraparound import __version__
from wraparound.cli.loading import Suggesting
from wraparound.cli.opening import address, database_file
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import Settings, settings_of, shared_options
from wraparound.cli.templates.command import new
from wraparound.hooks import HOOK_NAMES, HookCall, Hooks, PluginReport
from wraparound.instruments import Brought, Instrument, LicensedContent, shelve_instruments
from wraparound.program import (
    BUILT_IN,
    assemble_hooks,
    plugin_criteria,
    plugin_packs,
    plugin_payers,
    plugin_programs,
)
from wraparound.program.assembly import BuiltIn


@click.group("plugins", cls=Suggesting, invoke_without_command=True)
@click.option("--trace", is_flag=True, help="Show each call of a plugin, with the time it took.")
@shared_options("store", "output")
@click.pass_context
def command(ctx: click.Context, *, trace: bool) -> None:
    """List every plugin: its package and version, its hooks, and what failed and why.

    A plugin that fails never stops another one. --trace opens the store as other commands do and
    shows each call on the way. "new" begins a plugin of your own.
    """
    if ctx.invoked_subcommand is not None:
        return
    settings = settings_of(ctx)
    calls: list[HookCall] = []
    hooks, found = assemble_hooks(trace=calls.append)
    built_in = PluginReport(
        name=BUILT_IN,
        distribution="wraparound",
        version=__version__,
        hooks=tuple(name for name in HOOK_NAMES if hasattr(BuiltIn, name)),
    )
    brought = _brought(hooks)
    if trace:
        _open_store(hooks, settings)
    reports = (built_in, *found)
    if settings.as_json:
        print_document("plugins", _document(reports, brought, hooks.failures, calls, trace=trace))
        return
    page = Page(settings)
    for report in reports:
        _print_plugin(page, report, brought.get(report.name, ()))
    for call in hooks.failures:
        page.line(
            f"{call.plugin} failed in {call.hook}: {call.failure}. What it brings is missing.",
            style="bold red",
        )
    if trace:
        page.heading("Calls")
        page.table(
            ("hook", "plugin", "milliseconds", "failure"),
            [(c.hook, c.plugin, f"{c.milliseconds:.2f}", c.failure) for c in calls],
        )


command.add_command(new)


def _brought(hooks: Hooks) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for plugin, importer in hooks.register_importers():
        found.setdefault(plugin, []).append(f"reads {importer.name}: {importer.title}")
    for plugin, channel in hooks.register_channels():
        found.setdefault(plugin, []).append(f"channel {channel.name}")
    for plugin, command in hooks.register_commands():
        found.setdefault(plugin, []).append(f"command {command.name or plugin}")
    files = (
        ("policy pack", hooks.register_policies()),
        ("set of rules of who qualifies", hooks.register_criteria()),
    )
    for what, registered in files:
        for plugin, number in Counter(plugin for plugin, _ in registered).items():
            found.setdefault(plugin, []).append(what if number == 1 else f"{what} ({number})")
    for read in (plugin_packs, plugin_programs, plugin_payers, plugin_criteria):
        dict(read(hooks))  # a pack with faults is told now, and not by the next review
    for plugin, _ in hooks.register_policies():
        found.setdefault(plugin, []).append("policy pack")
    instruments = hooks.register_instruments()
    for plugin, each in instruments:
        found.setdefault(plugin, []).append(_instrument(each))
    plugin_packs(hooks)  # a pack with faults is told now, and not by the next review
    shelve_instruments(each for _, each in instruments)  # and so is an instrument
    return {plugin: tuple(sorted(each)) for plugin, each in found.items()}


def _instrument(brought: Brought) -> str:
    match brought:
        case Instrument(id=name):
            return f"instrument {name}"
        case LicensedContent(file=file):
            return f"licensed content in {file.name}"
        case _:
            return f"instrument in {brought.name}"


def _open_store(hooks: Hooks, settings: Settings) -> None:
    url = address(settings)
    file = database_file(url)
    missing = file is not None and not file.exists()
    store = hooks.resolve_storage("memory:" if missing else url, program=settings.program)
    if store is not None:
        store.close()


def _print_plugin(page: Page, report: PluginReport, brought: tuple[str, ...]) -> None:
    origin = " ".join(part for part in (report.distribution, report.version) if part)
    state = "failed" if report.failure else "left out" if report.disabled else "at work"
    style = "bold red" if report.failure else "bold"
    page.line(f"{report.name}: {state}" + (f" ({origin})" if origin else ""), style=style)
    if report.failure:
        page.labelled("Why", report.failure.splitlines())
    if report.hooks:
        page.labelled("Hooks", [", ".join(report.hooks)])
    if brought:
        page.labelled("Brings", brought)


def _document(
    reports: tuple[PluginReport, ...],
    brought: dict[str, tuple[str, ...]],
    failures: list[HookCall],
    calls: list[HookCall],
    *,
    trace: bool,
) -> dict[str, object]:
    document: dict[str, object] = {
        "plugins": [
            {
                "name": each.name,
                "distribution": each.distribution,
                "version": each.version,
                "loaded": each.loaded,
                "disabled": each.disabled,
                "failure": each.failure,
                "hooks": list(each.hooks),
                "brings": list(brought.get(each.name, ())),
            }
            for each in reports
        ],
        "failed_calls": [_call(each) for each in failures],
    }
    if trace:
        document["calls"] = [_call(each) for each in calls]
    return document


def _call(call: HookCall) -> dict[str, object]:
    return {
        "hook": call.hook,
        "plugin": call.plugin,
        "milliseconds": round(call.milliseconds, 3),
        "failure": call.failure,
    }

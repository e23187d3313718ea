"""Calling hooks: one typed method for each, and the rule for what a failure means."""

from __future__ import annotations

import inspect
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import attrs
import click
import pluggy

from wraparound.chart import Chart
from wraparound.errors import ChangeRefused, PluginInvalid, did_you_mean
from wraparound.hooks.events import Notification, RecordChange
from wraparound.hooks.letters import Channel
from wraparound.hooks.spec import HOOK_NAMES, PROJECT, HookSpecs
from wraparound.instruments import Brought
from wraparound.intake import Importer
from wraparound.model.findings import Finding
from wraparound.model.plan_findings import PlanFinding
from wraparound.policy import Pack, PayerPack, ProgramPack, ProgramPolicy
from wraparound.policy.predicates import Answer, Fact
from wraparound.policy.rule_sets import RuleSet
from wraparound.storage.contract import Store
from wraparound.storage.keys import ProgramKeys

_T = TypeVar("_T")

log = logging.getLogger("wraparound.hooks")


@attrs.frozen
class HookCall:
    """One call of one plugin's hook.

    Attributes:
        hook: The hook.
        plugin: The plugin.
        milliseconds: How long it took.
        failure: The type of the error where it failed, never its words: they may hold personal
            values. Empty where it did not fail.
    """

    hook: str
    plugin: str
    milliseconds: float
    failure: str = ""


class Hooks:
    """The plugins of one program, and the only way to call them.

    Plugins are called in the reverse order of their registration: what a host registers last is
    asked first. A plugin that fails never keeps another one from being called.
    """

    def __init__(self, *, trace: Callable[[HookCall], None] | None = None) -> None:
        """Start without any plugin.

        Args:
            trace: Told of every call.
        """
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(HookSpecs)
        self._trace = trace
        self.failures: list[HookCall] = []
        """Calls of ``register_`` hooks that failed; what they would have added is missing."""

    def register(self, plugin: object, *, name: str) -> tuple[str, ...]:
        """Add a plugin: a module, or an object with hook methods.

        Returns:
            The hooks that it implements, sorted.

        Raises:
            PluginInvalid: It implements no hook, or breaks the contract of one.
        """
        marked = dict(_marked(plugin))
        for hook, function in marked.items():
            _refuse_misfits(name, hook, function)
        if not marked:
            raise PluginInvalid(name, "implements no hook", hint="mark functions with @hookimpl")
        try:
            self._manager.register(plugin, name=name)
        except pluggy.PluginValidationError as error:
            self._manager.unregister(name=name)
            raise PluginInvalid(name, f"does not fit: {_first_line(error)}") from None
        except ValueError as error:
            raise PluginInvalid(name, "is registered already") from error
        return tuple(sorted(marked))

    @property
    def names(self) -> tuple[str, ...]:
        """The registered plugins, in the order of registration."""
        return tuple(name for name, _ in self._manager.list_name_plugin())

    def resolve_storage(self, url: str, *, program: str) -> Store | None:
        """Return the store of the first plugin that opens the URL; None if none does.

        An error of a plugin that knows the URL goes to the caller.
        """
        for implementation in self._implementations("resolve_storage"):
            values = {"url": url, "program": program}
            store = implementation.function(*[values[name] for name in implementation.argnames])
            if store is None:
                continue
            if not isinstance(store, Store):
                raise PluginInvalid(implementation.plugin_name, "resolved to something not a Store")
            return store
        return None

    def resolve_key(self, url: str, *, program: str) -> ProgramKeys | None:
        """Return the keys of the first plugin that has some; None if records are not sealed.

        An error goes to the caller: nothing is kept unsealed because a plugin failed.
        """
        for implementation in self._implementations("resolve_key"):
            values = {"url": url, "program": program}
            keys = implementation.function(*[values[name] for name in implementation.argnames])
            if keys is None:
                continue
            if not isinstance(keys, ProgramKeys):
                plugin = implementation.plugin_name
                raise PluginInvalid(plugin, "resolved to something not ProgramKeys")
            return keys
        return None

    def register_policies(self) -> tuple[tuple[str, Pack | ProgramPack | PayerPack | Path], ...]:
        """Return the policy packs of every plugin, each with the plugin's name."""
        return tuple(self._gathered("register_policies", Pack | ProgramPack | PayerPack | Path))

    def register_criteria(self) -> tuple[tuple[str, RuleSet | Path], ...]:
        """Return the sets of rules of every plugin, each with the plugin's name."""
        return tuple(self._gathered("register_criteria", RuleSet | Path))

    def register_templates(self) -> tuple[tuple[str, Path], ...]:
        """Return the folders of templates of every plugin, each with the plugin's name."""
        return tuple(self._gathered("register_templates", Path))

    def register_scenarios(self) -> tuple[tuple[str, Path], ...]:
        """Return where the scenarios of every plugin are, each with the plugin's name."""
        return tuple(self._gathered("register_scenarios", Path))

    def register_instruments(self) -> tuple[tuple[str, Brought], ...]:
        """Return the instruments of every plugin, each with the plugin's name."""
        return tuple(self._gathered("register_instruments", Brought))

    def register_importers(self) -> tuple[tuple[str, Importer], ...]:
        """Return the importers of every plugin, each with the plugin's name."""
        return tuple(self._gathered("register_importers", Importer))

    def register_channels(self) -> tuple[tuple[str, Channel], ...]:
        """Return the channels of every plugin, each with the plugin's name."""
        return tuple(self._gathered("register_channels", Channel))

    def implements(self, hook: str) -> bool:
        """Tell whether any plugin implements a hook."""
        return bool(self._implementations(hook))

    def register_commands(self) -> tuple[tuple[str, click.Command], ...]:
        """Return the commands of every plugin, each with the plugin's name."""
        return tuple(self._gathered("register_commands", click.Command))

    def check_chart(self, chart: Chart) -> tuple[tuple[Finding, ...], tuple[HookCall, ...]]:
        """Return the findings of every plugin, and the calls of those that failed.

        What a failed check would have said is not known, so whoever shows the findings must show
        the failures beside them.
        """
        return self._checked("check_chart", {"chart": chart}, Finding)

    def check_plan(
        self, chart: Chart, practice: ProgramPolicy
    ) -> tuple[tuple[PlanFinding, ...], tuple[HookCall, ...]]:
        """Return what every plugin's own plan rules find, and the calls of those that failed."""
        return self._checked("check_plan", {"chart": chart, "practice": practice}, PlanFinding)

    def resolve_fact(self, path: str, chart: Chart) -> Fact | None:
        """Return the fact that the first plugin tells; None where none does.

        An error goes to the caller: what could not be asked for is not what nobody knows.
        """
        for implementation in self._implementations("resolve_fact"):
            values: dict[str, object] = {"path": path, "chart": chart}
            fact = implementation.function(*[values[name] for name in implementation.argnames])
            if fact is None:
                continue
            if not isinstance(fact, Fact):
                raise PluginInvalid(implementation.plugin_name, "resolved to something not a Fact")
            return fact
        return None

    def check_eligibility(
        self, rules: str, chart: Chart
    ) -> tuple[tuple[Answer, ...], tuple[HookCall, ...]]:
        """Return the answers of every plugin's own rules, and the calls of those that failed."""
        return self._checked("check_eligibility", {"rules": rules, "chart": chart}, Answer)

    def before_commit(self, change: RecordChange) -> None:
        """Ask every plugin whether a change may be kept.

        Raises:
            ChangeRefused: One said no, or failed.
        """
        for implementation in self._implementations("before_commit"):
            call, answer = self._guarded(implementation, {"change": change})
            if call.failure:
                raise ChangeRefused(call.plugin, f"its check failed ({call.failure})")
            if answer is not None:
                raise ChangeRefused(call.plugin, str(answer))

    def after_commit(self, change: RecordChange) -> None:
        """Tell every plugin of a change that is kept; failures are logged."""
        for implementation in self._implementations("after_commit"):
            self._guarded(implementation, {"change": change})

    def after_notification(self, notification: Notification) -> tuple[HookCall, ...]:
        """Tell every plugin of something that somebody should hear; failures are logged.

        Returns:
            The calls that failed: those plugins did not hear of it.
        """
        calls = [
            self._guarded(implementation, {"notification": notification})[0]
            for implementation in self._implementations("after_notification")
        ]
        return tuple(call for call in calls if call.failure)

    def _checked(
        self, hook: str, values: Mapping[str, object], wanted: type[_T]
    ) -> tuple[tuple[_T, ...], tuple[HookCall, ...]]:
        """Return what every plugin's check says, and the calls of those that failed."""
        said: list[_T] = []
        failed: list[HookCall] = []
        for implementation in self._implementations(hook):
            call, answer = self._listed(implementation, values)
            found = [each for each in answer if isinstance(each, wanted)]
            if len(found) < len(answer):
                call = attrs.evolve(call, failure=f"returned something not a {wanted.__name__}")
            if call.failure:
                failed.append(call)
            said.extend(found)
        return tuple(said), tuple(failed)

    def _gathered(self, hook: str, wanted: Any) -> Iterator[tuple[str, Any]]:
        # Any: what is yielded was held against the wanted type, or union of types, just before
        for implementation in self._implementations(hook):
            call, answer = self._listed(implementation, {})
            misfit = next((each for each in answer if not isinstance(each, wanted)), None)
            if misfit is not None:
                call = attrs.evolve(call, failure=f"returned a {type(misfit).__name__}")
            if call.failure:
                self.failures.append(call)
                continue
            yield from ((implementation.plugin_name, each) for each in answer)

    def _listed(
        self, implementation: pluggy.HookImpl, values: Mapping[str, object]
    ) -> tuple[HookCall, tuple[object, ...]]:
        def ask(*arguments: object) -> tuple[object, ...]:
            # a generator fails only as it is read, so it is read inside the guard
            answer = implementation.function(*arguments)
            return tuple(answer) if isinstance(answer, Iterable) else ()

        call, answer = self._guarded(implementation, values, ask)
        return call, answer if isinstance(answer, tuple) else ()

    def _implementations(self, hook: str) -> Iterable[pluggy.HookImpl]:
        caller: pluggy.HookCaller = getattr(self._manager.hook, hook)
        return list(reversed(caller.get_hookimpls()))

    def _guarded(
        self,
        implementation: pluggy.HookImpl,
        values: Mapping[str, object],
        ask: Callable[..., object] | None = None,
    ) -> tuple[HookCall, object]:
        hook = implementation.function.__name__
        answer: object = None
        failure = ""
        started = time.perf_counter()
        try:
            answer = (ask or implementation.function)(
                *[values[name] for name in implementation.argnames]
            )
        except Exception as error:  # noqa: BLE001 - the one place where strangers' code is called
            failure = type(error).__name__
            log.warning("the plugin %s failed in %s: %s", implementation.plugin_name, hook, failure)
        milliseconds = (time.perf_counter() - started) * 1000
        call = HookCall(hook, implementation.plugin_name, milliseconds, failure)
        if self._trace is not None:
            self._trace(call)
        return call, answer


def _marked(plugin: object) -> Iterator[tuple[str, Callable[..., object]]]:
    for name in dir(plugin):
        function = getattr(plugin, name, None)
        if callable(function) and hasattr(function, f"{PROJECT}_impl"):
            yield name, function


def _refuse_misfits(plugin: str, hook: str, function: Callable[..., object]) -> None:
    if hook not in HOOK_NAMES:
        hint = did_you_mean(hook, HOOK_NAMES) or "hooks: " + ", ".join(HOOK_NAMES)
        raise PluginInvalid(plugin, f"implements a hook that does not exist: {hook}", hint=hint)
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        message = f"implements {hook} as a coroutine, which nobody would await"
        raise PluginInvalid(plugin, message, hint="hooks are called synchronously")
    options = getattr(function, f"{PROJECT}_impl")
    if options.get("hookwrapper") or options.get("wrapper"):
        raise PluginInvalid(plugin, f"wraps {hook}; wrappers are not called here")


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return next((line for line in reversed(lines) if line.strip()), type(error).__name__)

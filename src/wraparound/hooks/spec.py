"""Every hook, with its contract: what other systems can put in, and what they are told.

The first word of a name is the contract:

- ``register_``: called once, as a program opens; what is returned is added.
- ``resolve_``: asked in turn; the first answer that is not None is taken.
- ``check_``: pure; returns findings that are added to the library's own.
- ``before_``: may refuse by returning a reason; if it fails, the change is refused.
- ``after_``: told of what is already safe; a failure is logged and changes nothing.

An implementation may leave out any argument. Coroutine functions and hook wrappers are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
import pluggy

from wraparound.chart import Chart
from wraparound.hooks.events import Notification, RecordChange
from wraparound.hooks.letters import Channel
from wraparound.instruments import Instrument, LicensedContent
from wraparound.intake import Importer
from wraparound.model.findings import Finding
from wraparound.model.plan_findings import PlanFinding
from wraparound.policy import Pack, PayerPack, ProgramPack, ProgramPolicy
from wraparound.policy.predicates import Answer, Fact
from wraparound.policy.rule_sets import RuleSet
from wraparound.storage.contract import Store
from wraparound.storage.keys import ProgramKeys

PROJECT = "wraparound"
"""The name of the plugin project, and of the entry point group that plugins are found by."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function, or a method of a plugin object, as the implementation of a hook."""


class HookSpecs:
    """The signatures of all hooks."""

    @hookspec
    def resolve_storage(self, url: str, program: str) -> Store | None:
        """Open a store for a URL, or answer None where the URL is somebody else's.

        Args:
            url: Where the records are, such as ``ehr://main``.
            program: The program whose records the store must keep apart from others.
        """

    @hookspec
    def resolve_key(self, url: str, program: str) -> ProgramKeys | None:
        """Return the keys that a program's records are sealed with, or None to say nothing.

        Args:
            url: Where the records are.
            program: Whose records they are; each program needs a shelf of its own.
        """

    @hookspec
    def register_policies(self) -> Iterable[Pack | ProgramPack | PayerPack | Path]:
        """Return policy packs, of rules, of a program or of payer routes, or files of packs."""
        raise NotImplementedError

    @hookspec
    def register_criteria(self) -> Iterable[RuleSet | Path]:
        """Return sets of rules about who qualifies, or files of such sets."""
        raise NotImplementedError

    @hookspec
    def register_templates(self) -> Iterable[Path]:
        """Return folders with templates of documents, which come before the house's own."""
        raise NotImplementedError

    @hookspec
    def register_scenarios(self) -> Iterable[Path]:
        """Return files, or folders of files, of scenarios that prove the plugin's packs."""
        raise NotImplementedError

    @hookspec
    def register_instruments(self) -> Iterable[Instrument | LicensedContent | Path]:
        """Return definitions of instruments, files of such, or a licensed site's own content."""
        raise NotImplementedError

    @hookspec
    def register_importers(self) -> Iterable[Importer]:
        """Return readers of outside formats."""
        raise NotImplementedError

    @hookspec
    def register_channels(self) -> Iterable[Channel]:
        """Return channels that carry letters to people."""
        raise NotImplementedError

    @hookspec
    def register_commands(self) -> Iterable[click.Command]:
        """Return commands to be added to the ``wraparound`` command."""
        raise NotImplementedError

    @hookspec
    def check_chart(self, chart: Chart) -> Iterable[Finding]:
        """Return findings of the host's own rules about one family.

        Args:
            chart: The family as of a day. The check must say the same of the same chart.
        """
        raise NotImplementedError

    @hookspec
    def check_plan(self, chart: Chart, practice: ProgramPolicy) -> Iterable[PlanFinding]:
        """Return findings of the host's own rules about a family's team, plan and meetings.

        Args:
            chart: The family as of a day. The check must say the same of the same chart.
            practice: What the program goes by.
        """
        raise NotImplementedError

    @hookspec
    def resolve_fact(self, path: str, chart: Chart) -> Fact | None:
        """Return a fact that a rule asks for and the record does not tell, or None to say nothing.

        Args:
            path: The fact, such as ``insurance.medicaid``.
            chart: The family as of a day.
        """

    @hookspec
    def check_eligibility(self, rules: str, chart: Chart) -> Iterable[Answer]:
        """Return answers of the host's own rules, which must be yes besides those of a set.

        Args:
            rules: The set of rules that is asked.
            chart: The family as of a day. The check must say the same of the same chart.
        """
        raise NotImplementedError

    @hookspec
    def before_commit(self, change: RecordChange) -> str | None:
        """Return a reason to refuse a change, or None to let it pass.

        Args:
            change: What is about to be kept. The reason must not hold personal values.
        """

    @hookspec
    def after_commit(self, change: RecordChange) -> None:
        """Hear of a change that is safely kept.

        Args:
            change: What was kept.
        """

    @hookspec
    def after_notification(self, notification: Notification) -> None:
        """Hear of something that somebody should be told.

        Args:
            notification: What happened, in ids and codes.
        """


HOOK_NAMES = tuple(
    sorted(name for name in vars(HookSpecs) if hasattr(vars(HookSpecs)[name], f"{PROJECT}_spec"))
)
"""The names of all hooks, sorted."""

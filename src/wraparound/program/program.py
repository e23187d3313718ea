"""A program: a wraparound site with its storage, its dated policy and its plugins, put together.

This is where the rooms meet. Everything below is pure or passive; a program opens the store, asks
the clock that it was given, calls the plugins, and hands records to the reviews.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from wraparound.hooks import HookCall, Hooks, PluginReport
from wraparound.importing import ImportReport
from wraparound.intake import Importer
from wraparound.policy import Overlay, Policy, ProgramPolicy, choose_policy, choose_program
from wraparound.program.assembly import assemble_hooks, plugin_packs, plugin_programs
from wraparound.program.assessing import Assessing
from wraparound.program.caseloads import Caseloads
from wraparound.program.hearings import Hearings
from wraparound.program.keeping import desk_over, read_into, sealed_with
from wraparound.program.notifying import Notifying
from wraparound.program.paperwork import Paperwork
from wraparound.program.practice import NATIONAL_MODEL
from wraparound.program.reads import NOBODY, Reader
from wraparound.program.records import utc_now
from wraparound.program.rule_changes import RuleChanges
from wraparound.program.team_work import TeamWork
from wraparound.storage import Store, no_store_opens

DEFAULT_STORE = "sqlite:///wraparound.db"
"""Where records are kept if nobody says otherwise: a file in the present folder."""

FEDERAL_PACKS = ("FED-1915C", "FED-1915I", "FED-1915K", "FED-TCM")
"""The packs that a review asks where nobody chose: the four federal texts side by side."""


class Program(Paperwork, TeamWork, Assessing, Caseloads, Notifying, RuleChanges, Hearings):
    """One program's records, rules, practice and plugins.

    Use it as a context manager, or close it. One program may be used by one thread at a time.
    """

    def __init__(
        self,
        store: Store,
        *,
        hooks: Hooks,
        policy: Policy,
        practice: ProgramPolicy | None = None,
        plugins: tuple[PluginReport, ...] = (),
        now: Callable[[], datetime] = utc_now,
        reader: Reader = NOBODY,
        note_reads: bool = True,
    ) -> None:
        """Put a program together from its parts; ``open`` does it from an address."""
        super().__init__(
            store,
            hooks=hooks,
            policy=policy,
            practice=practice,
            now=now,
            reader=reader,
            note_reads=note_reads,
        )
        self.plugins = plugins

    @classmethod
    def open(  # noqa: PLR0913 - each is one choice of whoever opens a program, by keyword
        cls,
        url: str | Path = DEFAULT_STORE,
        *,
        program: str = "default",
        policies: Sequence[str] = FEDERAL_PACKS,
        overlays: Iterable[Overlay] = (),
        practice: str | ProgramPolicy = NATIONAL_MODEL,
        plugins: Iterable[object] = (),
        only: Collection[str] | None = None,
        without: Collection[str] = (),
        now: Callable[[], datetime] = utc_now,
        trace: Callable[[HookCall], None] | None = None,
        reader: Reader = NOBODY,
        note_reads: bool = True,
    ) -> Self:
        """Open a program.

        Args:
            url: Where its records are, such as ``sqlite:///cases.db`` or ``memory:``; a path
                is a SQLite file.
            program: Its name, where one store keeps several.
            policies: The policy packs to judge by, in order.
            overlays: Changes to those packs.
            practice: The program pack that clocks and plan reviews go by, such as ``us-ms``.
            plugins: The host's own plugin objects, besides the installed ones.
            only: Load none of the installed plugins but these.
            without: Leave out these installed plugins.
            now: The clock.
            trace: Told of every call of a plugin.
            reader: For whom records are read, as the audit trail tells it.
            note_reads: Whether reads of families' records are noted in the audit trail before
                they are answered. Turn it off only where the host keeps such a trail itself.

        Raises:
            StorageUnknown: Nothing opens the URL.
            StorageUnavailable: The store cannot be opened.
            KeyMissing: The records are sealed, and their keys are not there.
            PolicyUnknown: There is no such pack.
            PluginInvalid: One of the host's own plugins breaks the contract of a hook.
        """
        hooks, reports = assemble_hooks(plugins, only=only, without=without, trace=trace)
        policy = choose_policy(policies, overlays=overlays, packs=plugin_packs(hooks))
        chosen = (
            choose_program(practice, packs=plugin_programs(hooks))
            if isinstance(practice, str)
            else practice
        )
        if isinstance(url, Path):
            url = f"sqlite:///{url.as_posix()}"
        store = hooks.resolve_storage(url, program=program)
        if store is None:
            raise no_store_opens(url)
        try:
            store = sealed_with(store, hooks.resolve_key(url, program=program))
            return cls(
                store,
                hooks=hooks,
                policy=policy,
                practice=chosen,
                plugins=reports,
                now=now,
                reader=reader,
                note_reads=note_reads,
            )
        except BaseException:
            store.close()
            raise

    def read_by(self, reader: Reader) -> Self:
        """Return the same program for another reader: a portal has one for each request.

        It shares the store with this one; close only one of them.
        """
        return type(self)(
            self.store,
            hooks=self.hooks,
            policy=self.policy,
            practice=self.practice,
            plugins=self.plugins,
            now=self._now,
            reader=reader,
            note_reads=self._reads.noted,
        )

    @functools.cached_property
    def importers(self) -> tuple[Importer, ...]:
        """The formats that can be imported, those of plugins first."""
        return tuple(importer for _, importer in self.hooks.register_importers())

    def import_files(
        self,
        paths: Sequence[str | Path],
        *,
        by: str,
        format_name: str | None = None,
        system: str | None = None,
        progress: Callable[[str], None] = lambda _: None,
        keep: bool = True,
    ) -> ImportReport:
        """Read files and keep everything in them at once, or nothing.

        Args:
            paths: The files; a list even for one.
            by: Who imports, as an id.
            format_name: How to read them; recognized from their beginning where left out.
            system: Whose local ids the files use; the files are one source where left out.
            progress: Told of each file as it is begun.
            keep: Whether to keep anything; without it, the report says what would come of it.

        Raises:
            InputRefused: Something is wrong; the error lists all of it, and nothing was stored.
        """
        if isinstance(paths, (str, Path)):
            message = "import_files takes a list of files, such as [Path('case.yaml')]"
            raise TypeError(message)
        desk = desk_over(self.store)
        sources = read_into(
            desk,
            [Path(each) for each in paths],
            self.importers,
            format_name=format_name,
            system=system,
            progress=progress,
        )
        if keep:
            with self.change(by=by, reason="import") as unit:
                for record, stored in desk.changed():
                    if stored is None:
                        unit.add(record)
                    else:
                        unit.replace(record, over=stored)
        return desk.report(sources)

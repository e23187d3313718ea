"""A program: a wraparound site with its storage, its dated policy and its plugins, put together.

This is where the rooms meet. Everything below is pure or passive; a program opens the store, asks
the clock that it was given, calls the plugins, and hands records to the reviews.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self, TypeVar

import attrs

from wraparound.chart import Chart, Directory
from wraparound.conflict import review_conflicts
from wraparound.errors import InputRefused, RecordNotFound
from wraparound.hooks import HookCall, Hooks, Notification, PluginReport
from wraparound.importing import ImportReport, Stored, read_sources
from wraparound.intake import Importer
from wraparound.model.findings import Disposition, Review, Timing
from wraparound.model.ids import new_id
from wraparound.model.kinds import kind_of_class
from wraparound.model.record import Record
from wraparound.policy import Overlay, Policy, choose_policy
from wraparound.program.assembly import assemble_hooks, plugin_packs
from wraparound.program.delivery import DeliveryReport, deliver
from wraparound.program.keeping import desk_over, record_in, stored_in
from wraparound.program.unit import Unit
from wraparound.storage import Change, Store, no_store_opens

_R = TypeVar("_R", bound=Record)

DEFAULT_STORE = "sqlite:///wraparound.db"
"""Where records are kept if nobody says otherwise: a file in the present folder."""

FEDERAL_PACKS = ("FED-1915C", "FED-1915I", "FED-1915K", "FED-TCM")
"""The packs that a review asks where nobody chose: the four federal texts side by side."""


def utc_now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


class Program:
    """One program's records, rules and plugins.

    Use it as a context manager, or close it. One program may be used by one thread at a time.
    """

    def __init__(
        self,
        store: Store,
        *,
        hooks: Hooks,
        policy: Policy,
        plugins: tuple[PluginReport, ...] = (),
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Put a program together from its parts; ``open`` does it from an address."""
        self.store = store
        self.hooks = hooks
        self.policy = policy
        self.plugins = plugins
        self._now = now
        self._directory: tuple[tuple[int, datetime | None], Directory] | None = None

    @classmethod
    def open(  # noqa: PLR0913 - each is one choice of whoever opens a program, by keyword
        cls,
        url: str | Path = DEFAULT_STORE,
        *,
        program: str = "default",
        policies: Sequence[str] = FEDERAL_PACKS,
        overlays: Iterable[Overlay] = (),
        plugins: Iterable[object] = (),
        only: Collection[str] | None = None,
        without: Collection[str] = (),
        now: Callable[[], datetime] = utc_now,
        trace: Callable[[HookCall], None] | None = None,
    ) -> Self:
        """Open a program.

        Args:
            url: Where its records are, such as ``sqlite:///cases.db`` or ``memory:``; a path
                is a SQLite file.
            program: Its name, where one store keeps several.
            policies: The policy packs to judge by, in order.
            overlays: Changes to those packs.
            plugins: The host's own plugin objects, besides the installed ones.
            only: Load none of the installed plugins but these.
            without: Leave out these installed plugins.
            now: The clock.
            trace: Told of every call of a plugin.

        Raises:
            StorageUnknown: Nothing opens the URL.
            StorageUnavailable: The store cannot be opened.
            PolicyUnknown: There is no such pack.
            PluginInvalid: One of the host's own plugins breaks the contract of a hook.
        """
        hooks, reports = assemble_hooks(plugins, only=only, without=without, trace=trace)
        policy = choose_policy(policies, overlays=overlays, packs=plugin_packs(hooks))
        if isinstance(url, Path):
            url = f"sqlite:///{url.as_posix()}"
        store = hooks.resolve_storage(url, program=program)
        if store is None:
            raise no_store_opens(url)
        return cls(store, hooks=hooks, policy=policy, plugins=reports, now=now)

    def __enter__(self) -> Self:
        """Return the program itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the program."""
        self.close()

    def close(self) -> None:
        """Close the store. Closing twice does no harm."""
        self.store.close()

    def today(self) -> date:
        """Return the present day, by the program's clock."""
        return self._now().date()

    def _day(self, as_of: date | None) -> date:
        if as_of is None:
            return self.today()
        if type(as_of) is not date:
            message = (
                f"as_of must be a date, such as date(2026, 1, 31), not a {type(as_of).__name__}"
            )
            raise TypeError(message)
        return as_of

    def stored(
        self, kind: type[Record], record_id: str, *, known_at: datetime | None = None
    ) -> Stored:
        """Return a record with its revision, as it is or as it was known at an instant.

        Raises:
            RecordNotFound: There is none.
        """
        name = kind_of_class(kind).name
        envelope = self.store.get(name, record_id, known_at=known_at)
        if envelope is None:
            raise RecordNotFound(name, record_id)
        return stored_in(envelope)

    def get(self, kind: type[_R], record_id: str, *, known_at: datetime | None = None) -> _R:
        """Return a record.

        Raises:
            RecordNotFound: There is none.
        """
        return self.stored(kind, record_id, known_at=known_at).record  # type: ignore[return-value]  # of that kind

    def find(self, kind: type[_R], **where: str) -> Iterator[_R]:
        """Yield the records of a kind whose index holds these values, in the order of their ids.

        Raises:
            IndexUnknown: The kind is not searched by one of the fields.
        """
        name = kind_of_class(kind).name
        after: str | None = None
        while True:
            page = self.store.find(name, where, after=after)
            for envelope in page.envelopes:
                yield record_in(envelope)  # type: ignore[misc]  # of that kind
            after = page.after
            if after is None:
                return

    @contextmanager
    def change(
        self,
        *,
        by: str,
        role: str = "",
        purpose: str = "",
        reason: str = "",
        change_id: str | None = None,
    ) -> Generator[Unit]:
        """Keep everything that is changed in the ``with`` block at once, or nothing of it.

        Args:
            by: Who changes it, as an id.
            role: In which role, as a short code.
            purpose: For what, as a short code.
            reason: Why, without personal values.
            change_id: The change's own id; the same one is applied once.

        Raises:
            ChangeRefused: A plugin said no, or failed to answer.
            RecordChanged: Somebody saved one of the records first.
        """
        unit = Unit(self.stored)
        yield unit
        told = unit.described(change=change_id or new_id(), at=self._now(), by=by, reason=reason)
        if not told.saved and not told.removed and not unit.messages:
            return
        self.hooks.before_commit(told)
        self.store.commit(
            Change(
                id=told.id,
                at=told.at,
                by=by,
                role=role,
                purpose=purpose,
                reason=reason,
                puts=unit.puts(),
                messages=unit.messages,
            )
        )
        self.hooks.after_commit(told)

    def directory(self, *, known_at: datetime | None = None) -> Directory:
        """Return everything that belongs to no family; it is read again only after a change."""
        key = (self.store.position(), known_at)
        if self._directory is None or self._directory[0] != key:
            envelopes = self.store.open_directory(known_at=known_at)
            records = map(record_in, envelopes)
            self._directory = (key, Directory.of(records))
        return self._directory[1]

    def chart(
        self, family: str, *, as_of: date | None = None, known_at: datetime | None = None
    ) -> Chart:
        """Return everything about one family as of a day.

        Args:
            family: The family's id.
            as_of: The day that reviews ask about; today where left out.
            known_at: Leave out what was recorded after this instant.

        Raises:
            RecordNotFound: There is no such family.
        """
        envelopes = self.store.open_family(family, known_at=known_at)
        if not any(each.kind == "family" for each in envelopes):
            raise RecordNotFound("family", family, hint="`wraparound families` lists them")
        return Chart.of(
            map(record_in, envelopes),
            as_of=self._day(as_of),
            directory=self.directory(known_at=known_at),
            known_at=known_at,
        )

    def families(self) -> Iterator[str]:
        """Yield the id of every family, in order."""
        after: str | None = None
        while True:
            page = self.store.find("family", after=after)
            yield from (envelope.id for envelope in page.envelopes)
            after = page.after
            if after is None:
                return

    def review(
        self,
        family: str | Chart,
        *,
        as_of: date | None = None,
        known_at: datetime | None = None,
    ) -> Review:
        """Return what the rules, and the plugins' own checks, say about one family.

        It advises: nothing is changed, and nothing is refused.

        Args:
            family: The family's id, or its chart.
            as_of: The day that is asked about; today, or the chart's own day.
            known_at: Leave out what was recorded after this instant.

        Raises:
            RecordNotFound: There is no such family.
            FactsInvalid: The facts contradict one another.
        """
        chart = (
            family
            if isinstance(family, Chart)
            else self.chart(family, as_of=as_of, known_at=known_at)
        )
        review = review_conflicts(
            chart, policy=self.policy, as_of=chart.as_of if as_of is None else self._day(as_of)
        )
        more, failed = self.hooks.check_chart(chart)
        if not more and not failed:
            return review
        return attrs.evolve(
            review,
            findings=(*review.findings, *more),
            unanswered=tuple(sorted({call.plugin for call in failed})),
        )

    def announce(self, family: str, review: Review) -> tuple[Notification, ...]:
        """Tell the plugins of every finding of a review that holds now, in ids and codes only."""
        told = tuple(
            Notification(
                kind="finding",
                at=self._now(),
                family=family,
                about=finding.path,
                recipient=finding.holder,
                facts={
                    "rule": finding.rule,
                    "severity": finding.severity.value,
                    "disposition": finding.disposition.value,
                },
            )
            for finding in review.findings
            if finding.timing is Timing.CURRENT and finding.disposition is not Disposition.MITIGATED
        )
        for notification in told:
            self.hooks.after_notification(notification)
        return told

    def deliver(self, *, worker: str, limit: int = 100) -> DeliveryReport:
        """Tell the plugins of what was kept with changes (see ``Unit.tell``), at least once.

        Several workers may do this at once, each under its own name.

        Raises:
            StorageLacks: The store has no outbox.
        """
        return deliver(self.store, self.hooks, worker=worker, at=self._now(), limit=limit)

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
        sources = read_sources(
            [Path(each) for each in paths],
            desk,
            self.importers,
            format_name=format_name,
            system=system,
            progress=progress,
        )
        if not desk.faults:
            desk.settle()
        if desk.faults:
            raise InputRefused(desk.faults, uncounted=desk.uncounted)
        if keep:
            with self.change(by=by, reason="import") as unit:
                for record, stored in desk.changed():
                    if stored is None:
                        unit.add(record)
                    else:
                        unit.replace(record, over=stored)
        return desk.report(sources)

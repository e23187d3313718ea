"""Telling people: what there is to tell is put into the outbox once, and delivered from there."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import attrs

from wraparound.chart import Chart
from wraparound.errors import DocumentInvalid, FactsInvalid, StorageLacks
from wraparound.hooks import Channel, Notification
from wraparound.model.person import Person
from wraparound.notices import (
    NoticeRules,
    Occasion,
    Roster,
    Wish,
    load_notice_rules,
    occasions,
    recipients,
    wish_of,
    works_here,
)
from wraparound.process.stay import stay_of
from wraparound.program.delivery import DeliveryReport, deliver
from wraparound.program.keeping import record_in
from wraparound.program.posting import Postman
from wraparound.program.practice import Practice
from wraparound.program.screening import by_family
from wraparound.storage.envelopes import Capability

_EVERY = 10**9


@attrs.frozen(kw_only=True)
class Planned:
    """One thing for one recipient, as a run finds it.

    Attributes:
        key: The key by which it is told once.
        kind: What it is.
        family: The family concerned.
        recipient: For whom, as an id; None for other systems, which plugins speak for.
        about: The records concerned, by id.
        facts: More about it, as codes.
    """

    key: str
    kind: str
    family: str
    recipient: str | None = None
    about: tuple[str, ...] = ()
    facts: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class FamilyNotices:
    """What there is to tell of one family.

    Attributes:
        family: The family.
        planned: Each thing for each recipient, told before or not.
        never_asked: People who are not told because nobody wrote down how they wish to be.
        nobody: Kinds of things that there is nobody to tell of.
        failed: Why the family could not be looked at, as a code; empty where it could.
    """

    family: str
    planned: tuple[Planned, ...] = ()
    never_asked: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()
    failed: str = ""


@attrs.define(kw_only=True)
class NotifyReport:
    """What one run found to tell.

    Attributes:
        on: The day that was asked about.
        families: How many families were looked at.
        standing: How many things for one recipient there are, told before or not.
        queued: How many of them were put into the outbox now, by kind.
        never_asked: People who were not told because nobody wrote down how they wish to be, each
            with the family.
        nobody: Things that there is nobody to tell of, by kind and family.
        failed: The families that could not be looked at, each with the reason as a code.
    """

    on: date
    families: int = 0
    standing: int = 0
    queued: Counter[str] = attrs.field(factory=Counter)
    never_asked: list[tuple[str, str]] = attrs.field(factory=list)
    nobody: list[tuple[str, str]] = attrs.field(factory=list)
    failed: list[tuple[str, str]] = attrs.field(factory=list)

    def add(self, found: FamilyNotices, queued: Iterable[Planned]) -> None:
        """Count one more family."""
        self.families += 1
        self.standing += len(found.planned)
        self.queued.update(each.kind for each in queued)
        self.never_asked += ((person, found.family) for person in found.never_asked)
        self.nobody += ((kind, found.family) for kind in found.nobody)
        self.failed += ((found.family, found.failed),) if found.failed else ()


class Notifying(Practice):
    """The practice of one program, and those who are told of it."""

    @functools.cached_property
    def channels(self) -> Mapping[str, Channel]:
        """The channels by name; of two with one name, that of the plugin that is asked first."""
        found: dict[str, Channel] = {}
        for _, channel in self.hooks.register_channels():
            found.setdefault(channel.name, channel)
        return found

    def notices(
        self, *, as_of: date | None = None, rules: NoticeRules | None = None
    ) -> Iterator[FamilyNotices]:
        """Yield what there is to tell, family after family, in bounded memory. Nothing is kept.

        Args:
            as_of: The day to ask about; today where left out.
            rules: Who is told of what, and when; the library's own where left out.
        """
        chosen = rules or load_notice_rules()
        day = self._day(as_of)
        directory = self.directory()
        roster = Roster.of(directory)
        for family, held in by_family(self.store.stream()):
            self._reads.note(held)
            try:
                chart = Chart.of(map(record_in, held), as_of=day, directory=directory)
                yield self._notices_of(chart, roster, chosen)
            except FactsInvalid as error:
                yield FamilyNotices(family=family, failed=error.code)
            except DocumentInvalid:
                yield FamilyNotices(family=family, failed="unreadable_record")

    def notify(
        self,
        *,
        by: str,
        as_of: date | None = None,
        rules: NoticeRules | None = None,
        told: Callable[[int], None] = lambda _: None,
    ) -> NotifyReport:
        """Put what there is to tell people into the outbox; ``deliver`` sends it.

        Everything is put there once for each recipient, however often this runs and whoever else
        runs it: its change has an id of its own, which a store applies once.

        Args:
            by: Who runs it, as an id.
            as_of: The day to ask about; today where left out.
            rules: Who is told of what, and when; the library's own where left out.
            told: Told of how many families were looked at so far.

        Raises:
            StorageLacks: The store has no outbox.
        """
        if Capability.OUTBOX not in self.store.capabilities:
            raise StorageLacks("outbox", repr(self.store))
        report = NotifyReport(on=self._day(as_of))
        for found in self.notices(as_of=report.on, rules=rules):
            report.add(found, self._queue(found.planned, by))
            told(report.families)
        return report

    def queued_before(self) -> frozenset[str]:
        """Return the keys of everything that was ever put into the outbox."""
        return frozenset(held.change for held in self.store.messages(limit=_EVERY))

    def deliver(
        self, *, worker: str, limit: int = 100, rules: NoticeRules | None = None
    ) -> DeliveryReport:
        """Deliver messages that are due: to people by their channels, to plugins by their hook.

        Each is delivered at least once; whoever receives one twice knows it by its key. Several
        workers may do this at once, each under its own name.

        Args:
            worker: Who works, as an id.
            limit: How many messages at most.
            rules: Who is told of what, and when; the library's own where left out.

        Raises:
            StorageLacks: The store has no outbox.
        """
        return self._deliver(self._postman(rules), worker, limit)

    def deliver_all(
        self,
        *,
        worker: str,
        rules: NoticeRules | None = None,
        told: Callable[[DeliveryReport], None] = lambda _: None,
    ) -> DeliveryReport:
        """Deliver until nothing is due any more; a channel that is down is tried once.

        Args:
            worker: Who works, as an id.
            rules: Who is told of what, and when; the library's own where left out.
            told: Told of how far it has come.

        Raises:
            StorageLacks: The store has no outbox.
        """
        postman = self._postman(rules)
        report = DeliveryReport()
        while (done := self._deliver(postman, worker, 100)).taken:
            report += done
            told(report)
        return report

    def _deliver(self, postman: Postman, worker: str, limit: int) -> DeliveryReport:
        return deliver(self.store, self.hooks, postman, worker=worker, at=self._now(), limit=limit)

    def _postman(self, rules: NoticeRules | None) -> Postman:
        return Postman(
            channels=self.channels,
            chart=self.chart,
            directory=self.directory,
            rules=rules or load_notice_rules(),
            time_zone=self.practice.pack.timezone,
            now=self._now,
        )

    def _notices_of(self, chart: Chart, roster: Roster, rules: NoticeRules) -> FamilyNotices:
        stay = stay_of(chart)
        systems = self.hooks.implements("after_notification")
        planned: list[Planned] = []
        never_asked: dict[str, None] = {}
        nobody: dict[str, None] = {}
        people: dict[str, Person] = {**roster.people, **{each.id: each for each in chart.people}}
        review = self.review(chart)
        for each in occasions(chart, practice=self.practice, review=review, rules=rules):
            if systems:
                planned.append(_planned(each, None))
            whom = recipients(each, stay, roster=roster, rules=rules)
            if not whom:
                nobody[each.kind.value] = None
            for person in whom:
                wish = wish_of(people[person], each.kind, at_work=works_here(person, stay, roster))
                if wish is Wish.NEVER_ASKED:
                    never_asked[person] = None
                if wish is Wish.YES:
                    planned.append(_planned(each, person))
        return FamilyNotices(
            family=chart.family.id,
            planned=tuple(planned),
            never_asked=tuple(never_asked),
            nobody=tuple(nobody),
        )

    def _queue(self, planned: tuple[Planned, ...], by: str) -> tuple[Planned, ...]:
        """Put messages into the outbox, and return those that were not there."""
        if not planned:
            return ()
        before = self.store.position()
        for each in planned:
            with self.change(
                by=by, role="notifications", reason="notification", change_id=each.key
            ) as unit:
                unit.tell(
                    Notification(
                        kind=each.kind,
                        at=self._now(),
                        family=each.family,
                        about=each.about,
                        recipient=each.recipient,
                        facts=each.facts,
                    )
                )
        if self.store.position() == before:
            return ()
        new = set(self._changes_after(before))
        return tuple(each for each in planned if each.key in new)

    def _changes_after(self, position: int) -> Iterator[str]:
        while entries := self.store.feed(position):
            yield from (entry.change for entry in entries)
            position = entries[-1].position


def _planned(occasion: Occasion, recipient: str | None) -> Planned:
    return Planned(
        key=occasion.key(recipient or ""),
        kind=occasion.kind.value,
        family=occasion.family,
        recipient=recipient,
        about=occasion.about,
        facts=occasion.facts,
    )

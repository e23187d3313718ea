"""A program's reviews: of one family, of what is only supposed, of every family."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

import attrs

from wraparound.chart import Chart, Directory
from wraparound.conflict import (
    LeastChange,
    compare,
    least_changes,
    review_conflicts,
    ties_somebody,
)
from wraparound.errors import RecordNotFound, did_you_mean
from wraparound.hooks import Hooks, Notification
from wraparound.model.choice import OfferedOption, ServiceOffer
from wraparound.model.findings import Finding, Review
from wraparound.model.ids import FamilyId, NeedId, PartyId, RecordId, new_id
from wraparound.policy import Policy
from wraparound.program.delivery import announcements
from wraparound.program.ledger import ShownOffer, ledger_of
from wraparound.program.matters import Matter, matters_of
from wraparound.program.options import (
    ProviderOption,
    areas_of,
    candidates,
    in_neutral_order,
    kinds_of_help,
    supposing,
    with_plan,
)
from wraparound.program.reads import NOBODY, Reader
from wraparound.program.records import Records, utc_now
from wraparound.program.screener import Screener
from wraparound.program.screening import ScreeningReport, mark_of
from wraparound.program.supposing import Supposed, Supposition
from wraparound.storage import Store


class Reviews(Records):
    """The records of one program, and what the rules say about them."""

    def __init__(
        self,
        store: Store,
        *,
        hooks: Hooks,
        policy: Policy,
        now: Callable[[], datetime] = utc_now,
        reader: Reader = NOBODY,
        note_reads: bool = True,
    ) -> None:
        """Look after the records of a store, and judge them by a policy."""
        super().__init__(store, hooks=hooks, now=now, reader=reader, note_reads=note_reads)
        self.policy = policy

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

    def what_if(
        self,
        change: Supposition,
        *,
        families: Iterable[str] | None = None,
        as_of: date | None = None,
    ) -> Iterator[Supposed]:
        """Yield what would become of the reviews of families. Nothing is stored.

        Args:
            change: What is supposed.
            families: Whom to look at; where left out, the families whose records would be others,
                or every family where something of the directory would be.
            as_of: The day that both reviews ask about; today where left out. What is supposed to
                begin later only shows on a later day.

        Raises:
            RecordNotFound: There is no such family.
            FactsInvalid: The facts would contradict one another.
        """
        day = self._day(as_of)
        for kind, record in change.without:
            if self.store.get(kind, record) is None:
                raise RecordNotFound(kind, record, hint="what is not stored cannot be gone")
        directory = Directory.of(change.applied(self.directory().records, family=None))
        if families is None:
            families = self._reached_by(change)
        for family in families:
            before = self.chart(family, as_of=day)
            own_records = change.applied(before.records, family=family)
            after = Chart.of(own_records, as_of=day, directory=directory)
            yield Supposed(
                family=family,
                difference=compare(
                    review_conflicts(before, policy=self.policy),
                    review_conflicts(after, policy=self.policy),
                ),
            )

    def _reached_by(self, change: Supposition) -> Iterable[str]:
        """Return the families that a change may reach: every one, where the directory changes."""
        named = set(change.families)
        for key in change.without:
            stored = self.store.get(*key)
            if stored is not None:
                named.add(stored.family)
        if None in named:
            return self.families()
        return [each for each in self.families() if each in named]

    def options(
        self,
        need: str,
        family: str,
        *,
        areas: Iterable[str] | None = None,
        as_of: date | None = None,
    ) -> tuple[ProviderOption, ...]:
        """Return every provider of any agency that the family can choose for a need.

        Tied ones are among them, each with what a review would find if it were chosen. The order
        favours nobody. Keep what was offered, and what the family chose, as a ``ServiceOffer``.

        Args:
            need: The id of a need on the family's plan, for which kinds of help are planned or were
                offered; or a kind of help, such as ``respite``.
            family: The family.
            areas: Where; where the youth live, if left out.
            as_of: The day; today where left out.

        Raises:
            RecordNotFound: There is no such family, need or kind of help.
        """
        chart = self.chart(family, as_of=as_of)
        directory = self.directory()
        wanted = areas_of(chart) if areas is None else areas
        return tuple(
            option
            for category in kinds_of_help(chart, need, directory)
            for option in in_neutral_order(
                self._marked(chart, directory, category, wanted),
                family=family,
                category=category,
                on=chart.as_of,
            )
        )

    def offer(
        self,
        need: str,
        family: str,
        *,
        offered_by: str,
        by: str,
        areas: Iterable[str] | None = None,
    ) -> tuple[ServiceOffer, ...]:
        """Keep that a family is shown every option for a need today, one offer for each kind.

        What it says to each is written into the offer later. The instant at which the directory was
        read is kept with it, so that nobody need guess later what the list was.

        Args:
            need: As of ``options``.
            family: The family.
            offered_by: Who shows the options.
            by: Who keeps the record.
            areas: As of ``options``.

        Raises:
            RecordNotFound: There is no such family, need or kind of help.
        """
        read_at, today = self.present(), self.today()
        found = self.options(need, family, areas=areas, as_of=today)
        plan = self.chart(family, as_of=today).plan
        needs = () if plan is None else [each.id for each in plan.needs]
        offers = tuple(
            ServiceOffer(
                id=RecordId(new_id()),
                family=FamilyId(family),
                plan=None if plan is None else plan.lineage,
                need=NeedId(need) if need in needs else None,
                category=category,
                on=today,
                offered_by=PartyId(offered_by),
                options=tuple(
                    OfferedOption(
                        provider=each.agency,
                        directory_service=each.services[0] if len(each.services) == 1 else None,
                    )
                    for each in found
                    if each.category == category
                ),
                directory_as_of=today,
                directory_known_at=read_at,
            )
            for category in dict.fromkeys(each.category for each in found)
        )
        with self.change(by=by, reason="offer") as unit:
            unit.add(*offers)
        return offers

    def choices(self, family: str, *, as_of: date | None = None) -> tuple[ShownOffer, ...]:
        """Return every offer that a family was made, held against the directory of that time.

        Args:
            family: The family.
            as_of: The day; today where left out.

        Raises:
            RecordNotFound: There is no such family.
        """
        chart = self.chart(family, as_of=as_of)
        return tuple(
            ledger_of(chart, directory_at=lambda instant: self.directory(known_at=instant))
        )

    def _marked(
        self, chart: Chart, directory: Directory, category: str, areas: Iterable[str]
    ) -> Iterator[ProviderOption]:
        """Yield the options of a kind of help, each with what choosing it would bring."""
        before = review_conflicts(chart, policy=self.policy)
        plan = chart.plan
        for option in candidates(directory, category=category, areas=areas, on=chart.as_of):
            ties: tuple[Finding, ...] = ()
            if plan is not None:
                chosen = supposing(plan, option.agency, category=category, on=chart.as_of)
                records = with_plan(chart.records, chosen)
                after = Chart.of(records, as_of=chart.as_of, directory=directory)
                added = compare(before, review_conflicts(after, policy=self.policy)).added
                ties = tuple(each for each in added if ties_somebody(each.rule))
            yield attrs.evolve(option, ties=ties)

    def requests(
        self,
        family: str,
        *,
        people: Iterable[str] = (),
        settled: bool = False,
        as_of: date | None = None,
    ) -> tuple[Matter, ...]:
        """Return what a family asked for or complained of: by when, and who may handle it.

        Args:
            family: The family.
            people: Others to ask about: may they handle it?
            settled: Whether what is answered or settled is told too.
            as_of: The day; today where left out.

        Raises:
            RecordNotFound: There is no such family, or no such person.
        """
        chart, directory = self.chart(family, as_of=as_of), self.directory()
        asked = tuple(people)
        known = {each.id for each in (*directory.people, *chart.people)}
        for person in asked:
            if person not in known:
                raise RecordNotFound("person", person, hint=did_you_mean(person, known))
        around = chart.within(directory, also=asked)
        return tuple(
            matters_of(
                around,
                policy=self.policy,
                people=asked,
                settled=settled,
                staff=directory.staff,
            )
        )

    def least_changes(
        self, family: str, *, as_of: date | None = None
    ) -> Iterator[tuple[Finding, tuple[LeastChange, ...]]]:
        """Yield each finding that holds on a day, with the least changes that would clear it.

        Nothing is changed. Whose choice each change is stands beside it; a service is the family's.

        Raises:
            RecordNotFound: There is no such family.
        """
        chart = self.chart(family, as_of=as_of)
        for finding in review_conflicts(chart, policy=self.policy).current:
            yield finding, least_changes(chart, finding, policy=self.policy)

    def announce(self, family: str, review: Review) -> tuple[Notification, ...]:
        """Tell the plugins of every finding of a review that holds now, in ids and codes only."""
        told = announcements(family, review, at=self._now())
        for notification in told:
            self.hooks.after_notification(notification)
        return told

    def screen(
        self,
        *,
        by: str,
        as_of: date | None = None,
        everybody: bool = False,
        at_once: int = 200,
        told: Callable[[int], None] = lambda _: None,
    ) -> ScreeningReport:
        """Review every family that something touched since the last run, and keep what was found.

        The first run, a run under another policy, and a run about an earlier day review every
        family. A run that was stopped is gone on with. What is kept says what is new, what goes on
        and what is resolved; nothing else is changed, and nobody is told.

        Args:
            by: Who screens, as an id.
            as_of: The day to ask about; today where left out.
            everybody: Whether to review every family, touched or not.
            at_once: How many families are kept in one change.
            told: Told of how many families were reviewed so far.

        Raises:
            StorageLacks: The store has no feed, by which it is known what was touched.
        """
        run = Screener(
            self.store,
            mark=mark_of(self.policy),
            review=functools.partial(review_conflicts, policy=self.policy),
            keep=functools.partial(self.change, by=by, role="screening", reason="screening"),
            reads=self._reads,
            told=told,
        )
        return run.over(on=self._day(as_of), everybody=everybody, at_once=at_once)

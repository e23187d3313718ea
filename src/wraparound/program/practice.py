"""A program's practice: where each family stands, what is due, what a plan still lacks."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import chain
from typing import TypeVar

import attrs

from wraparound.chart import Chart, Directory
from wraparound.cohort import least_shown
from wraparound.documents import Paper, Redline, redline, review_worksheet
from wraparound.eligibility.decision import Decided, decide
from wraparound.eligibility.determination import Determined, determine
from wraparound.eligibility.paying import routes_with, within_state
from wraparound.eligibility.recorded import recorded_facts, with_facts
from wraparound.errors import RecordNotFound
from wraparound.hooks import Hooks
from wraparound.model.plan_findings import PlanReview
from wraparound.policy import Policy
from wraparound.policy.payer_routes import PayerRoute
from wraparound.policy.program_policy import ProgramPolicy, choose_program
from wraparound.policy.rule_sets import RuleSets
from wraparound.process.activities import ActivityReading, read_activities
from wraparound.process.clock import Clock
from wraparound.process.indicator import IndicatorOptions, Measured
from wraparound.process.indicator_periods import last_day
from wraparound.process.indicators import INDICATORS, measure
from wraparound.process.next_steps import (
    DueDate,
    NextStep,
    due_dates,
    next_steps,
    run_clocks,
)
from wraparound.process.phases import PhaseReading, read_phase
from wraparound.process.stay import Stay, stay_of
from wraparound.process.whose import By, employers_in
from wraparound.program.assembly import plugin_criteria, plugin_payers
from wraparound.program.indicating import IndicatorReport, report_indicators
from wraparound.program.passing import charts_of_all
from wraparound.program.reads import NOBODY, Reader
from wraparound.program.records import utc_now
from wraparound.program.reviews import Reviews
from wraparound.quality.agenda import Agenda, compile_agenda
from wraparound.quality.review import review_plan
from wraparound.storage import Store

_Found = TypeVar("_Found")

NATIONAL_MODEL = "nwi-model"
"""The program pack that is gone by where nobody chose: good practice, without legal force."""


@attrs.frozen(kw_only=True)
class FamilyDue:
    """A limit that is open or was missed for one family.

    Attributes:
        family: The family.
        due: The limit.
    """

    family: str
    due: DueDate


class Practice(Reviews):
    """The records of one program, the rules about conflicts, and the practice itself."""

    def __init__(
        self,
        store: Store,
        *,
        hooks: Hooks,
        policy: Policy,
        practice: ProgramPolicy | None = None,
        now: Callable[[], datetime] = utc_now,
        reader: Reader = NOBODY,
        note_reads: bool = True,
    ) -> None:
        """Look after the records of a store, and judge the practice by a program's pack."""
        super().__init__(
            store, hooks=hooks, policy=policy, now=now, reader=reader, note_reads=note_reads
        )
        self.practice = practice or choose_program(NATIONAL_MODEL)
        # several views of one chart are asked for one after the other: they share its stay
        self._last_stay: tuple[Chart, str | None, Stay] | None = None

    @functools.cached_property
    def criteria(self) -> RuleSets:
        """The sets of rules about who qualifies that plugins bring."""
        return plugin_criteria(self.hooks)

    @functools.cached_property
    def payer_routes(self) -> tuple[PayerRoute, ...]:
        """Who may pay: the routes that plugins bring, and those of the library."""
        return routes_with(plugin_payers(self.hooks))

    def stay(
        self,
        family: str | Chart,
        *,
        enrollment: str | None = None,
        as_of: date | None = None,
    ) -> Stay:
        """Return one stay of a family: what clocks and plan reviews read.

        Args:
            family: The family's id, or its chart.
            enrollment: The enrollment; the one that began last where it is left out.
            as_of: The day that is asked about; today, or the chart's own day.

        Raises:
            RecordNotFound: There is no such family.
            FactsInvalid: It has no such enrollment.
        """
        chart = family if isinstance(family, Chart) else self.chart(family, as_of=as_of)
        held = self._last_stay
        if held is None or held[0] is not chart or held[1] != enrollment:
            held = self._last_stay = (chart, enrollment, stay_of(chart, enrollment))
        return held[2]

    def phase(self, family: str | Chart, *, as_of: date | None = None) -> PhaseReading:
        """Return where a family stands by its record, beside what staff entered."""
        return read_phase(self.stay(family, as_of=as_of), self.practice)

    def activities(
        self, family: str | Chart, *, as_of: date | None = None
    ) -> tuple[ActivityReading, ...]:
        """Return which activities of the practice the record shows."""
        return read_activities(self.stay(family, as_of=as_of))

    def clocks(self, family: str | Chart, *, as_of: date | None = None) -> tuple[Clock, ...]:
        """Return what every clock of the program says about a family."""
        return run_clocks(self.stay(family, as_of=as_of), self.practice)

    def next_steps(self, family: str | Chart, *, as_of: date | None = None) -> tuple[NextStep, ...]:
        """Return what comes next for a family, with the reasons."""
        return next_steps(self.stay(family, as_of=as_of), self.practice)

    def review_plan(self, family: str | Chart, *, as_of: date | None = None) -> PlanReview:
        """Return what the plan, the team and the meetings of a family still lack.

        It advises: nothing is changed, and nothing is refused. Rules that a host wrote itself count
        besides the library's (``check_plan``).
        """
        stay = self.stay(family, as_of=as_of)
        own, failed = self.hooks.check_plan(stay.chart, self.practice)
        review = review_plan(stay, policy=self.practice, also=own)
        return attrs.evolve(review, unanswered=tuple(call.plugin for call in failed))

    def agenda(
        self, family: str | Chart, *, language: str = "en", as_of: date | None = None
    ) -> Agenda:
        """Return what a team could talk about at its next meeting, in the practice's order.

        Raises:
            PolicyUnknown: There are no words of agendas in the language.
        """
        return compile_agenda(self.stay(family, as_of=as_of), self.practice, language=language)

    def plan_changes(
        self,
        family: str | Chart,
        *,
        before: int | None = None,
        after: int | None = None,
        as_of: date | None = None,
    ) -> Redline:
        """Return what is different between two versions of a family's plan.

        Args:
            family: The family's id, or its chart.
            before: The number of the older version; the last but one where it is left out.
            after: The number of the newer version; the last where it is left out.
            as_of: The day that is asked about.

        Raises:
            RecordNotFound: There are no two such versions.
        """
        plans = {each.version: each for each in self.stay(family, as_of=as_of).plans}
        newer = max(plans, default=0) if after is None else after
        older = (
            max((each for each in plans if each < newer), default=0) if before is None else before
        )
        if older not in plans or newer not in plans:
            raise RecordNotFound(
                "plan", f"version {older or newer}", hint="a plan of two versions can be compared"
            )
        return redline(plans[older], plans[newer])

    def indicators(
        self,
        family: str | Chart,
        *,
        as_of: date | None = None,
        options: IndicatorOptions | None = None,
    ) -> dict[str, Measured]:
        """Return every indicator of the process for one family, by its name."""
        stay = self.stay(family, as_of=as_of)
        return {name: measure(name, stay, self.practice, options) for name in INDICATORS}

    def worksheet(self, family: str | Chart, *, as_of: date | None = None) -> Paper:
        """Return the facts and pointers that a trained record reviewer needs, with blanks.

        It holds no item of any instrument, no score of one and no words of the family.
        """
        return review_worksheet(self.stay(family, as_of=as_of), self.practice)

    def indicators_by(
        self,
        by: By,
        *,
        start: date,
        end: date,
        inside: bool = False,
        told: Callable[[int], None] = lambda _: None,
    ) -> IndicatorReport:
        """Return every indicator of a period over all families, by facilitator, agency or program.

        Families are gone over once, in bounded memory. Groups of few families are hidden, with
        whatever would tell them; see ``wraparound.cohort``.

        Args:
            by: By what stays are counted together.
            start: The first day.
            end: The first day after the period.
            inside: Show small groups too: for supervision inside the program, never to publish.
            told: Told of how many families were gone over so far.

        Raises:
            ValueError: The period has no day.
        """
        if end <= start:
            raise ValueError("a period ends after it starts")
        last = last_day(end)
        lost: Counter[str] = Counter()

        def counted() -> Iterator[Chart]:
            for count, chart in enumerate(
                self.charts(as_of=last, around=False, failed=_unread(lost)), start=1
            ):
                told(count)
                yield chart

        return report_indicators(
            counted(),
            self.practice,
            by=by,
            start=start,
            end=end,
            employers=employers_in(self.directory(), last),
            least=1 if inside else least_shown(self.practice, on=last),
            left_out=lost,
        )

    def eligibility(
        self,
        family: str | Chart,
        *,
        rules: str,
        as_of: date | None = None,
        changed: RuleSets | None = None,
    ) -> Determined:
        """Return what a set of rules says about who qualifies, from what the record tells.

        What the record does not tell, plugins are asked for (``resolve_fact``), and rules that a
        host wrote itself count besides those of the set (``check_eligibility``). Nothing is stored;
        ``wraparound.eligibility.recording.as_record`` makes a record of it.

        Args:
            family: The family's id, or its chart.
            rules: The set of rules, such as ``us-ms-wrap.level``.
            as_of: The day of the decision.
            changed: Sets of rules that are only supposed; they come first.

        Raises:
            RecordNotFound: There is no such family.
            PolicyUnknown: There is no such set of rules.
        """
        chart = family if isinstance(family, Chart) else self.chart(family, as_of=as_of)
        day = chart.as_of if as_of is None else as_of
        known = {**self.criteria, **(changed or {})}
        found = self._asked(
            lambda facts: determine(rules, facts, on=day, rule_sets=known),
            lambda found: found.missing,
            recorded_facts(chart),
            chart,
        )
        answers, failed = self.hooks.check_eligibility(rules, chart)
        return found.and_also(answers, failed=[call.plugin for call in failed])

    def decide(self, family: str | Chart, *, as_of: date | None = None) -> Decided:
        """Return which kind of help the record points at, and what the family would be offered.

        Who may pay is told beside it. Where the record does not tell the state, it is that of the
        program's pack; for what else could change the answer, plugins are asked
        (``resolve_fact``).
        """
        chart = family if isinstance(family, Chart) else self.chart(family, as_of=as_of)
        day = chart.as_of if as_of is None else as_of
        routes, criteria = self.payer_routes, self.criteria
        return self._asked(
            lambda facts: decide(facts, on=day, payers=routes, rule_sets=criteria),
            lambda found: (*found.missing, *chain(*(route.missing for route in found.payers))),
            within_state(recorded_facts(chart), self.practice.pack.jurisdiction),
            chart,
        )

    def _asked(
        self,
        answer: Callable[[Mapping[str, object]], _Found],
        missing: Callable[[_Found], Iterable[str]],
        facts: Mapping[str, object],
        chart: Chart,
    ) -> _Found:
        """Return an answer after plugins were asked for each fact that could change it, once."""
        found = answer(facts)
        asked: set[str] = set()
        while unknown := [each for each in missing(found) if ":" not in each and each not in asked]:
            asked.update(unknown)
            told = [self.hooks.resolve_fact(path, chart) for path in dict.fromkeys(unknown)]
            facts = with_facts(facts, [each for each in told if each is not None])
            found = answer(facts)
        return found

    def charts(
        self,
        *,
        as_of: date | None = None,
        around: bool = True,
        failed: Callable[[str, str], None] | None = None,
    ) -> Iterator[Chart]:
        """Yield the chart of every family from one pass over the store, in bounded memory.

        Args:
            as_of: The day of the charts; today where it is left out.
            around: Whether the part of the directory around each family comes along: conflicts ask
                for it, clocks and indicators do not.
            failed: Told of each family whose records cannot be read, with the reason as a code;
                where it is left out, the error goes to the caller.
        """
        return charts_of_all(
            self.store,
            directory=self.directory() if around else Directory(),
            reads=self._reads,
            as_of=self._day(as_of),
            failed=failed,
        )

    def due(
        self, *, as_of: date | None = None, within_days: int | None = None
    ) -> Iterator[FamilyDue]:
        """Yield what is late or due, family after family, in bounded memory.

        Args:
            as_of: The day that is asked about; today where left out.
            within_days: Leave out what is due later than so many days from then.
        """
        day = self._day(as_of)
        until = None if within_days is None else day + timedelta(days=within_days)
        for chart in self.charts(as_of=day, around=False):
            for each in due_dates(stay_of(chart), self.practice):
                due = each.due
                soon = due is not None and (until is None or _date(due) <= until)
                if soon or (until is None and due is None):
                    yield FamilyDue(family=chart.family.id, due=each)


def _unread(lost: Counter[str]) -> Callable[[str, str], None]:
    def failed(_: str, __: str) -> None:
        lost["the family's records cannot be read"] += 1

    return failed


def _date(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)

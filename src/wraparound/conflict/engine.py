"""The review itself: every rule asked whenever its answer may be another, and judged by every pack.

It knows no rule by name. Rules say what is so on a day, and until when; packs say what that weighs;
here a rule is asked again on the first day on which it may answer otherwise, and equal answers on
neighbouring stretches of days become one finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from wraparound.conflict.bench import Asked, AskedAfter, Bench, Views, views_of
from wraparound.conflict.day import Day, Timeline
from wraparound.conflict.frozen import frozen
from wraparound.conflict.index import Index
from wraparound.conflict.judging import weight
from wraparound.conflict.standing import FOREVER, begins_by
from wraparound.conflict.statements import Identity, Verdict
from wraparound.model.findings import Disposition, FindingMeasure, Severity
from wraparound.policy import Values

PackSays = tuple[str, Severity, Disposition, tuple[str, ...]]


@frozen(kw_only=True)
class Evaluation:
    """What all packs together say about one identity on one day. A change of it cuts a finding.

    Attributes:
        severity: As the governing pack says.
        disposition: As the governing pack says.
        reasons: As the governing pack says.
        waivers: As the governing pack says.
        measure: As the governing pack says.
        by_pack: What each pack says, in the order asked for.
    """

    severity: Severity
    disposition: Disposition
    reasons: tuple[str, ...]
    waivers: tuple[str, ...]
    measure: FindingMeasure | None
    by_pack: tuple[PackSays, ...]


@frozen(kw_only=True)
class Stretch:
    """A maximal run of days on which one identity is evaluated alike.

    Attributes:
        identity: Rule, plan, holder, counterparty and path.
        evaluation: What the packs say.
        views: The verdict of each pack on the first day.
        start: The first day; None where no fact bounds it.
        end: The first day on which it no longer holds; None where no fact ends it.
    """

    identity: Identity
    evaluation: Evaluation
    views: Mapping[str, Verdict]
    start: date | None
    end: date | None = None


_Running = dict[str, dict[Identity, Stretch]]
"""The stretches that have not ended, by rule."""

_Now = dict[Identity, tuple[Evaluation, Mapping[str, Verdict]]]


class Engine:
    """One review of settled facts by a bench of packs.

    Attributes:
        timeline: The days that facts name.
        next_turn: The first day after the one that was gone to on which an answer may be another;
            ``FOREVER`` where there is none.
    """

    def __init__(self, index: Index, bench: Bench) -> None:
        self.timeline = Timeline(index)
        self.next_turn = FOREVER
        self._days: dict[int, Day] = {}
        first = min([begins_by(plan.period) for plan in index.plans.values()], default=FOREVER)
        heard: dict[int, Asked] = {}
        for place, each in enumerate(bench.hearings):
            rule = each.rule
            for need in rule.needs:
                if not need(index):
                    break
            else:
                begin = first if rule.of_plans else date.min
                if rule.quiet_until is not None:
                    begin = max(begin, rule.quiet_until(index, each.values))
                    if begin == FOREVER:
                        continue
                heard[place] = Asked(each, self._day(each.values), rule.code, begin)
        self._asked = list(heard.values())
        self._after = [
            AskedAfter(
                each,
                self._day(each.values),
                [heard[place] for place in each.others if place in heard],
                each.rule.code,
            )
            for each in bench.closings
            if all(need(index) for need in each.rule.needs)
        ]
        self._all: list[Asked | AskedAfter] = [*self._asked, *self._after]
        self._by_code: dict[str, list[Asked | AskedAfter]] = {}
        for either in self._all:
            self._by_code.setdefault(either.code, []).append(either)
        self._running: _Running = {code: {} for code in self._by_code}

    def _day(self, values: Values) -> Day:
        """Return the day that moves on under these parameters."""
        if id(values) not in self._days:
            self._days[id(values)] = self.timeline.moving(date.min, values)
        return self._days[id(values)]

    def stretches(self, as_of: date) -> list[Stretch]:
        """Return every stretch that begins on or before a day, with its true end."""
        past = self.go_to(as_of)
        return [*past, *self.finish()]

    def go_to(self, as_of: date) -> list[Stretch]:
        """Return every stretch that is over by a day; the others are ``current`` then."""
        running, done = self._running, list[Stretch]()
        start, today = None, date.min
        while today <= as_of:
            for code, now in self._turned(today, running):
                done += _ended(running[code], now, today)
                for key, (evaluation, views) in now.items():
                    if key not in running[code]:
                        running[code][key] = Stretch(
                            identity=key, evaluation=evaluation, views=views, start=start
                        )
            start = today = self._until(running)
            if today == FOREVER:
                break
        self.next_turn = today
        return done

    @property
    def heard(self) -> frozenset[str]:
        """The codes of the rules that may find anything in these facts, of those that are asked."""
        return frozenset(self._by_code)

    @property
    def current(self) -> list[Identity]:
        """What is said on the day that the review has gone to."""
        return [identity for held in self._running.values() for identity in held]

    def day(self, today: date, values: Values) -> Day:
        """Return the day that the review has gone to, under these parameters, to ask more of it."""
        day = self._day(values)
        day.advance(today)
        return day

    def finish(self) -> list[Stretch]:
        """Return the stretches that are current, each with its true end.

        Later days are only looked at to learn when a stretch ends.
        """
        running, done = self._running, list[Stretch]()
        while running := self._unfinished(running):
            today = self._until(running)
            if today == FOREVER:
                break
            for code, now in self._turned(today, running):
                done += _ended(running[code], now, today)
        return [*done, *(each for held in running.values() for each in held.values())]

    def _unfinished(self, running: _Running) -> _Running:
        """Return the rules that are still worth asking, and those that one of them follows from."""
        held = {code: stretches for code, stretches in running.items() if stretches}
        for closing in self._after:
            if closing.code in held:
                held.update((other.code, running[other.code]) for other in closing.others)
        return held

    def _until(self, codes: Mapping[str, object]) -> date:
        """Return the first day on which one of the rules may have another answer."""
        return min([each.until for each in self._all if each.code in codes], default=FOREVER)

    def _turned(self, today: date, codes: _Running) -> Iterator[tuple[str, _Now]]:
        """Ask again what may have another answer; yield what is said now of each such rule.

        A rule that says nothing, and said nothing before, is passed over.
        """
        for day in self._days.values():
            day.advance(today)
        late: list[Asked | AskedAfter] = [
            each for each in self._asked if each.until <= today and each.code in codes
        ]
        for each in late:
            each.ask(today)
        last = [each for each in self._after if each.code in codes and each.may_differ(today)]
        for closing in last:
            closing.ask(today)
        late += last
        for code in dict.fromkeys([each.code for each in late if each.told_on == today]):
            yield code, _governed(views_of(self._by_code[code]))


def _ended(running: dict[Identity, Stretch], now: _Now, today: date) -> list[Stretch]:
    """Take out what is said no longer, or otherwise; return it with its end."""
    over = [
        key
        for key, stretch in running.items()
        if key not in now or now[key][0] != stretch.evaluation
    ]
    return [attrs.evolve(running.pop(key), end=today) for key in over]


def _governed(views: Views) -> _Now:
    return {key: (_evaluation(said), said) for key, said in views.items()}


def _evaluation(views: Mapping[str, Verdict]) -> Evaluation:
    governing = min(views.values(), key=weight)
    return Evaluation(
        severity=governing.severity,
        disposition=governing.disposition,
        reasons=governing.reasons,
        waivers=governing.waivers,
        measure=governing.measure,
        by_pack=tuple(
            (pack, each.severity, each.disposition, each.reasons) for pack, each in views.items()
        ),
    )

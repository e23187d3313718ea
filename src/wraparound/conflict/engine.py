"""The review itself: every rule asked on every stretch of days, judged by every pack, run together.

It knows no rule by name. Rules say what is so on a day; packs say what that weighs; here the days
between two changes are asked once, and equal answers on neighbouring stretches become one finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from wraparound.conflict.day import Timeline
from wraparound.conflict.index import Index
from wraparound.conflict.judging import Judge, identity, weight, worse
from wraparound.conflict.standing import DAY
from wraparound.conflict.statements import (
    Identity,
    Options,
    Rule,
    RuleAfter,
    Statement,
    Verdict,
)
from wraparound.conflict.waivers import waiver_turns
from wraparound.model.findings import Disposition, FindingMeasure, Severity
from wraparound.policy import PackRule, Policy, Values

PackSays = tuple[str, Severity, Disposition, tuple[str, ...]]


@attrs.frozen(kw_only=True)
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


@attrs.frozen(kw_only=True)
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


class Engine:
    """One review of settled facts under a policy."""

    def __init__(
        self,
        index: Index,
        policy: Policy,
        *,
        rules: Mapping[str, Rule],
        after: Mapping[str, RuleAfter],
    ) -> None:
        self._index = index
        self.timeline = Timeline(index)
        self._bench = tuple(_seats(policy, rules, after))

    def stretches(self, as_of: date) -> list[Stretch]:
        """Return every stretch that begins on or before a day, with its true end.

        Days after the one asked for are only looked at to learn when a stretch ends.
        """
        cuts = sorted(self._turns())
        running: dict[Identity, Stretch] = {}
        done: list[Stretch] = []
        for start in (None, *cuts):
            late = start is not None and start > as_of
            if late and not running:
                break
            now = self._evaluated(_day_in(start, cuts, as_of))
            for key, stretch in list(running.items()):
                found = now.get(key)
                if found is None or found[0] != stretch.evaluation:
                    done.append(attrs.evolve(stretch, end=start))
                    del running[key]
            if late:
                continue
            for key, (evaluation, views) in now.items():
                if key not in running:
                    running[key] = Stretch(
                        identity=key,
                        evaluation=evaluation,
                        views=views,
                        start=start,
                    )
        return [*done, *running.values()]

    def next_turn(self, day: date) -> date | None:
        """Return the next day after one on which answers may change; None where there is none."""
        return min((each for each in self._turns() if each > day), default=None)

    def _turns(self) -> set[date]:
        days = self._index.turns()
        for seat in self._bench:
            if seat.judge.pack.effective_from is not None:
                days.add(seat.judge.pack.effective_from)
            for _, rule, *_rest in seat.hears:
                days.update(rule.turns(self._index, seat.values))
            days.update(waiver_turns(self._index, seat.values))
        days.discard(date.min)
        return days

    def _evaluated(self, day: date) -> dict[Identity, tuple[Evaluation, Mapping[str, Verdict]]]:
        by_identity: dict[Identity, dict[str, Verdict]] = {}
        answers: dict[int, tuple[Statement, ...]] = {}
        for seat in self._bench:
            pack = seat.judge.pack
            if pack.effective_from is None or day >= pack.effective_from:
                for each, verdict in self._verdicts(seat, day, answers).items():
                    by_identity.setdefault(each, {})[pack.id] = verdict
        return {each: (_governed(views), views) for each, views in by_identity.items()}

    def _verdicts(
        self,
        seat: _Seat,
        day: date,
        answers: dict[int, tuple[Statement, ...]],
    ) -> dict[Identity, Verdict]:
        """Return what one pack says on a day; questions asked before are not asked again."""
        here = self.timeline.day(day, seat.values)
        verdicts: dict[Identity, Verdict] = {}
        for entry, rule, options, question in seat.hears:
            if question not in answers:
                asked = rule.ask(here, options)
                answers[question] = tuple([each for each in asked if not each.truth.fails])
            for statement in answers[question]:
                if seat.judge.hears(entry, statement):
                    _keep(verdicts, entry.code, statement, seat.judge.judge(here, entry, statement))
        judged = list(verdicts.items())
        for later in seat.after:
            for statement, verdict in later.ask(here, judged):
                _keep(verdicts, later.code, statement, verdict)
        return verdicts


_Question = tuple[str, int, Options]
"""A rule, the parameters, and what a pack asks of the rule: alike for packs that agree on them."""


@attrs.frozen
class _Seat:
    """One pack on the bench, with the rules that it raises."""

    judge: Judge
    values: Values
    hears: tuple[tuple[PackRule, Rule, Options, int], ...]
    after: tuple[RuleAfter, ...]


def _seats(
    policy: Policy,
    rules: Mapping[str, Rule],
    after: Mapping[str, RuleAfter],
) -> Iterator[_Seat]:
    numbers: dict[_Question, int] = {}
    for pack in policy.packs:
        values = policy.values(pack)
        hears = []
        for code, entry in pack.rules.items():
            if code in rules:
                options = _options(entry)
                number = numbers.setdefault((code, id(values), options), len(numbers))
                hears.append((entry, rules[code], options, number))
        later = (after[code] for code in after if code in pack.rules)
        yield _Seat(Judge(pack, policy.parameters), values, tuple(hears), tuple(later))


def _keep(
    verdicts: dict[Identity, Verdict],
    code: str,
    statement: Statement,
    verdict: Verdict | None,
) -> None:
    if verdict is None:
        return
    key = identity(code, statement)
    verdicts[key] = worse(verdicts[key], verdict) if key in verdicts else verdict


def _options(entry: PackRule) -> Options:
    return Options(entry.level == "organisation", entry.kin_exempt, entry.spouse_link)


def _governed(views: Mapping[str, Verdict]) -> Evaluation:
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


def _day_in(start: date | None, cuts: Iterable[date], as_of: date) -> date:
    """Return a day of the stretch that begins at a cut; of the one before all cuts for None."""
    if start is not None:
        return start
    first: Iterator[date] = iter(cuts)
    return next(first, as_of + DAY) - DAY

"""The bench: who asks a rule, and what each pack makes of the answer."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter

import attrs

from wraparound.conflict.day import Day
from wraparound.conflict.judging import Case, Judge, identity, worse
from wraparound.conflict.standing import FOREVER
from wraparound.conflict.statements import (
    Ask,
    Identity,
    Options,
    Rule,
    RuleAfter,
    Statement,
    Verdict,
)
from wraparound.policy import PackRule, Policy, Values

Verdicts = dict[Identity, Verdict]
"""What one pack says, by identity."""

Views = dict[Identity, dict[str, Verdict]]
"""What every pack says about each identity, in the order of the packs."""


@attrs.frozen
class Seat:
    """One pack on the bench.

    Attributes:
        place: Which one it is, in the order asked for.
        judge: The pack as a judge.
        begins: The first day on which the pack says anything.
    """

    place: int
    judge: Judge
    begins: date


@attrs.frozen(slots=False)
class Hearing:
    """A rule, with the packs that ask it under equal parameters and options.

    Attributes:
        rule: The rule.
        options: What the packs ask of the rule itself.
        values: The parameters.
        judges: The packs, each with what it says of the rule.
    """

    rule: Rule
    options: Options
    values: Values
    judges: list[tuple[Seat, PackRule]] = attrs.field(factory=list)

    @functools.cached_property
    def all_begun(self) -> date:
        """The first day on which each of the packs says something."""
        return max(seat.begins for seat, _ in self.judges)


@attrs.frozen
class Closing:
    """A rule about what one pack made of all other rules.

    Attributes:
        rule: The rule.
        seat: The pack.
        values: Its parameters.
        others: The places of the hearings that it is about.
    """

    rule: RuleAfter
    seat: Seat
    values: Values
    others: tuple[int, ...]


class Bench:
    """All packs of a policy and all rules that they raise: worked out once for every review.

    Some parameters belong to one question, and no other reads them. So packs that differ in these
    alone ask all other questions together, as if they were one.

    Attributes:
        hearings: What is asked, once for all packs that ask the same.
        closings: What is asked when all else is judged.
        common: The parameters that every question may read, once for all packs that share them.
        judges: The packs as judges, by the pack's id.
        asked: The codes of the rules that any of them asks.
    """

    def __init__(
        self, policy: Policy, rules: Mapping[str, Rule], after: Mapping[str, RuleAfter]
    ) -> None:
        places: dict[tuple[str, int, Options], int] = {}
        owned = [(rule.code, name) for rule in rules.values() for name in rule.own]
        self._sets: list[Values] = []
        self.hearings: list[Hearing] = []
        self.closings: list[Closing] = []
        self.common: list[Values] = []
        self.judges: dict[str, Judge] = {}
        self.asked = frozenset(code for pack in policy.packs for code in pack.rules)
        for place, pack in enumerate(policy.packs):
            values = policy.values(pack)
            common = self._among(values, {name for _, name in owned})
            if common not in self.common:
                self.common.append(common)
            begins = pack.effective_from or date.min
            judge = self.judges[pack.id] = Judge(pack, policy.parameters)
            seat = Seat(place, judge, begins)
            raised: list[tuple[int, PackRule]] = []
            for code, entry in pack.rules.items():
                if code in rules:
                    seen = common
                    if rules[code].own:
                        hidden = {name for other, name in owned if other != code}
                        seen = self._among(values, hidden)
                    key = (code, id(seen), options_of(entry))
                    if key not in places:
                        places[key] = len(self.hearings)
                        self.hearings.append(Hearing(rules[code], options_of(entry), seen))
                    self.hearings[places[key]].judges.append((seat, entry))
                    raised.append((places[key], entry))
            self.closings += (
                Closing(rule, seat, common, tuple(at for at, held in raised if rule.closes(held)))
                for code, rule in after.items()
                if code in pack.rules
            )

    def _among(self, values: Values, hidden: Collection[str]) -> Values:
        """Return the first parameters that are the same to a question that some are hidden from."""
        for each in self._sets:
            if each.agrees_with(values, but=hidden):
                return each
        self._sets.append(values)
        return values


@attrs.define(eq=False)
class Asked:
    """A hearing in one review.

    Attributes:
        hearing: The rule and the packs.
        code: The code of the rule.
        until: The first day on which the answer, or a verdict, may be another.
        said: The verdicts of each pack by now.
        told_on: The last day on which it was asked and said something, or stopped saying it.
    """

    hearing: Hearing
    _day: Day
    code: str
    until: date = date.min
    said: list[tuple[Seat, Verdicts]] = attrs.field(factory=list)
    told_on: date | None = None
    _statements: list[Statement] = attrs.field(factory=list)
    _holds_until: date = date.min

    def ask(self, today: date) -> None:
        """Ask the rule unless its answer still holds, and let each pack judge that has begun."""
        judges = self.hearing.judges
        if self.said:
            self.said, self.told_on = [], today
        days: list[date] = []
        if today < self.hearing.all_begun:
            days = [seat.begins for seat, _ in judges if seat.begins > today]
        if len(days) == len(judges):
            self.until = min(days)
            return
        if self._holds_until <= today:
            day, hearing = self._day, self.hearing
            said, self._holds_until = day.watched(_said, hearing.rule.ask, day, hearing.options)
            self._statements = said
        self.until = self._holds_until
        if self._statements:
            self.told_on = today
            begun = judges if not days else [each for each in judges if each[0].begins <= today]
            self.said, until = self._day.watched(self._judged, begun)
            self.until = min(self.until, until, *days)

    def _judged(self, begun: Sequence[tuple[Seat, PackRule]]) -> list[tuple[Seat, Verdicts]]:
        said: list[tuple[Seat, Verdicts]] = [(seat, {}) for seat, _ in begun]
        for statement in self._statements:
            key, judged = identity(self.code, statement), list[tuple[Case, Verdict | None]]()
            for (seat, entry), (_, verdicts) in zip(begun, said, strict=True):
                verdict = seat.judge.judge(self._day, entry, statement, judged)
                if verdict is not None:
                    _keep(verdicts, key, verdict)
        return said


@attrs.define(eq=False)
class AskedAfter:
    """A closing in one review.

    Attributes:
        others: The hearings that it is about.
        code: The code of the rule.
        until: As of a hearing.
        said: As of a hearing.
        told_on: As of a hearing.
    """

    _closing: Closing
    _day: Day
    others: Sequence[Asked]
    code: str
    until: date = FOREVER  # until a hearing says something, there is nothing to ask about
    said: list[tuple[Seat, Verdicts]] = attrs.field(factory=list)
    told_on: date | None = None

    def may_differ(self, today: date) -> bool:
        """Tell whether a verdict that it is about, or the answer about them, may be another."""
        return self.until <= today or any(each.told_on == today for each in self.others)

    def ask(self, today: date) -> None:
        """Ask the rule about the verdicts as they are by now."""
        seat, verdicts = self._closing.seat, Verdicts()
        answer, self.until = self._day.watched(self._answer)
        for statement, verdict in answer:
            _keep(verdicts, identity(self.code, statement), verdict)
        if verdicts or self.said:
            self.told_on = today
        self.said = [(seat, verdicts)] if verdicts else []

    def _answer(self) -> list[tuple[Statement, Verdict]]:
        judged = [
            pair
            for other in self.others
            for seat, verdicts in other.said
            if seat is self._closing.seat
            for pair in verdicts.items()
        ]
        return list(self._closing.rule.ask(self._day, judged))


def _said(ask: Ask, day: Day, options: Options) -> list[Statement]:
    return [each for each in ask(day, options) if not each.truth.fails]


def options_of(entry: PackRule) -> Options:
    """Return what a pack asks of the rule itself."""
    return Options(entry.level == "organisation", entry.kin_exempt, entry.spouse_link)


def views_of(asked: Iterable[Asked | AskedAfter]) -> Views:
    """Return what all packs say together about one rule."""
    said = [
        (seat.place, seat.judge.pack.id, held) for each in asked for seat, held in each.said if held
    ]
    if not said:
        return {}
    found: Views = {}
    for _, pack, verdicts in sorted(said, key=itemgetter(0)):
        for key, verdict in verdicts.items():
            found.setdefault(key, {})[pack] = verdict
    return found


def _keep(verdicts: Verdicts, key: Identity, verdict: Verdict) -> None:
    verdicts[key] = worse(verdicts[key], verdict) if key in verdicts else verdict

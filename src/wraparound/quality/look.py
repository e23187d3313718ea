"""What every rule of the plan review looks at: the stay, the program's numbers, the word lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

import attrs

from wraparound.model.crisis import CrisisPlan
from wraparound.model.enrollment import Phase
from wraparound.model.kinds import kind_of_class
from wraparound.model.meeting import Meeting
from wraparound.model.need import Need
from wraparound.model.outcome import Outcome
from wraparound.model.plan import Plan
from wraparound.model.plan_findings import RecordPlace, pointer_to
from wraparound.model.planned_service import PlannedService
from wraparound.model.record import Record
from wraparound.model.strategy import ActionStep, Strategy
from wraparound.model.strength import Strength
from wraparound.model.team import TeamMember
from wraparound.model.terms import Unknown
from wraparound.policy.program_pack import ParameterValue, ProgramParameter
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.clock import Clock
from wraparound.process.clocks import clock_names
from wraparound.process.next_steps import clock_of
from wraparound.process.occurrences import Occurrences
from wraparound.process.phases import PhaseReading, read_phase
from wraparound.process.recorded import occurrences_of
from wraparound.process.stay import Stay
from wraparound.quality.wording import Named, what_is_named
from wraparound.quality.words import Words, load_words, word_languages


@attrs.frozen(kw_only=True)
class Said:
    """What a rule says of one place.

    Attributes:
        place: Where.
        params: What its messages speak of.
        missing: What must be known, where it cannot be judged; None for a finding.
    """

    place: RecordPlace
    params: Mapping[str, object] = MappingProxyType({})
    missing: tuple[str, ...] | None = None


_P = TypeVar("_P")
Placed = tuple[tuple[RecordPlace, _P], ...]
"""Parts of a plan, each with its place; rules of one review share them."""

Judgement = Iterator[Said]
"""What a rule says of a stay."""


def finds(place: RecordPlace, **params: object) -> Said:
    """Return a finding."""
    return Said(place=place, params=MappingProxyType(params))


def cannot_tell(place: RecordPlace, *missing: str) -> Said:
    """Return that the record does not tell."""
    return Said(place=place, missing=missing)


@attrs.frozen(kw_only=True)
class OtherFamily:
    """What the strategies of another family say, for comparison.

    Attributes:
        family: The family.
        texts: The texts.
    """

    family: str
    texts: tuple[str, ...]


@attrs.define(kw_only=True, eq=False, slots=False)
class Look:
    """A stay, as the rules look at it.

    Attributes:
        stay: The stay.
        policy: What the program goes by.
        overrides: Parameters that are set for this review alone.
        others: Other families, where texts are compared.
    """

    stay: Stay
    policy: ProgramPolicy
    overrides: Mapping[str, ParameterValue] = MappingProxyType({})
    others: tuple[OtherFamily, ...] | None = None

    @property
    def as_of(self) -> date:
        """The day of the review."""
        return self.stay.as_of

    @cached_property
    def plan(self) -> Plan | None:
        """The plan in force."""
        return self.stay.plan

    @cached_property
    def held(self) -> tuple[Meeting, ...]:
        """The meetings that took place by the day, from the earliest on."""
        return self.stay.held

    @cached_property
    def active(self) -> tuple[TeamMember, ...]:
        """The members of the team on the day."""
        return self.stay.active

    @cached_property
    def words(self) -> Words:
        """The word lists of the language that the plan is written in; English where unknown."""
        language = self.plan.language if self.plan is not None else None
        base = language.partition("-")[0].lower() if isinstance(language, str) else ""
        return load_words(base if base in word_languages() else "en")

    @cached_property
    def phase(self) -> PhaseReading:
        """Where the stay stands by its record."""
        return read_phase(self.stay, self.policy)

    @cached_property
    def seen(self) -> Occurrences:
        """Everything that clocks go by."""
        return occurrences_of(self.stay, self.policy)

    @property
    def is_ending(self) -> bool:
        """Whether the transition has begun, or the stay is over."""
        return self.phase.computed in (Phase.TRANSITION, Phase.CLOSED)

    def clock(self, name: str) -> Clock:
        """Return what a clock of the program says."""
        return clock_of(self.stay, self.policy, name)

    def active_places(self) -> Iterator[tuple[RecordPlace, TeamMember]]:
        """Yield the members of the team on the day, each with its place."""
        now = {each.id for each in self.active}
        return ((place, member) for place, member in self._members if member.id in now)

    def member_places(self) -> Iterator[tuple[RecordPlace, TeamMember]]:
        """Yield everybody who is or was on the team, each with its place."""
        return iter(self._members)

    @cached_property
    def _members(self) -> tuple[tuple[RecordPlace, TeamMember], ...]:
        return tuple(
            (at(team, "members", index), member)
            for team in self.stay.teams
            for index, member in enumerate(team.members)
        )

    @cached_property
    def running(self) -> Placed[Clock]:
        """The clocks of the program that run, or may, each with its place."""
        clocks = (self.clock(name) for name in clock_names(self.policy))
        return tuple(
            (self.stay_place.within("clocks", clock.name), clock)
            for clock in clocks
            if clock.applies is not False
        )

    @cached_property
    def crisis(self) -> Placed[CrisisPlan]:
        """The crisis plan of the plan in force with its place; nothing where there is none."""
        crisis = self.plan.crisis_plan if self.plan else None
        return (
            () if self.plan is None or crisis is None else ((at(self.plan, "crisis_plan"), crisis),)
        )

    @cached_property
    def meetings(self) -> Placed[Meeting]:
        """The meetings that took place by the day, from the earliest on, each with its place."""
        return tuple((at(each), each) for each in self.held)

    @cached_property
    def strengths(self) -> Placed[Strength]:
        """The strengths of the plan in force, each with its place."""
        return _placed(self.plan, "strengths", self.plan.strengths if self.plan else ())

    @cached_property
    def needs(self) -> Placed[Need]:
        """The needs of the plan in force, each with its place."""
        return _placed(self.plan, "needs", self.plan.needs if self.plan else ())

    @cached_property
    def outcomes(self) -> Placed[Outcome]:
        """The outcomes of the plan in force, each with its place."""
        return _placed(self.plan, "outcomes", self.plan.outcomes if self.plan else ())

    @cached_property
    def strategies(self) -> Placed[Strategy]:
        """The strategies of the plan in force, each with its place."""
        return _placed(self.plan, "strategies", self.plan.strategies if self.plan else ())

    @cached_property
    def steps(self) -> Placed[ActionStep]:
        """The steps of the plan in force, each with its place."""
        return _placed(self.plan, "steps", self.plan.steps if self.plan else ())

    @cached_property
    def services(self) -> Placed[PlannedService]:
        """The services of the plan in force, each with its place."""
        return _placed(self.plan, "services", self.plan.services if self.plan else ())

    @cached_property
    def team_place(self) -> RecordPlace:
        """The place of the team as a whole."""
        return next((at(team, "members") for team in self.stay.teams), RecordPlace(kind="team"))

    @cached_property
    def stay_place(self) -> RecordPlace:
        """The place of the enrollment."""
        enrollment = self.stay.enrollment
        return at(enrollment) if enrollment else RecordPlace(kind="enrollment")

    def was_by(self, day: date | Unknown | None) -> bool:
        """Tell whether something surely happened by the day of the review."""
        return self.stay.was_by(day)

    @cached_property
    def _versions(self) -> dict[str, tuple[ProgramParameter, ...]]:
        return {}

    @cached_property
    def _values(self) -> dict[str, tuple[ParameterValue, ...]]:
        return {}

    @cached_property
    def _numbers(self) -> dict[str, tuple[Decimal, ...]]:
        return {}

    @cached_property
    def _named(self) -> dict[str, Named]:
        return {}

    def named_in(self, statement: str) -> Named:
        """Tell what a need names; two rules ask."""
        if statement not in self._named:
            self._named[statement] = what_is_named(statement, self.words)
        return self._named[statement]

    def versions(self, name: str) -> tuple[ProgramParameter, ...]:
        """Return the versions of a parameter that may be in force on the day."""
        if name not in self._versions:
            self._versions[name] = self.policy.on(name, self.as_of).versions
        return self._versions[name]

    def values(self, name: str) -> tuple[ParameterValue, ...]:
        """Return what a parameter may hold on the day; nothing where the program sets none."""
        found = self._values.get(name)
        if found is None:
            found = (
                (self.overrides[name],)
                if name in self.overrides
                else tuple(each.value for each in self.versions(name) if each.value is not None)
            )
            self._values[name] = found
        return found

    def numbers(self, name: str) -> tuple[Decimal, ...]:
        """Return what a parameter that is a number may be on the day."""
        found = self._numbers.get(name)
        if found is None:
            values = self.values(name)
            found = self._numbers[name] = tuple(
                each for each in values if isinstance(each, Decimal)
            )
        return found

    def listed(self, name: str) -> tuple[str, ...] | None:
        """Return the words that a parameter holds; None where the program sets none."""
        for value in self.values(name):
            if isinstance(value, tuple):
                return tuple(str(each) for each in value)
        return None

    def flag(self, name: str) -> bool:
        """Tell whether every version of a flag that may be in force says yes."""
        values = self.values(name)
        return bool(values) and all(value is True for value in values)

    def under_each(self, name: str, judge: Callable[[Decimal], Iterable[Said]]) -> Judgement:
        """Judge under every number that a parameter may be; only what all agree on is found.

        Args:
            name: The parameter.
            judge: The judgement under one number.
        """
        answers = [{said.place: said for said in judge(number)} for number in self.numbers(name)]
        for place in dict.fromkeys(place for answer in answers for place in answer):
            agreed = all(place in answer for answer in answers)
            yield answers[0][place] if agreed else cannot_tell(place, f"rule_date:{name}")


def at(record: Record, *parts: str | int) -> RecordPlace:
    """Return a place in a record."""
    kind = kind_of_class(type(record)).name
    return RecordPlace(kind=kind, id=str(getattr(record, "id", "")), pointer=pointer_to(*parts))


def _placed(plan: Plan | None, part: str, listed: tuple[_P, ...]) -> Placed[_P]:
    if plan is None:
        return ()
    return tuple((at(plan, part, index), each) for index, each in enumerate(listed))


def is_blank(text: str | Unknown | None) -> bool:
    """Tell whether a text says nothing."""
    return not isinstance(text, str) or not text.strip()


def share_of(part: int, whole: int) -> Decimal:
    """Return a share, to two places, for people to read."""
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.01"))

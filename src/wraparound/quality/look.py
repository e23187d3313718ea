"""What every rule of the plan review looks at: the stay, the program's numbers, the word lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType

import attrs

from wraparound.model.enrollment import Phase
from wraparound.model.kinds import kind_of
from wraparound.model.meeting import Meeting
from wraparound.model.plan import Plan
from wraparound.model.record import Record
from wraparound.model.team import TeamMember
from wraparound.model.terms import Unknown
from wraparound.policy.program_pack import ParameterValue, ProgramParameter
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.clock import Clock
from wraparound.process.clocks import run_clock
from wraparound.process.occurrences import Occurrences
from wraparound.process.phases import PhaseReading, read_phase
from wraparound.process.recorded import occurrences_of
from wraparound.process.stay import Stay
from wraparound.quality.findings import RecordPlace
from wraparound.quality.words import Words, load_words


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
        language: The language of the word lists.
    """

    stay: Stay
    policy: ProgramPolicy
    overrides: Mapping[str, ParameterValue] = MappingProxyType({})
    others: tuple[OtherFamily, ...] | None = None
    language: str = "en"

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
        """The word lists."""
        return load_words(self.language)

    @cached_property
    def phase(self) -> PhaseReading:
        """Where the stay stands by its record."""
        return read_phase(self.stay, self.policy)

    @cached_property
    def seen(self) -> Occurrences:
        """Everything that clocks go by."""
        return occurrences_of(self.stay, self.policy)

    @cached_property
    def _clocks(self) -> dict[str, Clock]:
        return {}

    @property
    def is_ending(self) -> bool:
        """Whether the transition has begun, or the stay is over."""
        return self.phase.computed in (Phase.TRANSITION, Phase.CLOSED)

    def clock(self, name: str) -> Clock:
        """Return what a clock of the program says."""
        if name not in self._clocks:
            self._clocks[name] = run_clock(self.policy, name, self.seen)
        return self._clocks[name]

    def active_places(self) -> Iterator[tuple[RecordPlace, TeamMember]]:
        """Yield the members of the team on the day, each with its place."""
        now = {each.id for each in self.active}
        for place, member in self.member_places():
            if member.id in now:
                yield place, member

    def member_places(self) -> Iterator[tuple[RecordPlace, TeamMember]]:
        """Yield everybody who is or was on the team, each with its place."""
        for team in self.stay.teams:
            for index, member in enumerate(team.members):
                yield at(team, "members", index), member

    @property
    def team_place(self) -> RecordPlace:
        """The place of the team as a whole."""
        return next((at(team, "members") for team in self.stay.teams), RecordPlace(kind="team"))

    @property
    def stay_place(self) -> RecordPlace:
        """The place of the enrollment."""
        enrollment = self.stay.enrollment
        return at(enrollment) if enrollment else RecordPlace(kind="enrollment")

    def was_by(self, day: date | Unknown | None) -> bool:
        """Tell whether something surely happened by the day of the review."""
        return self.stay.was_by(day)

    def versions(self, name: str) -> tuple[ProgramParameter, ...]:
        """Return the versions of a parameter that may be in force on the day."""
        return self.policy.on(name, self.as_of).versions

    def values(self, name: str) -> tuple[ParameterValue, ...]:
        """Return what a parameter may hold on the day; nothing where the program sets none."""
        if name in self.overrides:
            return (self.overrides[name],)
        return tuple(each.value for each in self.versions(name) if each.value is not None)

    def numbers(self, name: str) -> tuple[Decimal, ...]:
        """Return what a parameter that is a number may be on the day."""
        return tuple(value for value in self.values(name) if isinstance(value, Decimal))

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
    place = RecordPlace(kind=kind_of(record).name, id=str(getattr(record, "id", "")))
    return place.within(*parts) if parts else place


def is_blank(text: str | Unknown | None) -> bool:
    """Tell whether a text says nothing."""
    return not isinstance(text, str) or not text.strip()


def share_of(part: int, whole: int) -> Decimal:
    """Return a share, to two places, for people to read."""
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.01"))

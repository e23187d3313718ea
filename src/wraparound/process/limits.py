"""Limits on loads: how much of a full caseload one family takes, by the program's own texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from wraparound.model.enrollment import Enrollment
from wraparound.model.periods import Period
from wraparound.policy.program_pack import ProgramParameter
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.recorded import attributes_of

_NOTHING: Final = Fraction(0)


@attrs.frozen(kw_only=True)
class LimitRule:
    """One version of a limit, with the text that sets it.

    Attributes:
        parameter: Its name in the packs.
        pack: The pack that speaks for it.
        value: How many there may be.
        by: The attribute that it depends on, such as ``tier``; empty for none.
        values: How many for each value of that attribute.
        citation: The text.
        effective_from: The first day of the version; None where that is not known.
        effective_to: Its last day; None where it is open, or not known.
    """

    parameter: str
    pack: str
    value: Decimal
    by: str
    values: Mapping[str, Decimal] = attrs.field(hash=False)
    citation: str
    effective_from: date | None = None
    effective_to: date | None = None


@attrs.frozen
class Load:
    """What there is to carry: surely, and perhaps.

    Attributes:
        least: How many, surely.
        most: How many, perhaps.
        parts_least: How many full caseloads they make up, surely.
        parts_most: How many, perhaps.
    """

    least: int = 0
    most: int = 0
    parts_least: Fraction = _NOTHING
    parts_most: Fraction = _NOTHING

    def plus(self, other: Load, times: int = 1) -> Load:
        """Return both together; with -1, what is left without the other."""
        return Load(
            self.least + times * other.least,
            self.most + times * other.most,
            self.parts_least + times * other.parts_least,
            self.parts_most + times * other.parts_most,
        )

    def heavier(self, other: Load) -> Load:
        """Return what both are where they are the same family: the heavier of them."""
        return Load(
            max(self.least, other.least),
            max(self.most, other.most),
            max(self.parts_least, other.parts_least),
            max(self.parts_most, other.parts_most),
        )


@attrs.frozen
class Limits:
    """What a program allows, by its packs.

    Attributes:
        policy: What the program goes by.
    """

    policy: ProgramPolicy

    def is_set(self, parameter: str, day: date) -> bool:
        """Tell whether a limit is in force on a day."""
        return bool(self._versions(parameter, day))

    def rules(self, parameter: str, start: date, end: date) -> tuple[LimitRule, ...]:
        """Return the versions of a limit that may be in force in a period."""
        days = {start, *(day for each in self.turns(parameter) for day in _starts(each))}
        found: dict[tuple[date | None, str], LimitRule] = {}
        for day in sorted(each for each in days if start <= each < end):
            pack = self.policy.on(parameter, day).pack
            for version in self._versions(parameter, day):
                rule = _rule(version, pack)
                found.setdefault((rule.effective_from, rule.citation), rule)
        return tuple(found.values())

    def turns(self, parameter: str) -> tuple[Period, ...]:
        """Return periods that begin on the days on which a limit may change."""
        found = []
        for version in self.policy.versions(parameter):
            if version.effective_from is not None:
                found.append(Period(start=version.effective_from))
            if version.effective_to is not None:
                found.append(Period(start=version.effective_to + timedelta(days=1)))
        return tuple(found)

    def load(self, parameter: str, enrollment: Enrollment | None, day: date, *, sure: bool) -> Load:
        """Return what one more means on a day.

        Args:
            parameter: The limit.
            enrollment: The stay that it depends on; None for one that depends on nothing.
            day: The day.
            sure: Whether it is surely there.
        """
        parts = [
            part
            for version in self._versions(parameter, day)
            for part in _parts(version, enrollment, day)
        ]
        least, most = min(parts, default=_NOTHING), max(parts, default=_NOTHING)
        return Load(int(sure), 1, least if sure else _NOTHING, most)

    def _versions(self, parameter: str, day: date) -> tuple[ProgramParameter, ...]:
        return tuple(
            each
            for each in self.policy.on(parameter, day).versions
            if isinstance(each.value, Decimal) and each.value > 0
        )


def _parts(
    version: ProgramParameter, enrollment: Enrollment | None, day: date
) -> Iterator[Fraction]:
    """Yield how much of a full caseload one takes: several where that is not known."""
    for attribute, wanted in version.applies_if.items():
        held = _attribute(enrollment, attribute, day)
        if held != wanted:
            yield _NOTHING
            if held is not None:
                return
    for limit in _limits(version, enrollment, day):
        yield Fraction(1) / Fraction(limit)


def _limits(
    version: ProgramParameter, enrollment: Enrollment | None, day: date
) -> Iterator[Decimal]:
    value, switch = version.value, version.switch
    if not isinstance(value, Decimal):
        return
    if switch is None or not switch.attribute:
        yield value
        return
    held = _attribute(enrollment, switch.attribute, day)
    if held is not None:
        yield switch.values.get(held, value)
    else:
        yield from (value, *switch.values.values())


def _attribute(enrollment: Enrollment | None, name: str, day: date) -> str | None:
    """Return what a stay says of something on a day; None where it does not tell."""
    if enrollment is None:
        return None
    known = [
        (each.start, each.value)
        for each in attributes_of(enrollment)
        if each.name == name and each.start <= day
    ]
    return max(known)[1] if known else None


def _rule(version: ProgramParameter, pack: str) -> LimitRule:
    switch = version.switch
    return LimitRule(
        parameter=version.name,
        pack=pack,
        value=version.value if isinstance(version.value, Decimal) else Decimal(0),
        by=switch.attribute if switch else "",
        values=switch.values if switch else {},
        citation=version.citation,
        effective_from=version.effective_from,
        effective_to=version.effective_to,
    )


def _starts(period: Period) -> Iterator[date]:
    if isinstance(period.start, date):
        yield period.start

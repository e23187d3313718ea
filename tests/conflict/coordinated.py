"""A made-up family of the smallest sort: one plan, one coordinator, one provider."""

from __future__ import annotations

from datetime import date

from wraparound.conflict.facts import Facts
from wraparound.conflict.kinds import (
    DutyFact,
    PersonFact,
    PlanFact,
    ServiceFact,
    StatusSpan,
    TieFact,
    YouthFact,
)
from wraparound.model.periods import Period


def family(name: str, begins: date | None, *ties: TieFact) -> Facts:
    """A plan of a family that "ann" coordinates and "x" serves, from a day on or ever since."""
    return Facts(
        people=(PersonFact(id="one-m"),),
        youth=(YouthFact(id=f"{name}-kid"),),
        plans=(PlanFact(id=name, youth=f"{name}-kid", period=Period(start=begins)),),
        duties=(DutyFact(id=f"{name}-d", plan=name, role="facilitator", holder="ann"),),
        services=(
            ServiceFact(
                id=f"{name}-s",
                plan=name,
                provider="x",
                category="respite",
                paid=True,
                hcbs=True,
                spans=(StatusSpan(status="active"),),
            ),
        ),
        ties=ties,
    )

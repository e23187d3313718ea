"""What to call the people, agencies and plans of one family, with or without personal names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

import attrs

from wraparound.chart import Chart


@attrs.frozen(kw_only=True)
class Names:
    """What readers see instead of bare ids.

    Agencies are called by the names that they publish. People are called by their ids, unless
    somebody asked for personal text. An id that is not known here stands for itself, so that a
    review can be put into words without any chart.

    Attributes:
        agencies: The published names of agencies, by id.
        people: The names of people, by id; empty unless personal text was asked for.
        services: What the family's services are, by id; empty unless personal text was asked for.
        persons: The ids that stand for people, whatever they are called.
        roles: What each person or agency is to the family, by id.
        plans: The ids that stand for plans of care.
    """

    agencies: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    people: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    services: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    roles: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, repr=False)
    plans: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()

    @classmethod
    def of(cls, chart: Chart, *, personal: bool = False) -> Self:
        """Return the names in a chart.

        Args:
            chart: The family.
            personal: Whether the names of people, and what their services are, may be shown.
        """
        roles: dict[str, list[str]] = {}
        for party, role in _roles(chart):
            known = roles.setdefault(party, [])
            if role not in known:
                known.append(role)
        return cls(
            agencies=_texts((each.id, each.name) for each in chart.directory.agencies),
            people=_texts((each.id, each.name) for each in chart.everyone) if personal else {},
            services=_texts(_services(chart)) if personal else {},
            roles={party: tuple(each) for party, each in roles.items()},
            plans=frozenset(plan.lineage for plan in chart.plans),
            persons=frozenset(each.id for each in chart.everyone),
        )

    @property
    def shown(self) -> dict[str, str]:
        """Every name that these names show, by id, in the order of the ids."""
        return dict(sorted({**self.people, **self.agencies, **self.services}.items()))

    def name(self, party: str) -> str:
        """Return the shortest thing to call somebody or something by."""
        if party in self.plans:
            return "the plan" if len(self.plans) == 1 else f"plan {party}"
        return self.people.get(party) or self.agencies.get(party) or party

    def who(self, party: str) -> str:
        """Return the name with what tells two namesakes apart: the id, and the roles."""
        name = self.name(party)
        notes = [] if name == party or party in self.people else [party]
        notes += self.roles.get(party, ())
        return f"{name} ({', '.join(notes)})" if notes else name


def _texts(pairs: Iterator[tuple[str, object]]) -> dict[str, str]:
    return {record: text for record, text in pairs if isinstance(text, str) and text}


def _services(chart: Chart) -> Iterator[tuple[str, object]]:
    for plan in chart.plans:
        for service in plan.services:
            category = service.category if isinstance(service.category, str) else ""
            yield service.id, (category or service.name).replace("_", " ")


def _roles(chart: Chart) -> Iterator[tuple[str, str]]:
    for member in chart.family.members:
        yield member.person, _said(member.role.value)
    for duty in chart.duties:
        yield duty.holder, _said(duty.role.value)


def _said(word: str) -> str:
    return {"coordinating_org": "coordinates care"}.get(word, word.replace("_", " "))

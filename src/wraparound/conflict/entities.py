"""Which agencies are one legal entity under several names."""

from __future__ import annotations

from collections.abc import Iterable

from wraparound.conflict.kinds import TieFact
from wraparound.conflict.settling import merged_ids
from wraparound.conflict.ways import NOWHERE, Way
from wraparound.model.truth import Truth, all_of

_Links = dict[str, list[tuple[str, str, Truth]]]


class Entities:
    """The legal entities on a day, and the chains of links between names."""

    def __init__(self, links: Iterable[tuple[TieFact, Truth]]) -> None:
        sure: list[tuple[str, str]] = []
        self._links: _Links = {}
        for tie, truth in links:
            if tie.object is None or tie.object == tie.subject:
                continue
            if truth.holds:
                sure.append((tie.subject, tie.object))
            for one, other in ((tie.subject, tie.object), (tie.object, tie.subject)):
                self._links.setdefault(one, []).append((tie.id, other, truth))
        self._names = merged_ids(sure)
        self._chains: dict[str, dict[str, Way]] = {}

    def of(self, agency: str) -> str:
        """Return the smallest of the names of the agency's entity; a person is returned as is."""
        return self._names.get(agency, agency)

    def chain(self, one: str, other: str) -> Way | None:
        """Return the best chain of links between two agencies; an empty one to itself.

        The sure chain comes before the unsure, then the one of fewest links, then the smallest ids.
        """
        if one == other:
            return NOWHERE
        if one not in self._links or other not in self._links:
            return None
        if one not in self._chains:
            ways = self._spread(one, surely=False)
            ways.update(self._spread(one, surely=True))
            self._chains[one] = ways
        return self._chains[one].get(other)

    def _spread(self, start: str, *, surely: bool) -> dict[str, Way]:
        found: dict[str, tuple[str, ...]] = {start: ()}
        truths: dict[str, Truth] = {}
        edge = [start]
        while edge:
            reached: dict[str, tuple[str, ...]] = {}
            for name in edge:
                for tie, other, truth in self._links[name]:
                    truths[tie] = truth
                    path = (*found[name], tie)
                    if other in found or (surely and not truth.holds):
                        continue
                    if other not in reached or path < reached[other]:
                        reached[other] = path
            found.update(reached)
            edge = sorted(reached)
        return {
            name: Way(all_of(truths[tie] for tie in path), path)
            for name, path in found.items()
            if path
        }

"""The ties as they stand together: entities, holdings, power, kinship, and links to agencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import attrs

from wraparound.conflict.bands import band_of
from wraparound.conflict.entities import Entities
from wraparound.conflict.holdings import Holdings, Interest, Stake, stake_band
from wraparound.conflict.kinds import TieFact
from wraparound.conflict.kinship import Kinship
from wraparound.conflict.power import Grip, Power
from wraparound.conflict.ways import NOWHERE, Way, best
from wraparound.model.truth import Truth, any_of, unknown
from wraparound.policy import Values

EMPLOYED = "employed"
EMPLOYER_UNKNOWN = "employer_unknown"
ALIAS = "alias"
PARENT = "parent"
SISTER = "sister"
CONTRACT = "contract"
PAY = "pay"
OFFICE = "office"
INTEREST = "interest"

ALL_LINKS = frozenset(
    {EMPLOYED, EMPLOYER_UNKNOWN, ALIAS, PARENT, SISTER, CONTRACT, PAY, OFFICE, INTEREST},
)
EMPLOYMENT = frozenset({EMPLOYED, EMPLOYER_UNKNOWN})

_WAGES = frozenset({"salary", "wages", "benefits"})


@attrs.frozen(kw_only=True)
class Link(Way):
    """One way in which a person is tied to an agency.

    Attributes:
        kind: Which way: ``employed``, ``alias``, ``parent``, ``office`` and so on.
        tie: The first tie of it.
    """

    kind: str
    tie: TieFact | None = None


class Network:
    """All ties in one state under one pack's parameters. A review keeps one for each state.

    Attributes:
        entities: Which agencies are one legal entity.
        holdings: Who owns what.
        power: Who controls whom.
        kinship: Who is related to whom.
    """

    def __init__(
        self,
        ties: Iterable[tuple[TieFact, Truth]],
        values: Values,
        *,
        jobs: frozenset[str],
    ) -> None:
        self._values = values
        self._jobs = jobs
        self._by_kind: dict[str, list[tuple[TieFact, Truth]]] = defaultdict(list)
        self._by_subject: dict[tuple[str, str], list[tuple[TieFact, Truth]]] = defaultdict(list)
        self._by_object: dict[tuple[str, str], list[tuple[TieFact, Truth]]] = defaultdict(list)
        for tie, truth in ties:
            if truth.fails:
                continue
            self._by_kind[tie.kind].append((tie, truth))
            self._by_subject[tie.kind, tie.subject].append((tie, truth))
            if tie.object is not None:
                self._by_object[tie.kind, tie.object].append((tie, truth))
        self.entities = Entities(self.of_kind("same_legal_entity_as"))
        self.holdings = Holdings(self._stakes())
        self.power = Power(self._grips(), values.number("control.threshold"))
        self.kinship = Kinship([*self.of_kind("kin"), *self.of_kind("household")], values)
        self._links: dict[tuple[str, str], tuple[Link, ...]] = {}

    def of_kind(self, kind: str) -> list[tuple[TieFact, Truth]]:
        """Return the ties of a kind that may stand."""
        return self._by_kind.get(kind, [])

    def from_party(self, kind: str, subject: str) -> list[tuple[TieFact, Truth]]:
        """Return the ties of a kind that start at somebody."""
        return self._by_subject.get((kind, subject), [])

    def of_holder(self, kind: str, holder: str) -> list[tuple[TieFact, Truth]]:
        """Return the ties of a kind that start at a person, or at any name of an entity."""
        of = self.entities.of
        entity = of(holder)
        return [(tie, truth) for tie, truth in self.of_kind(kind) if of(tie.subject) == entity]

    def to_party(self, kind: str, object_id: str) -> list[tuple[TieFact, Truth]]:
        """Return the ties of a kind that end at somebody."""
        return self._by_object.get((kind, object_id), [])

    def interest(self, holder: str, agency: str) -> tuple[Interest, Truth] | None:
        """Return what a holder owns of an agency's entity, and whether it is an interest."""
        of = self.entities.of
        found = self.holdings.interest(of(holder), of(agency))
        if found is None:
            return None
        return found, found.band.above(self._values.number("interest.threshold"))

    def links(self, person: str, agency: str) -> tuple[Link, ...]:
        """Return every way in which a person may be tied to an agency."""
        key = (person, agency)
        if key not in self._links:
            found = [
                *self._employment(person, agency),
                *self._dealings(person, agency),
                *self._stake_links(person, agency),
            ]
            self._links[key] = tuple(link for link in found if not link.truth.fails)
        return self._links[key]

    def best_link(
        self,
        person: str,
        agency: str,
        kinds: frozenset[str] = ALL_LINKS,
    ) -> Link | None:
        """Return the best of the links of some kinds."""
        return best(link for link in self.links(person, agency) if link.kind in kinds)

    def tied(self, person: str, agency: str) -> Truth:
        """Return whether a person is tied to an agency in any way."""
        return any_of(link.truth for link in self.links(person, agency))

    def employers(self, person: str) -> list[tuple[TieFact, Truth]]:
        """Return the jobs of a person that may stand, known employers only."""
        jobs = self.from_party("employed_by", person)
        return [(tie, truth) for tie, truth in jobs if tie.object is not None]

    def superiors(self, person: str, depth: int | None = None) -> dict[str, Way]:
        """Return everybody above a person, each with the best chain of supervision upward.

        Args:
            person: Where the chain starts.
            depth: How many steps count; None for any number.
        """
        above = self._upward(person, depth, surely=False)
        above.update(self._upward(person, depth, surely=True))
        return dict(sorted(above.items()))

    def _upward(self, person: str, depth: int | None, *, surely: bool) -> dict[str, Way]:
        found: dict[str, Way] = {person: NOWHERE}
        edge, steps = [person], 0
        while edge and (depth is None or steps < depth):
            reached: dict[str, Way] = {}
            for below in edge:
                for tie, truth in self.to_party("supervises", below):
                    boss = tie.subject
                    if boss in found or (surely and not truth.holds):
                        continue
                    way = Way(found[below].truth & truth, (*found[below].path, tie.id))
                    if boss not in reached or way.path < reached[boss].path:
                        reached[boss] = way
            found.update(reached)
            edge, steps = sorted(reached), steps + 1
        del found[person]
        return found

    def _employment(self, person: str, agency: str) -> Iterable[Link]:
        of = self.entities.of
        entity = of(agency)
        for tie, truth in self.from_party("employed_by", person):
            if tie.object is None:
                gap = truth & unknown(f"unknown_employer:{tie.id}")
                yield Link(gap, (tie.id,), kind=EMPLOYER_UNKNOWN, tie=tie)
                continue
            if tie.object == agency:
                yield Link(truth, (tie.id,), kind=EMPLOYED, tie=tie)
                continue
            chain = self.entities.chain(tie.object, agency)
            if chain is not None:
                yield Link(truth & chain.truth, (tie.id, *chain.path), kind=ALIAS, tie=tie)
            employer = of(tie.object)
            if employer == entity:
                continue
            control = self.power.controls(employer, entity)
            if control is not None:
                path = (tie.id, *control.path)
                yield Link(truth & control.truth, path, kind=PARENT, tie=tie)
            if control is None or not control.truth.holds:
                sister = self.power.common(employer, entity, holder=person)
                if sister is not None:
                    path = (tie.id, *sister.path)
                    yield Link(truth & sister.truth, path, kind=SISTER, tie=tie)

    def _dealings(self, person: str, agency: str) -> Iterable[Link]:
        of = self.entities.of
        entity = of(agency)
        for kind, name in (
            ("contracted_by", CONTRACT),
            ("compensated_by", PAY),
            ("office", OFFICE),
        ):
            for tie, truth in self.from_party(kind, person):
                if tie.object is None or of(tie.object) != entity:
                    continue
                if kind == "compensated_by" and self._is_wage(tie):
                    continue
                yield Link(truth, (tie.id,), kind=name, tie=tie)

    def _is_wage(self, tie: TieFact) -> bool:
        return tie.basis in _WAGES and tie.incident_of in self._jobs

    def _stake_links(self, person: str, agency: str) -> Iterable[Link]:
        found = self.interest(person, agency)
        if found is not None:
            interest, truth = found
            yield Link(truth, interest.path, kind=INTEREST)

    def _stakes(self) -> Iterable[Stake]:
        excluded = self._values.words("interest.exclusions")
        of = self.entities.of
        for tie, truth in self.of_kind("owns"):
            if tie.via not in excluded and tie.object is not None:
                band = stake_band(band_of(tie.share, tie.id), truth)
                yield Stake(tie.id, of(tie.subject), of(tie.object), band)

    def _grips(self) -> Iterable[Grip]:
        excluded = self._values.words("interest.exclusions")
        of = self.entities.of
        for tie, truth in self.of_kind("owns"):
            if tie.via not in excluded and tie.object is not None:
                votes = band_of(tie.votes or tie.share, tie.id)
                yield Grip(tie.id, of(tie.subject), of(tie.object), truth, votes)
        for tie, truth in self.of_kind("controls"):
            if tie.object is not None:
                yield Grip(tie.id, of(tie.subject), of(tie.object), truth)

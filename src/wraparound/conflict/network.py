"""The ties as they stand together: entities, holdings, power, kinship, and links to agencies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import TypeVar

from wraparound.conflict.entities import Entities
from wraparound.conflict.frozen import frozen
from wraparound.conflict.holdings import Holdings
from wraparound.conflict.kinds import TieFact
from wraparound.conflict.kinship import Kinship
from wraparound.conflict.moment import Moment
from wraparound.conflict.power import Grip, Power
from wraparound.conflict.reach import Interest
from wraparound.conflict.stakes import Stake, stake_band
from wraparound.conflict.ways import NOWHERE, Way, best
from wraparound.model.truth import Truth, any_of, unknown

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

SAME_ENTITY = "same_legal_entity_as"
_NAMES = (SAME_ENTITY,)
_OWNING = ("owns", SAME_ENTITY)
_RULING = ("owns", "controls", SAME_ENTITY)
_RELATING = ("kin", "household")
_LEADING = ("supervises",)
_DEALINGS = {"contracted_by": CONTRACT, "compensated_by": PAY, "office": OFFICE}
_LINKING = ("employed_by", *_DEALINGS, *_RULING)
_WAGES = frozenset({"salary", "wages", "benefits"})
_EACH_ITS_OWN = Entities(())


_T = TypeVar("_T")

StandingTie = tuple[TieFact, Truth]
"""A tie that may stand, and whether it does."""


@frozen(kw_only=True)
class Link(Way):
    """One way in which a person is tied to an agency.

    Attributes:
        kind: Which way: ``employed``, ``alias``, ``parent``, ``office`` and so on; nothing for a
            way that one rule alone looks for.
        tie: The tie that it is, where one tie is all of it.
    """

    kind: str = ""
    tie: TieFact | None = None


class Network:
    """All ties as they stand on a day: each question follows only the ties that it is about.

    Attributes:
        entities: Which agencies are one legal entity.
        holdings: Who owns what.
        power: Who controls whom.
        kinship: Who is related to whom.
    """

    def __init__(self, moment: Moment) -> None:
        self._moment = moment
        self._index = moment.index
        self._values = moment.values
        self._one_entity = bool(self._index.ties_of.get(SAME_ENTITY))

    @property
    def entities(self) -> Entities:
        """Which agencies are one legal entity."""
        if not self._one_entity:
            return _EACH_ITS_OWN
        return self._asked(_NAMES, "entities", Network._entities)

    @property
    def holdings(self) -> Holdings:
        """Who owns what."""
        return self._asked(_OWNING, "holdings", Network._holdings)

    @property
    def power(self) -> Power:
        """Who controls whom."""
        return self._asked(_RULING, "power", Network._power)

    @property
    def kinship(self) -> Kinship:
        """Who is related to whom."""
        return self._asked(_RELATING, "kinship", Network._kinship)

    def _asked(
        self, kinds: Collection[str], key: Hashable, ask: Callable[..., _T], *given: object
    ) -> _T:
        """Return an answer that follows from ties of some kinds alone, be they the directory's."""

        def at(moment: Moment) -> _T:
            return ask(self if moment is self._moment else Network(moment), *given)

        return self._moment.of_ties(kinds, key, at)

    def _entities(self) -> Entities:
        ties = self.of_kind(SAME_ENTITY)
        return self._moment.workings.shared(("entities", _state(ties)), Entities, ties)

    def _holdings(self) -> Holdings:
        key = ("holdings", self.entities, _state(self.of_kind("owns")))
        return self._moment.workings.shared(key, lambda: Holdings(self._stakes()))

    def _power(self) -> Power:
        key = (
            "power",
            self.entities,
            _state(self.of_kind("owns")),
            _state(self.of_kind("controls")),
        )
        threshold = self._values.number("control.threshold")
        return self._moment.workings.shared(key, lambda: Power(self._grips(), threshold))

    def _kinship(self) -> Kinship:
        ties = [tie for kind in _RELATING for tie in self.of_kind(kind)]
        key = ("kinship", _state(ties))
        return self._moment.workings.shared(key, Kinship, ties, self._values)

    def of_kind(self, kind: str) -> list[StandingTie]:
        """Return the ties of a kind that may stand."""
        if kind not in self._index.ties_of:
            return []
        return self._asked((kind,), ("of", kind), Network._of_kind, kind)

    def _of_kind(self, kind: str) -> list[StandingTie]:
        return self._standing(self._index.ties_of[kind])

    def from_party(self, kind: str, subject: str) -> list[StandingTie]:
        """Return the ties of a kind that start at somebody."""
        held = self._index.ties_from.get((kind, subject))
        return self._standing(held) if held else []

    def to_party(self, kind: str, object_id: str) -> list[StandingTie]:
        """Return the ties of a kind that end at somebody."""
        held = self._index.ties_to.get((kind, object_id))
        return self._standing(held) if held else []

    def of_holder(self, kind: str, holder: str) -> list[StandingTie]:
        """Return the ties of a kind that start at a person, or at any name of an entity."""
        of = self.entities.of
        entity = of(holder)
        return [(tie, truth) for tie, truth in self.of_kind(kind) if of(tie.subject) == entity]

    def _standing(self, ties: Iterable[TieFact]) -> list[StandingTie]:
        found: list[StandingTie] = []
        for tie in ties:
            truth = self._moment.standing(tie.period, tie.id)
            if not truth.fails:
                found.append((tie, truth))
        return found

    def interest(self, holder: str, agency: str) -> tuple[Interest, Truth] | None:
        """Return what a holder owns of an agency's entity, and whether it is an interest."""
        if not self._index.has_tie(holder, "owns"):
            return None
        of = self.entities.of
        found = self.holdings.interest(of(holder), of(agency))
        if found is None:
            return None
        return found, found.band.above(self._values.number("interest.threshold"))

    def links(self, person: str, agency: str) -> tuple[Link, ...]:
        """Return every way in which a person may be tied to an agency."""
        return self._asked(_LINKING, ("links", person, agency), Network._links, person, agency)

    def _links(self, person: str, agency: str) -> tuple[Link, ...]:
        found = (
            *self._employment(person, agency),
            *self._dealings(person, agency),
            *self._stake_links(person, agency),
        )
        return tuple(link for link in found if not link.truth.fails)

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

    def employers(self, person: str) -> list[StandingTie]:
        """Return the jobs of a person that may stand, known employers only."""
        jobs = self.from_party("employed_by", person)
        return [(tie, truth) for tie, truth in jobs if tie.object is not None]

    def superiors(self, person: str, depth: int | None = None) -> dict[str, Way]:
        """Return everybody above a person, each with the best chain of supervision upward.

        Args:
            person: Where the chain starts.
            depth: How many steps count; None for any number.
        """
        if ("supervises", person) not in self._index.ties_to:
            return {}
        return self._asked(_LEADING, ("above", person, depth), Network._superiors, person, depth)

    def _superiors(self, person: str, depth: int | None) -> dict[str, Way]:
        above = self._upward(person, depth, surely=False)
        if any(way.truth.open for way in above.values()):
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
                yield Link(gap, (tie.id,), kind=EMPLOYER_UNKNOWN)
                continue
            if tie.object == agency:
                yield Link(truth, (tie.id,), kind=EMPLOYED)
                continue
            chain = self.entities.chain(tie.object, agency)
            if chain is not None:
                yield Link(truth & chain.truth, (tie.id, *chain.path), kind=ALIAS)
            employer = of(tie.object)
            if employer == entity:
                continue
            control = self._control(employer, entity)
            if control is not None:
                path = (tie.id, *control.path)
                yield Link(truth & control.truth, path, kind=PARENT)
            if control is None or not control.truth.holds:
                sister = self._common_control(employer, entity, person)
                if sister is not None:
                    path = (tie.id, *sister.path)
                    yield Link(truth & sister.truth, path, kind=SISTER)

    def _control(self, holder: str, entity: str) -> Way | None:
        """Return how one entity controls another, if it has a hold on any at all."""
        has_hold = self._index.has_tie(holder, "owns", "controls")
        return self.power.controls(holder, entity) if has_hold else None

    def _common_control(self, one: str, other: str, person: str) -> Way | None:
        """Return how two entities are under common control, if anybody has a hold on the first."""
        is_held = self._index.is_tied_to(one, "owns", "controls")
        return self.power.common(one, other, holder=person) if is_held else None

    def _dealings(self, person: str, agency: str) -> Iterable[Link]:
        of = self.entities.of
        entity = of(agency)
        for kind, name in _DEALINGS.items():
            for tie, truth in self.from_party(kind, person):
                if tie.object is None or of(tie.object) != entity:
                    continue
                if kind == "compensated_by" and self._is_wage(tie):
                    continue
                yield Link(truth, (tie.id,), kind=name, tie=tie)

    def _is_wage(self, tie: TieFact) -> bool:
        return tie.basis in _WAGES and tie.incident_of in self._index.jobs

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
                band = stake_band(tie.share_band, truth)
                yield tie.id, of(tie.subject), of(tie.object), band

    def _grips(self) -> Iterable[Grip]:
        excluded = self._values.words("interest.exclusions")
        of = self.entities.of
        for tie, truth in self.of_kind("owns"):
            if tie.via not in excluded and tie.object is not None:
                yield tie.id, of(tie.subject), of(tie.object), truth, tie.votes_band
        for tie, truth in self.of_kind("controls"):
            if tie.object is not None:
                yield tie.id, of(tie.subject), of(tie.object), truth, None


def _state(ties: Iterable[StandingTie]) -> tuple[tuple[str, Truth], ...]:
    """Return what tells two days with the same ties apart from others."""
    return tuple((tie.id, truth) for tie, truth in ties)

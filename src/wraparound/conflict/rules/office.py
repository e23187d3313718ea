"""Boards and offices (COI-GOV)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from wraparound.conflict.agency_roles import coordinating
from wraparound.conflict.day import AGENTS, ORGANIZING, Day
from wraparound.conflict.frozen import frozen
from wraparound.conflict.kinds import TieFact
from wraparound.conflict.needs import duty_of, provided, tie_of, tied_holder
from wraparound.conflict.network import OFFICE, Link
from wraparound.conflict.rules.asking import linked, over_services
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.conflict.ways import NOWHERE, Way
from wraparound.model.truth import Truth, all_of, any_of

_BOARD = frozenset({"director", "chair"})
_CHAIR = "chair"

_Seats = dict[str, list[tuple[TieFact, Truth]]]


@frozen(kw_only=True)
class _Overlap(Link):
    """The people on two boards, as a link."""

    heavy: bool


def holds_office(day: Day, _: Options) -> Iterator[Statement]:
    """GOV-01: who plans, assesses or decides eligibility holds an office at a provider.

    Source: 42 CFR 441.301(c)(1)(vi), 441.730(b), 441.555(c); offices as in 455.101; specification
    5.12.
    """
    duties = day.persons_holding(AGENTS)
    for link, statement in over_services(day, duties, linked(frozenset({OFFICE}))):
        chairs = link.tie is not None and link.tie.position == _CHAIR
        yield attrs.evolve(statement, variant=_CHAIR if chairs else None)


def boards_overlap(day: Day, _: Options) -> Iterator[Statement]:
    """GOV-02: the same people sit on the boards of the coordinating organization and a provider.

    Source: 45 CFR 1324.21 as an analogy; specification 5.12.
    """
    agencies = (d for d in day.holding(ORGANIZING) if not day.index.is_person(d.fact.holder))
    for link, statement in over_services(day, agencies, _overlaps):
        heavy = isinstance(link, _Overlap) and link.heavy
        yield attrs.evolve(statement, variant="majority_or_chair" if heavy else None)


def board_member_of_contractor(day: Day, _: Options) -> Iterator[Statement]:
    """GOV-03: a board member, or close family, is tied to a contractor of the organization.

    Source: 42 CFR 460.68(b) as an analogy; specification 5.12.
    """
    of = day.network.entities.of
    coordinators = coordinating(day)
    for contract, stands in day.network.of_kind("org_contract"):
        evidence = coordinators.get(of(contract.subject))
        if evidence is None or contract.object is None:
            continue
        for office, sits in _seats_at(day, contract.subject):
            for relative, kin in _circle(day, office.subject):
                link = day.network.best_link(relative, contract.object)
                if link is not None:
                    yield Statement(
                        truth=all_of((evidence.truth, stands, sits, kin.truth, link.truth)),
                        path=(office.id, *kin.path, *link.path, contract.id),
                        holder=office.subject,
                        counterparty=contract.object,
                        role="board_member",
                    )


def _circle(day: Day, person: str) -> Iterator[tuple[str, Way]]:
    yield person, NOWHERE
    for relative in day.network.kinship.relatives(person):
        kin = day.network.kinship.close(person, relative)
        if kin is not None:
            yield relative, kin


def _seats_at(day: Day, agency: str) -> Iterator[tuple[TieFact, Truth]]:
    of = day.network.entities.of
    for tie, truth in day.network.of_kind("office"):
        if tie.position in _BOARD and tie.object is not None and of(tie.object) == of(agency):
            yield tie, truth


def _by_person(seats: Iterable[tuple[TieFact, Truth]]) -> _Seats:
    found: _Seats = {}
    for tie, truth in seats:
        found.setdefault(tie.subject, []).append((tie, truth))
    return found


def _overlaps(day: Day, holder: str, agency: str) -> Iterator[Link]:
    of = day.network.entities.of
    if of(holder) == of(agency):
        return
    here, there = _by_person(_seats_at(day, holder)), _by_person(_seats_at(day, agency))
    both = {
        person: any_of(truth for _, truth in here[person])
        & any_of(truth for _, truth in there[person])
        for person in sorted(here.keys() & there.keys())
    }
    sure = [person for person, truth in both.items() if truth.holds]
    people = sure or list(both)
    if not people:
        return
    seats = [
        tie
        for person in people
        for tie, truth in (*here[person], *there[person])
        if truth.holds or not sure
    ]
    yield _Overlap(
        any_of(both[person] for person in people),
        tuple(sorted({tie.id for tie in seats})),
        heavy=bool(sure) and _is_heavy(day, seats, len(sure), (holder, agency)),
    )


def _is_heavy(day: Day, seats: Iterable[TieFact], shared: int, boards: Iterable[str]) -> bool:
    if any(tie.position == _CHAIR for tie in seats):
        return True
    limit = day.values.number("board.majority")
    sizes = (day.index.agencies[board].board_size for board in boards)
    return any(size and Fraction(shared, size) > limit for size in sizes)


RULES = (
    Rule(code="COI-GOV-01", ask=holds_office, needs=(tied_holder(AGENTS, "office"), provided)),
    Rule(
        code="COI-GOV-02",
        ask=boards_overlap,
        needs=(duty_of(ORGANIZING), tie_of("office"), provided),
        own=frozenset({"board.majority"}),
    ),
    Rule(
        code="COI-GOV-03",
        ask=board_member_of_contractor,
        of_plans=False,
        needs=(tie_of("org_contract"), tie_of("office")),
    ),
)

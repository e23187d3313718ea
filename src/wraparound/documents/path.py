"""The path of facts behind a finding as what a picture needs: parties, and the facts between."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import attrs

from wraparound.chart import Chart
from wraparound.documents.chain import chain_words
from wraparound.documents.days import period_in_words
from wraparound.documents.names import Names
from wraparound.model.findings import Evidence, Finding
from wraparound.model.terms import Unknown

_APART = 2
"""So many facts that say the same of the same two are drawn one by one."""


class Shape(Enum):
    """What a party is, as far as the names tell."""

    PERSON = "person"
    AGENCY = "agency"
    PLAN = "plan of care"
    OTHER = ""


@attrs.define(kw_only=True)
class Node:
    """A party of the path.

    Attributes:
        id: The party, or the fact that stands for it where nobody recorded who it is.
        name: What to call it.
        notes: What it is to the family, and facts that lead nowhere else.
        shape: What it is.
        marked: Whether it is who must act, or the other end.
    """

    id: str
    name: str
    notes: list[str] = attrs.field(factory=list)
    shape: Shape = Shape.OTHER
    marked: bool = False


@attrs.frozen(kw_only=True)
class Edge:
    """A fact between two parties.

    Attributes:
        start: The place of the party that it is about.
        end: The place of the other one.
        says: What it says.
        when: When, in words; empty where nothing bounds it.
        sure: Whether both of its days are known.
    """

    start: int
    end: int
    says: str
    when: str
    sure: bool


@attrs.frozen(kw_only=True)
class Path:
    """What a picture shows.

    Attributes:
        title: What was found.
        nodes: The parties, in the order of the facts.
        edges: The facts between them, in order.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def path_of(finding: Finding, names: Chart | Names | None = None) -> Path:
    """Return the path of a finding.

    Args:
        finding: The finding.
        names: What to call people and agencies. A chart hides who people are.
    """
    known = Names.of(names) if isinstance(names, Chart) else names or Names()
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    places: dict[str, int] = {}

    def place(party: str, name: str) -> int:
        if party not in nodes:
            places[party] = len(nodes)
            nodes[party] = _node(party, name, finding, known)
        return places[party]

    for fact in finding.evidence:
        unnamed = f"{fact.kind.replace('_', ' ')} {fact.id}"
        subject = fact.subject if fact.subject is not None else fact.id
        start = place(subject, known.name(subject) if fact.subject is not None else unnamed)
        says, when = chain_words(fact, known), period_in_words(fact.period)
        if fact.object is None:
            nodes[subject].notes.append(f"{says} ({when})" if when else says)
            continue
        end = place(fact.object, known.name(fact.object))
        edges.append(Edge(start=start, end=end, says=says, when=when, sure=_is_sure(fact)))
    for party in (finding.holder, finding.counterparty):
        if party is not None:
            place(party, known.name(party))
    ordered = sorted(nodes.values(), key=lambda node: _rank(node, finding))
    moved = {places[node.id]: place for place, node in enumerate(ordered)}
    return Path(
        title=finding.title or finding.rule,
        nodes=tuple(ordered),
        edges=tuple(
            attrs.evolve(edge, start=moved[edge.start], end=moved[edge.end])
            for edge in _together(edges)
        ),
    )


def _rank(node: Node, finding: Finding) -> int:
    """Return where a party stands: who must act first, a plan last."""
    if node.id == finding.holder:
        return 0
    return 2 if node.shape is Shape.PLAN else 1


def _together(edges: list[Edge]) -> Iterator[Edge]:
    """Yield the facts; where many say the same of the same two, one of them with their number."""
    alike: dict[tuple[int, int, str], list[Edge]] = {}
    for edge in edges:
        alike.setdefault((edge.start, edge.end, edge.says), []).append(edge)
    for same in alike.values():
        if len(same) <= _APART:
            yield from same
        else:
            yield attrs.evolve(
                same[0], when=f"{len(same)} facts", sure=all(each.sure for each in same)
            )


def _node(party: str, name: str, finding: Finding, names: Names) -> Node:
    if party in names.plans:
        shape = Shape.PLAN
    elif party in names.agencies:
        shape = Shape.AGENCY
    elif party in names.persons or party in names.people or party in names.roles:
        shape = Shape.PERSON
    else:
        shape = Shape.OTHER
    notes = [", ".join(names.roles.get(party, ())) or shape.value]
    if party == finding.holder:
        notes.append("who must act")
    return Node(
        id=party,
        name=name,
        notes=[each for each in notes if each and each != name],
        shape=shape,
        marked=party in {finding.holder, finding.counterparty},
    )


def _is_sure(fact: Evidence) -> bool:
    return not isinstance(fact.period.start, Unknown) and not isinstance(fact.period.end, Unknown)

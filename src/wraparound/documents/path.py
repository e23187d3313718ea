"""The path of facts behind a finding as what a picture needs: parties, and the facts between."""

from __future__ import annotations

from enum import Enum

import attrs

from wraparound.chart import Chart
from wraparound.documents.chain import chain_words
from wraparound.documents.days import period_in_words
from wraparound.documents.names import Names
from wraparound.model.findings import Evidence, Finding
from wraparound.model.terms import Unknown


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
        if not nodes and party is not None:
            place(party, known.name(party))
    return Path(
        title=f"{finding.rule}: {finding.title}" if finding.title else finding.rule,
        nodes=tuple(nodes.values()),
        edges=tuple(edges),
    )


def _node(party: str, name: str, finding: Finding, names: Names) -> Node:
    if party in names.plans:
        shape = Shape.PLAN
    elif party in names.agencies:
        shape = Shape.AGENCY
    elif party in names.people or party in names.roles:
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

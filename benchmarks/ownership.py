"""Who owns and who controls whom in a state's directory, against the same with networkx.

Ours is the look-through of the conflict rules: what each owner holds of every agency, directly and
through others, with every tie that contributes, and whom each owner controls by votes. The peer is
what one would write with networkx for the same answers: for each owner, whatever they lead to, in
the order in which shares flow, with circles solved by elimination, and votes counted until nobody
more falls to them. Both calculate in fractions, and their answers are held equal.

The directory is made up: 20,000 agencies in groups of companies, and 50,000 ties, with a few
agencies that own one another in circles. Both begin with the same list of ties, and building their
graphs counts. The second line is against a peer who thought of putting all agencies in order once.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from fractions import Fraction
from functools import partial

import attrs
import networkx as nx
from measuring import Comparison

from wraparound.conflict.bands import Band
from wraparound.conflict.holdings import Holdings
from wraparound.conflict.power import Power
from wraparound.model.truth import YES

AGENCIES = 20_000
TIES = 50_000
GROUP = 40  # agencies in a group of companies
PEOPLE = 12  # owners of a group
CIRCLES = 20  # one group in so many has agencies that own one another
HALF = Fraction(1, 2)
GOAL = ">= 3"
ROUNDS = 3

Held = tuple[str, str, Fraction, Collection[str]]
"""An owner, an agency, how much of it, and the ties that contribute."""

Controls = tuple[str, Collection[str]]
"""An owner, and whom they control."""

Answers = Iterator[Held | Controls]


@attrs.frozen
class Owned:
    """A tie: who owns how much of whom."""

    id: str
    holder: str
    held: str
    share: Fraction


def compare_ownership() -> Iterator[Comparison]:
    """Compare all owners of the directory at once."""
    ties = made_up_ties(AGENCIES, TIES)
    owners = sorted({tie.holder for tie in ties if tie.holder.startswith("person")})
    name = f"look-through and control, {AGENCIES:,} agencies, {len(ties):,} ties"
    ours = partial(with_ours, ties, owners)
    seconds, note = _seconds(ours), f"{len(owners):,} owners"
    for peer, once in (("networkx", False), ("networkx, one order for all owners", True)):
        theirs = partial(with_networkx, ties, owners, once=once)
        yield Comparison(name, seconds, _seconds(theirs), peer, GOAL, note=note)
        assert _told(ours()) == _told(theirs())


def made_up_ties(agencies: int, ties: int) -> list[Owned]:
    """Return ties in which nobody owns more than the whole of anybody."""
    dice = random.Random(0)
    left = [Fraction(1)] * agencies
    found: list[Owned] = []
    groups = agencies // GROUP
    while len(found) < ties:
        group = dice.randrange(groups)
        held = dice.randrange(GROUP)
        share = Fraction(dice.choice((5, 10, 20, 25, 30, 51, 60)), 100)
        agency = group * GROUP + held
        if share > left[agency]:
            if left[agency] <= 0:
                continue
            share = left[agency] / 2
        circle = group % CIRCLES == 0 and dice.random() < 0.05
        if held and (circle or dice.random() < 0.7):
            other = dice.randrange(GROUP) if circle else dice.randrange(held)
            holder = f"agency-{group * GROUP + other}"
            if other == held:
                continue
        else:
            holder = f"person-{group}-{dice.randrange(PEOPLE)}"
        left[agency] -= share
        found.append(Owned(f"t{len(found):06}", holder, f"agency-{agency}", share))
    return found


def with_ours(ties: list[Owned], owners: list[str]) -> Answers:
    """Answer with the library."""
    holdings = Holdings((tie.id, tie.holder, tie.held, Band(tie.share, tie.share)) for tie in ties)
    power = Power(
        ((tie.id, tie.holder, tie.held, YES, Band(tie.share, tie.share)) for tie in ties), HALF
    )
    for owner in owners:
        for entity in holdings.held_by(owner):
            held = holdings.interest(owner, entity)
            assert held is not None
            yield owner, entity, held.band.lo, held.path
        yield owner, power.controlled_by(owner)


def with_networkx(ties: list[Owned], owners: list[str], *, once: bool) -> Answers:
    """Answer with networkx, as one would write it.

    Args:
        ties: The ties.
        owners: Whom to answer for.
        once: Whether to put all agencies in order once, and not each owner's own in turn.
    """
    graph = nx.DiGraph()
    for tie in ties:
        if graph.has_edge(tie.holder, tie.held):
            edge = graph.edges[tie.holder, tie.held]
            edge["share"] += tie.share
            edge["ties"] |= {tie.id}
        else:
            graph.add_edge(tie.holder, tie.held, share=tie.share, ties=frozenset({tie.id}))
    members = _in_order(graph) if once else []
    place = {name: number for number, names in enumerate(members) for name in names}
    for owner in owners:
        sizes: dict[str, Fraction] = {owner: Fraction(1)}
        behind: dict[str, frozenset[str]] = {owner: frozenset()}
        reached = nx.descendants(graph, owner)
        if once:
            order = [members[number] for number in sorted({place[name] for name in reached})]
        else:
            order = _in_order(graph.subgraph(reached))
        for names in order:
            _carry(graph, names, sizes)
            _gather(graph, names, behind)
        for entity, size in sizes.items():
            if entity != owner:
                yield owner, entity, size, behind[entity]
        yield owner, _controlled(graph, owner)


def _in_order(graph: nx.DiGraph) -> list[list[str]]:
    """Return agencies after those that own a part of them; those in a circle together."""
    condensed = nx.condensation(graph)
    return [sorted(condensed.nodes[each]["members"]) for each in nx.topological_sort(condensed)]


def _carry(graph: nx.DiGraph, names: list[str], sizes: dict[str, Fraction]) -> None:
    """Work out what the owner has of one agency, or of some that own one another."""
    given = {
        name: sum(
            (
                sizes[holder] * edge["share"]
                for holder, edge in graph.pred[name].items()
                if holder in sizes and holder not in names
            ),
            Fraction(0),
        )
        for name in names
    }
    if len(names) == 1:
        sizes.update(given)
        return
    # x = given + shares * x, by elimination
    rows = {
        name: {
            other: int(other == name) - graph.pred[name].get(other, {}).get("share", Fraction(0))
            for other in names
        }
        for name in names
    }
    for place, pivot in enumerate(names):
        for name in names[place + 1 :]:
            factor = rows[name][pivot] / rows[pivot][pivot]
            if factor:
                for other in names[place:]:
                    rows[name][other] -= factor * rows[pivot][other]
                given[name] -= factor * given[pivot]
    for place in range(len(names) - 1, -1, -1):
        name = names[place]
        known = sum(rows[name][other] * sizes[other] for other in names[place + 1 :])
        sizes[name] = (given[name] - known) / rows[name][name]


def _gather(graph: nx.DiGraph, names: list[str], behind: dict[str, frozenset[str]]) -> None:
    """Gather the ties over which anything comes to one agency, or to some in a circle."""
    found: set[str] = set()
    for name in names:
        for holder, edge in graph.pred[name].items():
            if holder in behind or holder in names:
                found |= behind.get(holder, frozenset()) | edge["ties"]
    behind.update(dict.fromkeys(names, frozenset(found)))


def _controlled(graph: nx.DiGraph, owner: str) -> frozenset[str]:
    """Return whom somebody controls: more than half of the votes, with all that they control."""
    members, votes, edge = {owner}, dict[str, Fraction](), [owner]
    while edge:
        for held, tie in graph.succ[edge.pop()].items():
            if held not in members:
                votes[held] = votes.get(held, Fraction(0)) + tie["share"]
                if votes[held] > HALF:
                    members.add(held)
                    edge.append(held)
    return frozenset(members - {owner})


def _told(answers: Answers) -> dict[tuple[str, ...], object]:
    """Return all answers, to compare them: sizes as they are, ties and agencies as sets."""
    found: dict[tuple[str, ...], object] = {}
    for answer in answers:
        if len(answer) == 2:
            found[answer[:1]] = frozenset(answer[1])
        else:
            owner, entity, size, behind = answer
            found[owner, entity] = (size, frozenset(behind))
    return found


def _seconds(answers: Callable[[], Answers]) -> float:
    """Return the median seconds of the processor that it takes to give all answers."""
    seconds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        deque(answers(), maxlen=0)
        seconds.append(time.process_time() - started)
    return statistics.median(seconds)

"""Exact sums over agencies that own one another in circles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from wraparound.conflict.bands import NOUGHT

_Shares = dict[str, dict[str, Fraction]]
"""Who owns how much of whom, by either."""


def circles(onward: Mapping[str, Collection[str]]) -> Iterator[list[str]]:
    """Yield members that lead to one another, each circle before those that it leads to.

    Args:
        onward: Whom each member leads to; nobody to themselves.
    """
    inward: dict[str, list[str]] = {name: [] for name in onward}
    for name, others in onward.items():
        for other in others:
            inward[other].append(name)
    done: set[str] = set()
    for name in reversed(_last_first(onward)):
        if name in done:
            continue
        # whatever else leads to it is done: what is left of that is led to by it as well
        done.add(name)
        circle = [name]
        for member in circle:
            for other in inward[member]:
                if other not in done:
                    done.add(other)
                    circle.append(other)
        if len(circle) > 1:
            yield circle


def _last_first(onward: Mapping[str, Collection[str]]) -> list[str]:
    """Return members, each after whatever it leads to, where there is no circle."""
    seen: set[str] = set()
    order: list[str] = []
    for root in onward:
        if root in seen:
            continue
        seen.add(root)
        path = [(root, iter(onward[root]))]
        while path:
            name, following = path[-1]
            for other in following:
                if other not in seen:
                    seen.add(other)
                    path.append((other, iter(onward[other])))
                    break
            else:
                order.append(name)
                path.pop()
    return order


def circulated(
    given: Mapping[str, Fraction], steps: Iterable[tuple[str, str, Fraction]]
) -> dict[str, Fraction] | None:
    """Return what comes to each member over all walks; None where the sums have no end.

    One member after another is taken out, and its stakes are passed on to those it is tied to, so
    that only ties cost anything. What comes back to a member before it is taken out must be less
    than the whole: it comes round again and again.

    Args:
        given: What comes to members from outside.
        steps: What they own of one another: who, of whom, and how much. Members that nothing comes
            to are left out.
    """
    onward: _Shares = {}
    for holder, name, share in steps:
        row = onward.setdefault(holder, {})
        row[name] = row.get(name, NOUGHT) + share
    total = {name: share for name, share in given.items() if share}
    waiting = list(total)
    while waiting:
        for name in onward.get(waiting.pop(), ()):
            if name not in total:
                total[name] = NOUGHT
                waiting.append(name)
    onward = {name: onward.get(name, {}) for name in total}
    inward: _Shares = {name: {} for name in total}
    for holder, held in onward.items():
        for name, share in held.items():
            inward[name][holder] = share
    taken: list[tuple[str, Mapping[str, Fraction], Fraction]] = []
    while inward:
        name = min(inward, key=lambda each: (len(inward[each]) * len(onward[each]), each))
        rest = 1 - inward[name].get(name, NOUGHT)
        if rest <= 0:
            return None
        taken.append((name, _taken_out(name, rest, total, inward, onward), rest))
    for name, sources, rest in reversed(taken):
        passed_on = sum((total[other] * share for other, share in sources.items()), total[name])
        total[name] = passed_on / rest
    return total


def _taken_out(
    name: str, rest: Fraction, total: dict[str, Fraction], inward: _Shares, onward: _Shares
) -> Mapping[str, Fraction]:
    """Take a member out; return who owns of it. Those it owned are owned by them instead."""
    sources, targets = inward.pop(name), onward.pop(name)
    sources.pop(name, None)
    targets.pop(name, None)
    for source in sources:
        del onward[source][name]
    for target, share in targets.items():
        del inward[target][name]
        passed = share / rest
        total[target] += total[name] * passed
        for source, part in sources.items():
            more = inward[target].get(source, NOUGHT) + part * passed
            inward[target][source] = onward[source][target] = more
    return sources

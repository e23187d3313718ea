"""What cannot be meant: a least above its most, an answer that no fact could ever give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import attrs

from wraparound.policy.predicates.nodes import (
    Age,
    AllOf,
    AtLeast,
    Compare,
    Count,
    Each,
    Is,
    Node,
    Not,
    OneOf,
    Op,
    Some,
)
from wraparound.policy.program_pack import ProgramParameter

_LEAST, _MOST = "_min", "_max"


def contradicting_parameters(
    parameters: Sequence[ProgramParameter],
) -> Iterator[tuple[int, str]]:
    """Yield the place of each upper limit that lies below its lower one, and what is wrong."""
    least = [each for each in parameters if each.name.endswith(_LEAST) and each.found]
    for place, most in enumerate(parameters):
        stem = most.name.removesuffix(_MOST)
        if stem == most.name or not most.found:
            continue
        for low in least:
            same = (low.name.removesuffix(_LEAST), low.unit) == (stem, most.unit)
            if same and low.meets(most) and _is_above(low.value, most.value):
                yield place, f"contradicts {low.name}, which is above it"


def _is_above(low: object, high: object) -> bool:
    return isinstance(low, Decimal) and isinstance(high, Decimal) and low > high


def contradicting_questions(root: Node, path: str) -> Iterator[tuple[str, str]]:
    """Yield the path of each question that no fact can answer otherwise, and what is wrong.

    Args:
        root: The tree.
        path: Where it stands in its file.
    """
    for place, node in placed_nodes(root, path):
        message = _never(node)
        if message:
            yield place, message
        if node.effective_from and node.effective_to and node.effective_to < node.effective_from:
            yield f"{place}.effective_to", "must not lie before effective_from"


def placed_nodes(root: Node, path: str) -> Iterator[tuple[str, Node]]:
    """Yield every question of a tree with its path in the file, parents first."""
    yield path, root
    if isinstance(root.test, (Some, Each)):
        yield from placed_nodes(root.test.where, f"{path}.{root.operator}.where")
    elif isinstance(root.test, Not):
        yield from placed_nodes(root.children[0], f"{path}.not")
    else:
        below = "at_least.of" if isinstance(root.test, AtLeast) else root.operator
        for number, child in enumerate(root.children):
            yield from placed_nodes(child, f"{path}.{below}[{number}]")


def _never(node: Node) -> str:
    match node.test:
        case AtLeast(n=n, children=children) if n > len(children):
            return f"contradicts itself: it wants {n} of {len(children)}"
        case Count(of=codes, op=op, n=n) if codes and _wants(op, n) > len(codes):
            return f"contradicts itself: it counts {len(codes)} codes and wants {_wants(op, n)}"
        case AllOf(children=children):
            told = any(isinstance(each.test, AllOf) and _never(each) for each in children)
            return "" if told else _never_together(list(_all_of(node)))
        case _:
            return ""


def _wants(op: Op, n: int) -> int:
    return n + 1 if op is Op.MORE else n if op in (Op.AT_LEAST, Op.EQUAL) else 0


def _all_of(node: Node) -> Iterator[Node]:
    """Yield what must hold at once, through questions that only join others."""
    for child in node.children:
        if not _always_counts(child):
            continue
        if isinstance(child.test, AllOf):
            yield from _all_of(child)
        else:
            yield child


def _always_counts(node: Node) -> bool:
    dated = node.effective_from is not None or node.effective_to is not None
    return node.binding and not node.background and not dated


def _never_together(nodes: Sequence[Node]) -> str:
    true = {each.test.fact for each in nodes if isinstance(each.test, Is)}
    for each in nodes:
        if not isinstance(each.test, Not) or not _always_counts(each.children[0]):
            continue
        denied = each.children[0].test
        if isinstance(denied, Is) and denied.fact in true:
            return f"contradicts itself: {denied.fact} would be true and not"
    for what, spans in _spans(nodes).items():
        if _empty(spans):
            return f"contradicts itself: no value of {what} passes all of it"
    for fact, choices in _choices(nodes).items():
        if not set.intersection(*choices):
            return f"contradicts itself: no value of {fact} passes all of it"
    return ""


@attrs.frozen
class _Span:
    low: float
    high: float
    low_open: bool = False
    high_open: bool = False


def _spans(nodes: Iterable[Node]) -> dict[str, list[_Span]]:
    found: dict[str, list[_Span]] = {}
    for node in nodes:
        match node.test:
            case Age(op=op, years=years, at=at, birth=birth):
                key = f"the age by {birth}" if at == "as_of" else f"the age by {birth} on {at}"
                span = _span(op, years, whole=True)
            case Compare(fact=fact, op=op, value=int() | float() as value, value_fact="") if (
                not isinstance(value, bool)
            ):
                key, span = fact, _span(op, value, whole=False)
            case _:
                continue
        if span is not None:
            found.setdefault(key, []).append(span)
    return found


def _span(op: Op, value: float, *, whole: bool) -> _Span | None:
    """Return the values that pass; of whole ones, those below 18 are those up to 17."""
    step = 1 if whole else 0
    match op:
        case Op.EQUAL:
            return _Span(value, value)
        case Op.LESS:
            return _Span(float("-inf"), value - step, high_open=not whole)
        case Op.AT_MOST:
            return _Span(float("-inf"), value)
        case Op.MORE:
            return _Span(value + step, float("inf"), low_open=not whole)
        case Op.AT_LEAST:
            return _Span(value, float("inf"))
        case _:
            return None


def _empty(spans: Sequence[_Span]) -> bool:
    low = max(spans, key=lambda each: (each.low, each.low_open))
    high = min(spans, key=lambda each: (each.high, not each.high_open))
    return low.low > high.high or (low.low == high.high and (low.low_open or high.high_open))


def _choices(nodes: Iterable[Node]) -> dict[str, list[set[object]]]:
    found: dict[str, list[set[object]]] = {}
    for node in nodes:
        match node.test:
            case OneOf(fact=fact, values=values) if all(isinstance(one, str) for one in values):
                found.setdefault(fact, []).append(set(values))
            case Compare(fact=fact, op=Op.EQUAL, value=str() as value, value_fact=""):
                found.setdefault(fact, []).append({value})
            case _:
                pass
    return found

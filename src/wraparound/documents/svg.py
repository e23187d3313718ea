"""The path of a finding as an SVG picture, with a text for those who cannot see it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import attrs

from wraparound.chart import Chart
from wraparound.documents.chain import sentences
from wraparound.documents.lettering import (
    FILL,
    FONT,
    INK,
    LINE,
    PAPER,
    drawn_lines,
    text_width,
    wrapped,
    xml_text,
)
from wraparound.documents.names import Names
from wraparound.documents.path import Edge, Node, Path, Shape, path_of
from wraparound.model.findings import Finding

_EDGE, _BOX, _GAP, _LANE = 24, 280, 76, 230
_ROUND = 20
_MOST_LANES = 4
"""More lanes would make the picture wider than a page; the facts of further ones are told below."""


@attrs.frozen
class _Box:
    node: Node
    top: float
    lines: tuple[str, ...]
    title_lines: int

    @property
    def height(self) -> float:
        return len(self.lines) * LINE + 20

    @property
    def bottom(self) -> float:
        return self.top + self.height


@attrs.frozen
class _Lane:
    """A fact that runs beside the parties.

    Attributes:
        edge: The fact.
        lane: How far to the right.
        gap: Between which two parties its label stands.
        lines: The label.
    """

    edge: Edge
    lane: int
    gap: int
    lines: tuple[str, ...]


def path_svg(finding: Finding, names: Chart | Names | None = None) -> str:
    """Return the path of a finding as an SVG document.

    Who must act stands first, and the plan last. People have round corners, agencies square ones,
    plans a double border; a dashed line has a day that nobody recorded; a thick border is who must
    act, and the other end. The title says what was found, and the description tells the path in
    sentences. The same finding gives the same bytes.

    Args:
        finding: The finding.
        names: What to call people and agencies. A chart hides who people are; give
            ``Names.of(chart, personal=True)`` to show it.
    """
    known = Names.of(names) if isinstance(names, Chart) else names or Names()
    path = path_of(finding, known)
    told = " ".join(sentences(finding.evidence, known)) or "No fact is told."
    direct, lanes, further = _routes(path)
    boxes = _boxes(path, lanes)
    count = max((each.lane for each in lanes), default=-1) + 1
    width = 2 * _EDGE + _BOX + _LANE * count + (0 if lanes else _EDGE)
    below = [line for edge in further for line in _told_below(edge, path, width - 2 * _EDGE)]
    tail = max((len(each.lines) * LINE for each in lanes if each.gap == len(boxes) - 1), default=0)
    floor = (boxes[-1].bottom if boxes else _EDGE) + tail
    height = floor + _EDGE + (len(below) * LINE + _EDGE if below else 0)
    ends = _ends(lanes, boxes)
    routes = [_direct(edge, boxes) for edge in direct]
    routes += [_in_lane(place, each, boxes, ends) for place, each in enumerate(lanes)]
    drawn = [line for line, _ in routes] + [label for _, label in routes] + list(map(_drawn, boxes))
    drawn.append(drawn_lines(below, _EDGE, floor + _EDGE + FONT))
    key = hashlib.sha256("".join((told, *drawn)).encode()).hexdigest()[:8]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" width="{width}" '
        f'height="{height:g}" style="max-width:100%;height:auto" role="img" '
        f'aria-labelledby="t{key} d{key}" font-family="system-ui, sans-serif" '
        f'font-size="{FONT}"><title id="t{key}">{xml_text(path.title)}</title>'
        f'<desc id="d{key}">{xml_text(told)}</desc>'
        f'<defs><marker id="a{key}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" '
        f'markerHeight="8" orient="auto-start-reverse"><path d="M0 0 10 5 0 10Z" fill="{INK}"/>'
        f'</marker></defs><rect width="100%" height="100%" fill="{PAPER}"/>'
        + "".join(drawn).replace("url(#a)", f"url(#a{key})")
        + "</svg>\n"
    )


def _boxes(path: Path, lanes: list[_Lane]) -> list[_Box]:
    """Return the parties from the top down, so far apart that every label has its room."""
    boxes: list[_Box] = []
    top = float(_EDGE)
    for place, node in enumerate(path.nodes):
        title = wrapped(node.name, _BOX - 40)
        lines = (*title, *(line for note in node.notes for line in wrapped(note, _BOX - 40)))
        boxes.append(_Box(node, top, lines, len(title)))
        tallest = max((len(each.lines) for each in lanes if each.gap == place), default=0)
        top = boxes[-1].bottom + max(_GAP, tallest * LINE + 24)
    return boxes


def _routes(path: Path) -> tuple[list[Edge], list[_Lane], list[Edge]]:
    """Return which facts join neighbors, which run in a lane, and which are only told."""
    direct: dict[int, Edge] = {}
    beside: list[Edge] = []
    for edge in path.edges:
        gap = min(edge.start, edge.end)
        if abs(edge.start - edge.end) == 1 and gap not in direct and len(_label(edge, _BOX)) <= 3:
            direct[gap] = edge
        else:
            beside.append(edge)
    lanes: list[_Lane] = []
    further: list[Edge] = []
    taken: list[list[tuple[int, int]]] = []
    # short ones inside, so that the fewest lines cross; a lane holds facts that do not overlap
    for edge in sorted(beside, key=lambda each: abs(each.start - each.end)):
        first, last = min(edge.start, edge.end), max(edge.start, edge.end)
        lane = next(
            (
                number
                for number, spans in enumerate(taken)
                if all(last < begun or ended < first for begun, ended in spans)
            ),
            len(taken),
        )
        if lane == _MOST_LANES:
            further.append(edge)
            continue
        if lane == len(taken):
            taken.append([])
        taken[lane].append((first, last))
        gap = (first + last) // 2 if last > first else first
        lanes.append(_Lane(edge, lane, gap, tuple(_label(edge, _LANE - 44))))
    return list(direct.values()), lanes, further


def _ends(lanes: list[_Lane], boxes: list[_Box]) -> dict[tuple[int, bool], float]:
    """Return the height at which each lane leaves its first party and reaches its second."""
    at: dict[int, list[tuple[int, bool]]] = {}
    for number, each in enumerate(lanes):
        at.setdefault(each.edge.start, []).append((number, False))
        at.setdefault(each.edge.end, []).append((number, True))
    return {
        end: boxes[box].top + boxes[box].height * (place + 1) / (len(ends) + 1)
        for box, ends in at.items()
        for place, end in enumerate(ends)
    }


def _direct(edge: Edge, boxes: list[_Box]) -> tuple[str, str]:
    x = _EDGE + 40
    start, end = boxes[edge.start], boxes[edge.end]
    down = edge.start < edge.end
    y1, y2 = (start.bottom, end.top) if down else (start.top, end.bottom)
    line = f'<path d="M{x} {y1:g} V{y2:g}" {_stroke(edge)}/>'
    return line, _drawn_label(_label(edge, _BOX - 60), x + 12, (y1 + y2) / 2)


def _in_lane(
    number: int, each: _Lane, boxes: list[_Box], ends: dict[tuple[int, bool], float]
) -> tuple[str, str]:
    right, x = _EDGE + _BOX, _EDGE + _BOX + 24 + each.lane * _LANE
    y1, y2 = ends[number, False], ends[number, True]
    line = f'<path d="M{right} {y1:g} H{x} V{y2:g} H{right}" {_stroke(each.edge)}/>'
    above = boxes[each.gap].bottom
    last = each.gap + 1 == len(boxes)
    below = above + len(each.lines) * LINE + 8 if last else boxes[each.gap + 1].top
    return line, _drawn_label(each.lines, x + 10, (above + below) / 2)


def _label(edge: Edge, width: float) -> list[str]:
    return [*wrapped(edge.says, width), *wrapped(edge.when, width)]


def _told_below(edge: Edge, path: Path, width: float) -> list[str]:
    """Return a fact that has no lane as a line of text."""
    start, end = path.nodes[edge.start].name, path.nodes[edge.end].name
    when = f" ({edge.when})" if edge.when else ""
    return wrapped(f"{start} — {edge.says} — {end}{when}", width)


def _stroke(edge: Edge) -> str:
    dashes = "" if edge.sure else ' stroke-dasharray="6 5"'
    return f'fill="none" stroke="{INK}" stroke-width="1.5"{dashes} marker-end="url(#a)"'


def _drawn_label(lines: Sequence[str], x: float, y: float) -> str:
    top = y - len(lines) * LINE / 2 + FONT
    wide = max(map(text_width, lines), default=0.0)
    # behind a label is paper, so that no line runs through it
    paper = (
        f'<rect x="{x - 3:g}" y="{top - FONT:g}" width="{wide + 6:g}" '
        f'height="{len(lines) * LINE + 2:g}" fill="{PAPER}"/>'
    )
    return paper + drawn_lines(lines, x, top)


def _drawn(box: _Box) -> str:
    node = box.node
    border = 3 if node.marked else 1.5
    size = f'y="{box.top:g}" width="{_BOX}" height="{box.height:g}"'
    corner = _ROUND if node.shape is Shape.PERSON else 0
    dashes = ' stroke-dasharray="2 3"' if node.shape is Shape.OTHER else ""
    drawn = (
        f'<rect x="{_EDGE}" {size} rx="{corner}" fill="{FILL}" stroke="{INK}" '
        f'stroke-width="{border:g}"{dashes}/>'
    )
    if node.shape is Shape.PLAN:
        drawn += (
            f'<rect x="{_EDGE + 5}" y="{box.top + 5:g}" width="{_BOX - 10}" '
            f'height="{box.height - 10:g}" fill="none" stroke="{INK}"/>'
        )
    head, rest = box.lines[: box.title_lines], box.lines[box.title_lines :]
    top = box.top + 10 + FONT
    drawn += drawn_lines(head, _EDGE + 20, top, ' font-weight="bold"')
    return drawn + drawn_lines(rest, _EDGE + 20, top + len(head) * LINE)

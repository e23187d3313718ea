"""The path of a finding as an SVG picture, with a text for those who cannot see it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from html import escape

import attrs

from wraparound.chart import Chart
from wraparound.documents.chain import sentences
from wraparound.documents.names import Names
from wraparound.documents.path import Edge, Node, Path, Shape, path_of
from wraparound.model.findings import Finding

_INK, _PAPER, _FILL = "#1a1a1a", "#ffffff", "#f2f2f2"
_FONT, _LINE, _LETTER = 14, 18, 8.4  # pixels; letters are taken as wide, so that none stands out
_WIDE, _EAST = 17, 0x2E80  # so wide are some letters, and all from this one on
_EDGE, _BOX, _GAP, _LANE = 24, 280, 76, 230
_ROUND = 20


@attrs.frozen
class _Box:
    node: Node
    top: float
    lines: tuple[str, ...]
    title_lines: int

    @property
    def height(self) -> float:
        return len(self.lines) * _LINE + 20

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def path_svg(finding: Finding, names: Chart | Names | None = None) -> str:
    """Return the path of a finding as an SVG document.

    People have round corners, agencies square ones, plans a double border; a dashed line has a day
    that nobody recorded; a thick border is who must act, and the other end. The title says what
    was found, and the description tells the path in sentences. The same finding gives the same
    bytes.

    Args:
        finding: The finding.
        names: What to call people and agencies. A chart hides who people are; give
            ``Names.of(chart, personal=True)`` to show it.
    """
    known = Names.of(names) if isinstance(names, Chart) else names or Names()
    path = path_of(finding, known)
    told = " ".join(sentences(finding.evidence, known)) or "No fact is told."
    boxes = list(_boxes(path))
    direct, lanes = _routes(path)
    width = 2 * _EDGE + _BOX + _LANE * len(lanes) + (0 if lanes else _EDGE)
    height = (boxes[-1].bottom if boxes else _EDGE) + _EDGE
    routes = [_direct(edge, boxes) for edge in direct]
    routes += [_in_lane(edge, boxes, lane) for lane, edge in enumerate(lanes)]
    # labels lie on the lines of others, whose paper hides what would run through them
    drawn = [line for line, _ in routes] + [label for _, label in routes] + list(map(_drawn, boxes))
    key = hashlib.sha256("".join((told, *drawn)).encode()).hexdigest()[:8]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" width="{width}" '
        f'height="{height:g}" style="max-width:100%;height:auto" role="img" '
        f'aria-labelledby="t{key} d{key}" font-family="system-ui, sans-serif" '
        f'font-size="{_FONT}"><title id="t{key}">{_text(path.title)}</title>'
        f'<desc id="d{key}">{_text(told)}</desc>'
        f'<defs><marker id="a{key}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" '
        f'markerHeight="8" orient="auto-start-reverse"><path d="M0 0 10 5 0 10Z" fill="{_INK}"/>'
        f'</marker></defs><rect width="100%" height="100%" fill="{_PAPER}"/>'
        + "".join(drawn).replace("url(#a)", f"url(#a{key})")
        + "</svg>\n"
    )


def _boxes(path: Path) -> Iterator[_Box]:
    top = float(_EDGE)
    for node in path.nodes:
        title = _wrapped(node.name, _BOX - 40)
        lines = (*title, *(line for note in node.notes for line in _wrapped(note, _BOX - 40)))
        box = _Box(node, top, lines, len(title))
        yield box
        top = box.bottom + _GAP


def _routes(path: Path) -> tuple[list[Edge], list[Edge]]:
    """Return which facts join neighbors, one for each gap, and which need a lane of their own."""
    direct: dict[int, Edge] = {}
    lanes: list[Edge] = []
    for edge in path.edges:
        gap = min(edge.start, edge.end)
        if abs(edge.start - edge.end) == 1 and gap not in direct:
            direct[gap] = edge
        else:
            lanes.append(edge)
    # short ones inside, so that the fewest lines cross
    return list(direct.values()), sorted(lanes, key=lambda each: abs(each.start - each.end))


def _direct(edge: Edge, boxes: list[_Box]) -> tuple[str, str]:
    x = _EDGE + 40
    start, end = boxes[edge.start], boxes[edge.end]
    down = edge.start < edge.end
    y1, y2 = (start.bottom, end.top) if down else (start.top, end.bottom)
    line = f'<path d="M{x} {y1:g} V{y2:g}" {_stroke(edge)}/>'
    return line, _label(edge, x + 12, (y1 + y2) / 2, _BOX - 60)


def _in_lane(edge: Edge, boxes: list[_Box], lane: int) -> tuple[str, str]:
    start, end = boxes[edge.start], boxes[edge.end]
    right, x = _EDGE + _BOX, _EDGE + _BOX + 24 + lane * _LANE
    # several lines on one box end at different heights
    y1 = start.middle + _spread(lane, start)
    y2 = end.middle + (_spread(lane, end) if edge.start != edge.end else 14)
    line = f'<path d="M{right} {y1:g} H{x} V{y2:g} H{right}" {_stroke(edge)}/>'
    return line, _label(edge, x + 10, (y1 + y2) / 2, _LANE - 44)


def _spread(lane: int, box: _Box) -> float:
    return ((lane % 3) - 1) * min(12.0, box.height / 4)


def _stroke(edge: Edge) -> str:
    dashes = "" if edge.sure else ' stroke-dasharray="6 5"'
    return f'fill="none" stroke="{_INK}" stroke-width="1.5"{dashes} marker-end="url(#a)"'


def _label(edge: Edge, x: float, y: float, width: float) -> str:
    lines = [*_wrapped(edge.says, width), *_wrapped(edge.when, width)]
    top = y - len(lines) * _LINE / 2 + _FONT
    wide = max(map(_width, lines), default=0.0)
    # behind a label is paper, so that no line runs through it
    paper = (
        f'<rect x="{x - 3:g}" y="{top - _FONT:g}" width="{wide + 6:g}" '
        f'height="{len(lines) * _LINE + 2:g}" fill="{_PAPER}"/>'
    )
    return paper + _lines(lines, x, top)


def _drawn(box: _Box) -> str:
    node = box.node
    border = 3 if node.marked else 1.5
    size = f'y="{box.top:g}" width="{_BOX}" height="{box.height:g}"'
    corner = _ROUND if node.shape is Shape.PERSON else 0
    dashes = ' stroke-dasharray="2 3"' if node.shape is Shape.OTHER else ""
    drawn = (
        f'<rect x="{_EDGE}" {size} rx="{corner}" fill="{_FILL}" stroke="{_INK}" '
        f'stroke-width="{border:g}"{dashes}/>'
    )
    if node.shape is Shape.PLAN:
        drawn += (
            f'<rect x="{_EDGE + 5}" y="{box.top + 5:g}" width="{_BOX - 10}" '
            f'height="{box.height - 10:g}" fill="none" stroke="{_INK}"/>'
        )
    head, rest = box.lines[: box.title_lines], box.lines[box.title_lines :]
    top = box.top + 10 + _FONT
    drawn += _lines(head, _EDGE + 20, top, ' font-weight="bold"')
    return drawn + _lines(rest, _EDGE + 20, top + len(head) * _LINE)


def _lines(lines: Iterable[str], x: float, y: float, more: str = "") -> str:
    return "".join(
        f'<text x="{x:g}" y="{y + place * _LINE:g}" fill="{_INK}"{more}>{_text(line)}</text>'
        for place, line in enumerate(lines)
    )


def _text(text: str) -> str:
    """Return a text that XML can hold: escaped, and without characters that it forbids."""
    return escape("".join(each if each.isprintable() else " " for each in text))


def _wrapped(text: str, width: float) -> list[str]:
    """Return a text in lines that are no wider; a word that is wider is broken."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _width(joined) <= width:
            lines[-1] = joined
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and _width(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def _width(line: str) -> float:
    return sum(_WIDE if each in "MWmw@%" or ord(each) >= _EAST else _LETTER for each in line)

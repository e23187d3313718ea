"""The path of a finding as Mermaid text, for pages and wikis that draw it."""

from __future__ import annotations

from wraparound.chart import Chart
from wraparound.documents.names import Names
from wraparound.documents.path import Shape, path_of
from wraparound.model.findings import Finding

_SHAPES = {
    Shape.PERSON: ("([", "])"),
    Shape.AGENCY: ("[", "]"),
    Shape.PLAN: ("[[", "]]"),
    Shape.OTHER: ("{{", "}}"),
}


def path_mermaid(finding: Finding, names: Chart | Names | None = None) -> str:
    """Return the path of a finding as a Mermaid flowchart.

    People are rounded, agencies square, plans double; a dotted arrow has a day that nobody
    recorded; a thick border is who must act, and the other end.

    Args:
        finding: The finding.
        names: What to call people and agencies. A chart hides who people are; give
            ``Names.of(chart, personal=True)`` to show it.
    """
    path = path_of(finding, names)
    lines = ["flowchart LR", f"  accTitle: {_plain(path.title)}"]
    for place, node in enumerate(path.nodes):
        opens, closes = _SHAPES[node.shape]
        label = "<br/>".join(map(_quoted, (node.name, *node.notes)))
        lines.append(f'  n{place}{opens}"{label}"{closes}')
    for edge in path.edges:
        label = _quoted(f"{edge.says} ({edge.when})" if edge.when else edge.says)
        arrow = "-->" if edge.sure else "-.->"
        lines.append(f'  n{edge.start} {arrow}|"{label}"| n{edge.end}')
    marked = ",".join(f"n{place}" for place, node in enumerate(path.nodes) if node.marked)
    if marked:
        lines += ["  classDef marked stroke-width:4px", f"  class {marked} marked"]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return " ".join(text.split()).replace(";", ",").replace("#", "")


def _quoted(text: str) -> str:
    """Return a text with what Mermaid or HTML would read as more than text written as entities."""
    return "".join(
        each if each.isalnum() or each in " .,-_()/:'" or ord(each) > 0x7F else f"#{ord(each)};"
        for each in " ".join(text.split())
    )

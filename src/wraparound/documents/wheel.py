"""A wheel: one thing in the middle, others around it, and a line to each."""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs

from wraparound.documents.lettering import FONT, LINE, PAPER, drawn_lines, wrapped

_BOX, _MIDDLE, _GAP, _ROOM = 190, 56, 12, 40  # pixels


@attrs.frozen(kw_only=True)
class Spoke:
    """Somebody or something around the middle.

    Attributes:
        words: What stands in the box.
        line: How the line to it is drawn, as attributes of SVG.
        is_place: Whether it is a place or an agency; their corners are square.
    """

    words: tuple[str, ...] = attrs.field(repr=False)
    line: str
    is_place: bool = False


@attrs.frozen
class Wheel:
    """A wheel that is laid out.

    Attributes:
        width: In pixels.
        height: In pixels.
        body: The lines and boxes, as SVG.
    """

    width: float
    height: float
    body: str = attrs.field(repr=False)


def wheel(middle: str, spokes: Sequence[Spoke]) -> Wheel:
    """Return a wheel on which no box covers another, or the middle.

    Args:
        middle: What stands in the middle.
        spokes: What stands around it, from the top on in the direction of a clock.
    """
    boxes = [
        [line for each in spoke.words for line in wrapped(each, _BOX - 16)] for spoke in spokes
    ]
    tall = max((len(each) for each in boxes), default=1) * LINE + 16
    across, down = _radii(len(spokes), tall)
    x, y = across + _BOX / 2 + _GAP, down + tall / 2 + _GAP
    spots = [(x + right, y + below) for right, below in _spots(len(spokes), across, down)]
    lines = "".join(
        f'<path d="M{x:.1f} {y:.1f} L{right:.1f} {below:.1f}" {spoke.line}/>'
        for spoke, (right, below) in zip(spokes, spots, strict=True)
    )
    drawn = "".join(
        _box(spot, tall, lines=box, corner=0 if spoke.is_place else 12)
        for spoke, spot, box in zip(spokes, spots, boxes, strict=True)
    )
    circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_MIDDLE}" fill="{PAPER}" stroke-width="3"/>'
    center = circle + _centered(wrapped(middle, 2 * _MIDDLE - 12), x, y)
    return Wheel(2 * x, 2 * y, lines + drawn + center)


def _radii(count: int, tall: float) -> tuple[float, float]:
    """Return how far from the middle the boxes stand."""
    across, down = _MIDDLE + _BOX / 2 + _ROOM, _MIDDLE + tall / 2 + _ROOM
    while _touch(_spots(count, across, down), tall):
        across, down = across * 1.1, down * 1.1
    return across, down


def _spots(count: int, across: float, down: float) -> list[tuple[float, float]]:
    turns = [2 * math.pi * place / count - math.pi / 2 for place in range(count)]
    return [(across * math.cos(turn), down * math.sin(turn)) for turn in turns]


def _touch(spots: list[tuple[float, float]], tall: float) -> bool:
    wide, high = _BOX + _GAP, tall + _GAP
    return any(
        abs(one[0] - other[0]) < wide and abs(one[1] - other[1]) < high
        for place, one in enumerate(spots)
        for other in spots[:place]
    )


def _box(spot: tuple[float, float], tall: float, *, lines: list[str], corner: int) -> str:
    x, y = spot
    return (
        f'<rect x="{x - _BOX / 2:.1f}" y="{y - tall / 2:.1f}" width="{_BOX}" height="{tall:g}" '
        f'rx="{corner}" fill="{PAPER}" stroke-width="1.5"/>{_centered(lines, x, y)}'
    )


def _centered(lines: list[str], x: float, y: float) -> str:
    top = y - (len(lines) - 1) * LINE / 2 + FONT * 0.35
    return drawn_lines(lines, round(x, 1), round(top, 1), ' text-anchor="middle" stroke="none"')

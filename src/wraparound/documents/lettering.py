"""Letters in pictures: lines that fit a width, and text that an SVG document can hold."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

INK, PAPER, FILL = "#1a1a1a", "#ffffff", "#f2f2f2"
FONT, LINE = 14, 18
"""Height of letters and of lines, in pixels."""

_LETTER, _WIDE_LETTER = 8.4, 17  # pixels; taken as wide, so that none stands out
_EAST = 0x2E80  # from this letter on, all are wide


def drawn_lines(lines: Iterable[str], x: float, y: float, more: str = "") -> str:
    """Return lines of text below one another; the first one stands on ``y``."""
    return "".join(
        f'<text x="{x:g}" y="{y + place * LINE:g}" fill="{INK}"{more}>{xml_text(line)}</text>'
        for place, line in enumerate(lines)
    )


def xml_text(text: str) -> str:
    """Return a text that XML can hold: escaped, and without characters that it forbids."""
    return escape("".join(each if each.isprintable() else " " for each in text))


def wrapped(text: str, width: float) -> list[str]:
    """Return a text in lines that are no wider; a word that is wider is broken."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined) <= width:
            lines[-1] = joined
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and text_width(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def text_width(line: str) -> float:
    """Return how wide a line of text is at most, in pixels."""
    return sum(_WIDE_LETTER if each in "MWmw@%" or ord(each) >= _EAST else _LETTER for each in line)

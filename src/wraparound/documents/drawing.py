"""What the pictures of a family share: a frame with a title, a description, and who is drawn."""

from __future__ import annotations

import hashlib

import attrs

from wraparound.documents.lettering import FONT, INK, PAPER, xml_text


@attrs.frozen(kw_only=True)
class Drawing:
    """A picture, and what it shows.

    Attributes:
        svg: The picture, with a title and a description inside.
        text: What it shows, one sentence for each thing.
    """

    svg: str = attrs.field(repr=False)
    text: tuple[str, ...] = attrs.field(repr=False)

    def _repr_svg_(self) -> str:
        return self.svg


def framed(
    title: str, told: str, text: tuple[str, ...], body: str, *, width: float, height: float
) -> Drawing:
    """Return a picture in its frame; the same words and lines give the same bytes.

    Args:
        title: What it is.
        told: How to read it.
        text: What it shows, one sentence for each thing.
        body: The lines and letters, as SVG.
        width: In pixels.
        height: In pixels.
    """
    described = " ".join((told, *(f"{each}." for each in text)))
    key = hashlib.sha256(f"{described}{body}".encode()).hexdigest()[:8]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" style="max-width:100%;height:auto" role="img" '
        f'aria-labelledby="t{key} d{key}" font-family="system-ui, sans-serif" '
        f'font-size="{FONT}"><title id="t{key}">{xml_text(title)}</title>'
        f'<desc id="d{key}">{xml_text(described)}</desc>'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>'
        f'<g stroke="{INK}" fill="none">{body}</g></svg>\n'
    )
    return Drawing(svg=svg, text=text)

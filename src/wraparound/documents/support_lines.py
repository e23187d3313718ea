"""How the kinds of support are told apart in pictures: by thickness and dashes, without color."""

from __future__ import annotations

from wraparound.model.team import SupportType
from wraparound.model.terms import Unknown

_LINES = {
    SupportType.FAMILY_MEMBER: 'stroke-width="5"',
    SupportType.NATURAL: 'stroke-width="5"',
    SupportType.INFORMAL: 'stroke-width="2"',
    SupportType.COMMUNITY: 'stroke-width="2"',
    SupportType.FORMAL: 'stroke-width="2" stroke-dasharray="9 6"',
}
_NOT_KNOWN = 'stroke-width="1.5" stroke-dasharray="2 5"'
_ORDER = (*_LINES,)


def support_line(support: SupportType | Unknown) -> str:
    """Return how the line to a support is drawn, as attributes of SVG."""
    return _LINES[support] if isinstance(support, SupportType) else _NOT_KNOWN


def support_place(support: SupportType | Unknown) -> int:
    """Return where a support stands: the family's own people first, formal ones after them."""
    return _ORDER.index(support) if isinstance(support, SupportType) else len(_ORDER)

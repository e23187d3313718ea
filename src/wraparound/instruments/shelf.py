"""Every instrument at hand: the library's, those of plugins, and what a site's content adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import attrs

from wraparound.errors import PolicyUnknown, did_you_mean
from wraparound.instruments.content import Content, LicensedContent, read_content, with_content
from wraparound.instruments.defining import read_instrument_files
from wraparound.instruments.instrument import Instrument, Instruments, find_instrument
from wraparound.instruments.packaged import load_instruments

Brought = Instrument | LicensedContent | Path
"""What a plugin can bring: a definition, the file of one, or a licensed site's own content."""


@attrs.frozen(kw_only=True)
class InstrumentShelf:
    """The instruments at hand.

    Attributes:
        known: Every definition by its short name, as the site's edition has it.
        contents: What a licensed site added, by the short name of the instrument.
    """

    known: Instruments
    contents: Mapping[str, Content] = attrs.field(factory=dict, repr=False)

    def find(self, name: str) -> Instrument | None:
        """Return a definition by a short name; None where nobody defined it."""
        return find_instrument(name, self.known)

    def named(self, name: str) -> Instrument:
        """Return a definition by a short name.

        Raises:
            PolicyUnknown: Nobody defined it; the hint names the nearest.
        """
        found = self.find(name)
        if found is None:
            hint = did_you_mean(name.upper(), self.known)
            raise PolicyUnknown(name, self.known, what="instrument", hint=hint)
        return found

    def content_of(self, instrument: Instrument | None) -> Content | None:
        """Return what a licensed site added to an instrument."""
        return self.contents.get(instrument.id) if instrument else None


def shelve_instruments(brought: Iterable[Brought]) -> InstrumentShelf:
    """Return the library's instruments with what was brought besides; what came first counts.

    Args:
        brought: Definitions, files of definitions, and licensed content.

    Raises:
        PolicyInvalid: A definition or a content has faults.
        PolicyUnknown: Content is of an instrument that nobody defined.
        ContentRefused: A content file is not the one that was agreed on.
        OSError: The file of a definition cannot be read.
    """
    known: dict[str, Instrument] = {}
    contents: list[Content] = []
    for each in brought:
        if isinstance(each, LicensedContent):
            contents.append(read_content(each))
            continue
        found = read_instrument_files([each]) if isinstance(each, Path) else (each,)
        for instrument in found:
            known.setdefault(instrument.id, instrument)
    held = {**load_instruments(), **known}
    first: dict[str, Content] = {}
    for content in contents:
        of = find_instrument(content.instrument, held)
        first.setdefault(of.id if of else content.instrument, content)
    return InstrumentShelf(
        known=with_content(held, first.values()), contents=MappingProxyType(first)
    )

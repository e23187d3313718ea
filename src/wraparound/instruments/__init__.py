"""Instruments as structure, and what a score says: checked, compared, explained to a family.

No wording of any instrument is in here. What an instrument is, its codes, ranges and published
thresholds, stands in ``definitions/`` with its sources; a value that was only recalled is marked,
and decides nothing.
"""

from __future__ import annotations

from wraparound.instruments.changing import AssessmentChange, change_between
from wraparound.instruments.checking import check_assessment
from wraparound.instruments.content import Content, LicensedContent, read_content, with_content
from wraparound.instruments.defining import read_instrument, read_instrument_files
from wraparound.instruments.explaining import Explanation, explain_assessment
from wraparound.instruments.finding import ScoreFinding, Weight
from wraparound.instruments.instrument import Instrument, find_instrument
from wraparound.instruments.packaged import load_instruments
from wraparound.instruments.reading import AssessmentReading, read_assessment
from wraparound.instruments.shelf import Brought, InstrumentShelf, shelve_instruments

__all__ = [
    "AssessmentChange",
    "AssessmentReading",
    "Brought",
    "Content",
    "Explanation",
    "Instrument",
    "InstrumentShelf",
    "LicensedContent",
    "ScoreFinding",
    "Weight",
    "change_between",
    "check_assessment",
    "explain_assessment",
    "find_instrument",
    "load_instruments",
    "read_assessment",
    "read_content",
    "read_instrument",
    "read_instrument_files",
    "shelve_instruments",
    "with_content",
]

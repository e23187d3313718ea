"""How outside documents become stored records: the desk, merging, and the native case file."""

from __future__ import annotations

from wraparound.importing.casefile import CaseFileImporter
from wraparound.importing.desk import ImportDesk, ImportReport, LeftOut, Stored
from wraparound.importing.merging import completed
from wraparound.importing.minutes_file import read_minutes
from wraparound.importing.sources import read_sources

__all__ = [
    "CaseFileImporter",
    "ImportDesk",
    "ImportReport",
    "LeftOut",
    "Stored",
    "completed",
    "read_minutes",
    "read_sources",
]

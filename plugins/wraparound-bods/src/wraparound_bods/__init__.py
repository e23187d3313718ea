"""BODS 0.4 beneficial-ownership statements for wraparound."""

from __future__ import annotations

from wraparound.hooks import hookimpl
from wraparound.intake import Importer
from wraparound_bods.importer import BodsImporter

__all__ = ["BodsImporter", "register_importers"]


@hookimpl
def register_importers() -> list[Importer]:
    """Return the reader of BODS statements."""
    return [BodsImporter()]

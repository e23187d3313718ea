"""HSDS 3.0 service directories for wraparound."""

from __future__ import annotations

from wraparound.hooks import hookimpl
from wraparound.intake import Importer
from wraparound_hsds.importer import HsdsImporter

__all__ = ["HsdsImporter", "register_importers"]


@hookimpl
def register_importers() -> list[Importer]:
    """Return the reader of HSDS directories."""
    return [HsdsImporter()]

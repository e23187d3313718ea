"""HL7 FHIR R4 bundles (eLTSS, US Core) for wraparound."""

from __future__ import annotations

from wraparound.hooks import hookimpl
from wraparound.intake import Importer
from wraparound_fhir.importer import FhirImporter

__all__ = ["FhirImporter", "register_importers"]


@hookimpl
def register_importers() -> list[Importer]:
    """Offer the reader of FHIR R4."""
    return [FhirImporter()]

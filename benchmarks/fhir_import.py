"""Importing FHIR bundles, against merely parsing the same bundles with fhir.resources."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

from fhir.resources.R4B.bundle import Bundle
from measuring import Comparison, medians

from wraparound.importing import ImportDesk
from wraparound.intake import Source
from wraparound_fhir import FhirImporter

HOUSE = Path(__file__).resolve().parents[1]
PEER = "fhir.resources R4B, parsing only"
SHARED = Path(os.environ.get("WRAPAROUND_SHARED", HOUSE.parent / "shared"))


def _bundles() -> Iterator[tuple[str, Path]]:
    data = SHARED / "data"
    for path in sorted(data.glob("synthea/*/*.json*")):
        if b'"Bundle"' in _bytes_of(path)[:200]:
            # the file names hold names of (invented) people, so the folder has to do
            yield f"a Synthea bundle of {path.parent.name}", path
    for path in sorted(data.glob("fhir/eltss/examples/Bundle-*.json")):
        yield "the eLTSS bundle", path
    for path in sorted((HOUSE / "examples" / "oakfield").glob("*.fhir.json")):
        yield f"Oakfield's {path.name}", path


def _bytes_of(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def compare_fhir_import() -> Iterator[Comparison]:
    """Compare reading, mapping and handing over with parsing alone, bundle by bundle and in all.

    Both are given what is on the disk: compressed files are unpacked by both.
    """
    importer = FhirImporter()
    ours_in_all = theirs_in_all = 0.0
    bundles = list(_bundles())
    for name, path in bundles:
        source = Source(path=path, label=path.name, system="urn:benchmark")

        def ours(source: Source = source) -> None:
            desk = ImportDesk(find=lambda _kind, _key: None, load=lambda _kind, _id: None)
            importer.read(source, desk)

        def theirs(path: Path = path) -> None:
            Bundle.model_validate_json(_bytes_of(path))

        ours_seconds, theirs_seconds = medians(ours, theirs, rounds=5)
        ours_in_all += ours_seconds
        theirs_in_all += theirs_seconds
        size = f"{len(_bytes_of(path)):,} bytes"
        yield Comparison(f"import {name}", ours_seconds, theirs_seconds, PEER, "see below", size)
    yield Comparison(
        f"import all {len(bundles)} bundles", ours_in_all, theirs_in_all, PEER, "<= 0.2 (5 x)"
    )

"""The library's own case file: one family, or a directory, as YAML or JSON that people can write.

A case file begins with ``wraparound: "1.0"``. Then each kind of record has its list:

    wraparound: "1.0"
    family:
      - id: bell
        members: [{person: ana, role: caregiver}]
    person:
      - id: ana
        family: bell

A record's id is its id in the store, unless one of its ``identifiers`` is known there: then it is
that record, and the id is only what this file calls it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from wraparound.codec import SCHEMA, from_document
from wraparound.errors import DocumentInvalid, did_you_mean
from wraparound.importing.yaml_document import read_yaml
from wraparound.intake import Intake, Source
from wraparound.model.ids import Identifier
from wraparound.model.kinds import KINDS
from wraparound.model.record import Record
from wraparound.model.references import renamed
from wraparound.reading import Trouble, entries, uncovered

MARK = "wraparound"
"""The first key of a case file; its value is the schema version."""

_BEGINS = re.compile(rb"""\s*(?:(?:\#[^\n]*|---)\s*)*(?:\{\s*)?["']?wraparound["']?\s*:""")

_LineOf = Callable[[str], int | None]


class CaseFileImporter:
    """Reads case files; it is the format that the library speaks by itself."""

    name = "case"
    title = "wraparound case file (YAML, JSON)"
    suffixes = (".yaml", ".yml", ".json")

    def recognizes(self, head: bytes) -> bool:
        """Tell whether the file begins with the mark of a case file."""
        return _BEGINS.match(uncovered(head)) is not None

    def read(self, source: Source, intake: Intake) -> None:
        """Read one case file and hand over its records."""
        if source.path.suffix.lower() in {".yaml", ".yml"}:
            document = read_yaml(source.path)
            for line, fault in document.faults:
                intake.fault(fault.path, fault.message, line=line)
            if not document.faults:
                _hand_over(document.value, intake, document.line_of)
            return
        for piece in entries(source.path):
            if isinstance(piece, Trouble):
                intake.fault(piece.path, piece.message, line=piece.line)
            else:
                _hand_over(piece.value, intake, lambda _: None)


def _hand_over(document: object, intake: Intake, line_of: _LineOf) -> None:
    if not isinstance(document, Mapping):
        intake.fault("", "must be a mapping that begins with wraparound:")
        return
    version = str(document.get(MARK))
    if version.partition(".")[0] != str(SCHEMA[0]):
        intake.fault(
            MARK, f'must be a version such as "{SCHEMA[0]}.{SCHEMA[1]}"', line=line_of(MARK)
        )
    read: list[tuple[str, str, Record]] = []
    for section, listed in document.items():
        if section == MARK:
            continue
        if section not in KINDS:
            hint = did_you_mean(str(section), KINDS)
            message = "is not a kind of record" + (f"; {hint}" if hint else "")
            place = section if isinstance(section, str) and section.isidentifier() else "(key)"
            intake.fault(place, message, line=line_of(str(section)))
            continue
        read += _records_in(section, listed, intake, line_of)
    names = _names(read, intake, line_of)
    for _, path, record in read:
        intake.add(renamed(record, names) if names else record, path=path)


def _records_in(
    kind: str, listed: object, intake: Intake, line_of: _LineOf
) -> list[tuple[str, str, Record]]:
    if not isinstance(listed, list):
        intake.fault(kind, "must be a list", line=line_of(kind))
        return []
    found = []
    for place, document in enumerate(listed):
        path = f"{kind}[{place}]"
        try:
            found.append((kind, path, from_document(document, kind=kind)))
        except DocumentInvalid as error:
            for fault in error.faults:
                where = f"{path}.{fault.path}" if fault.path else path
                intake.fault(where, fault.message, line=line_of(where))
    return found


def _names(read: list[tuple[str, str, Record]], intake: Intake, line_of: _LineOf) -> dict[str, str]:
    names: dict[str, str] = {}
    seen: set[str] = set()
    for kind, path, record in read:
        record_id: str = getattr(record, "id", "")
        if record_id in seen:
            intake.fault(
                f"{path}.id", "must not be used twice in one file", line=line_of(f"{path}.id")
            )
            continue
        seen.add(record_id)
        identifiers: tuple[Identifier, ...] = getattr(record, "identifiers", ())
        stored_id = intake.id_of(kind, *identifiers, otherwise=record_id)
        if stored_id != record_id:
            names[record_id] = stored_id
    return names

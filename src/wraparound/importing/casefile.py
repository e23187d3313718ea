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
from pathlib import Path

from wraparound.codec import SCHEMA, SCHEMA_TEXT, from_document
from wraparound.errors import DocumentInvalid, did_you_mean
from wraparound.importing.yaml_document import read_yaml
from wraparound.intake import HEAD, Intake, Source
from wraparound.model.ids import Identifier
from wraparound.model.kinds import KINDS
from wraparound.model.record import Record
from wraparound.model.references import renamed
from wraparound.reading import Trouble, entries, uncovered

MARK = "wraparound"
"""The first key of a case file; its value is the schema version."""

_FIRST_LINE = f'{MARK}: "{SCHEMA_TEXT}"'

_BEGINS = re.compile(rb"""\s*(?:(?:\#[^\n]*|---)\s*)*(?:\{\s*)?["']?wraparound["']?\s*:""")

_VERSION = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}")
_WIDE = (b"\xff\xfe", b"\xfe\xff")

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


def why_unrecognized(path: Path, head: bytes, formats: str) -> str:
    """Return what is wrong with a file that no format recognizes.

    Args:
        path: The file; its ending says what it was meant to be.
        head: The first bytes of it.
        formats: The formats that are installed, as a list in words.
    """
    text = uncovered(head)
    if not head.strip() and len(head) < HEAD:
        return "must hold something; it is empty"
    if text.startswith(_WIDE):
        return "must be written in UTF-8; it is UTF-16, as some editors save it"
    if b"\0" in text or not path.name.lower().endswith(CaseFileImporter.suffixes):
        return f"is of no format that is installed ({formats})"
    first = f'{{"{MARK}": "{SCHEMA_TEXT}"' if path.suffix.lower() == ".json" else _FIRST_LINE
    return f"must begin with {first}, as a case file does, or be of another format ({formats})"


def _hand_over(document: object, intake: Intake, line_of: _LineOf) -> None:
    if not isinstance(document, Mapping):
        intake.fault("", "must be a mapping that begins with wraparound:")
        return
    wrong = _wrong_version(document)
    if wrong:
        intake.fault(MARK, wrong, line=line_of(MARK))
        if MARK not in document or isinstance(document[MARK], str):
            return  # of another shape altogether: what else is wrong would only mislead
    read: list[tuple[str, str, Record]] = []
    for section, listed in document.items():
        if section == MARK:
            continue
        if section not in KINDS:
            hint = did_you_mean(str(section), KINDS)
            message = "is not a kind of record" + (f"; {hint}" if hint else "")
            # a key that is no kind's can be anything, somebody's name too
            place = str(section) if hint else "(key)"
            intake.fault(place, message, line=line_of(str(section)))
            continue
        read += _records_in(section, listed, intake, line_of)
    _tell_doubled(document, intake, line_of)
    names = _names(read, intake)
    for _, path, record in read:
        intake.add(renamed(record, names) if names else record, path=path)


def _wrong_version(document: Mapping[object, object]) -> str:
    """Return what is wrong with the version, or an empty text.

    It is a text: YAML may leave out the quotes (here 1.0 stays the text that it is), JSON may not.
    """
    if MARK not in document:
        return f'must be there, and say "{SCHEMA_TEXT}"'
    version = document[MARK]
    if not isinstance(version, str):
        return f'must be a text in quotes, such as "{SCHEMA_TEXT}"'
    if not _VERSION.fullmatch(version):
        return f'must be a version such as "{SCHEMA_TEXT}"'
    major = int(version.partition(".")[0])
    if major == SCHEMA[0]:
        return ""
    what = "; a newer wraparound reads it" if major > SCHEMA[0] else ""
    return f"is of version {version}; this library reads {SCHEMA_TEXT}{what}"


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


def _tell_doubled(document: Mapping[object, object], intake: Intake, line_of: _LineOf) -> None:
    """Tell of ids that are used twice, by records that have other faults too."""
    seen: set[str] = set()
    for section, listed in document.items():
        if section not in KINDS or not isinstance(listed, list):
            continue
        for place, each in enumerate(listed):
            record_id = each.get("id") if isinstance(each, Mapping) else None
            if not isinstance(record_id, str):
                continue
            if record_id in seen:
                path = f"{section}[{place}].id"
                intake.fault(path, "must not be used twice in one file", line=line_of(path))
            seen.add(record_id)


def _names(read: list[tuple[str, str, Record]], intake: Intake) -> dict[str, str]:
    names: dict[str, str] = {}
    seen: set[str] = set()
    for kind, _, record in read:
        record_id: str = getattr(record, "id", "")
        if record_id in seen:
            continue
        seen.add(record_id)
        identifiers: tuple[Identifier, ...] = getattr(record, "identifiers", ())
        stored_id = intake.id_of(kind, *identifiers, otherwise=record_id)
        if stored_id != record_id:
            names[record_id] = stored_id
    return names

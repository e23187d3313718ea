"""The importer of BODS 0.4: statements about entities, people and who owns or controls whom."""

from __future__ import annotations

import re

from wraparound.intake import Intake, Source
from wraparound.reading import uncovered
from wraparound_bods.parties import Parties
from wraparound_bods.register import read_register
from wraparound_bods.relationships import Relationships

_MARK = re.compile(rb'"(statementId|recordDetails|declarationSubject)"\s*:')


class BodsImporter:
    """Reads beneficial-ownership statements."""

    name = "bods"
    title = "BODS 0.4 beneficial-ownership statements (JSON, NDJSON)"
    suffixes = (".json", ".ndjson", ".jsonl", ".json.gz", ".ndjson.gz", ".jsonl.gz")

    def recognizes(self, head: bytes) -> bool:
        """Tell whether the file begins like a list of statements."""
        seen = uncovered(head)
        return seen.lstrip()[:1] in {b"[", b"{"} and _MARK.search(seen) is not None

    def read(self, source: Source, intake: Intake) -> None:
        """Read all statements, then hand over agencies, people and their ties."""
        register = read_register(source, intake)
        parties = Parties(register, intake, source.system)
        Relationships(register, parties, intake)

"""Made-up statements, and the files of the standard where they are at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from wraparound.errors import InputRefused
from wraparound.importing import ImportDesk
from wraparound.intake import Source
from wraparound.program import Program
from wraparound_bods import BodsImporter

SHARED = Path(os.environ.get("WRAPAROUND_SHARED", Path(__file__).parents[4] / "shared"))


class Desk(ImportDesk):
    """The desk at which a file is read, with what came of it by kind."""

    def __init__(self) -> None:
        super().__init__(find=lambda _kind, _key: None, load=lambda _kind, _id: None)
        self.taken = []

    def add(self, record, *, path=""):
        self.taken.append(record)
        super().add(record, path=path)

    def of(self, kind):
        return [record for record in self.taken if isinstance(record, kind)]

    @property
    def losses(self) -> dict[str, int]:
        return {each.path: each.times for each in self.report([]).left_out}


class Writing:
    """Writes statements and reads them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def statement(self, record, of_type, details, **more):
        self.count += 1
        return {
            "statementId": f"{self.count:032}",
            "statementDate": "2025-03-01",
            "declarationSubject": record,
            "recordId": record,
            "recordType": of_type,
            "recordDetails": {"isComponent": False, **details},
            **more,
        }

    def entity(self, record, **details):
        return self.statement(
            record, "entity", {"entityType": {"type": "registeredEntity"}, **details}
        )

    def person(self, record, **details):
        return self.statement(record, "person", {"personType": "knownPerson", **details})

    def holding(self, record, *interests, subject="birch", holder="mara", more=None, **details):
        parts = {"subject": subject, "interestedParty": holder, "interests": list(interests)}
        return self.statement(record, "relationship", {**parts, **details}, **(more or {}))

    def pair(self):
        return [self.entity("birch", name="Birch House"), self.person("mara")]

    def file(self, content, name="register.json"):
        place = self.folder / name
        if not isinstance(content, (bytes, str)):
            content = json.dumps(content)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return place

    def read(self, content, name="register.json"):
        desk = Desk()
        source = Source(path=self.file(content, name), label=name, system="urn:example:register")
        BodsImporter().read(source, desk)
        return desk

    def faults(self, content, name="register.json"):
        return [f"{each.path}: {each.message}" for each in self.read(content, name).faults]

    def refused(self, content, name="register.json"):
        """Return the error of an import, after making sure that nothing was stored."""
        with Program.open("memory:", only=("bods",)) as program:
            path = self.file(content, name)
            with pytest.raises(InputRefused) as refusal:
                program.import_files([path], by="tester", format_name="bods")
            directory = program.directory()
            assert not any(getattr(directory, each, ()) for each in ("agencies", "ties"))
        return refusal.value


@pytest.fixture
def writing(tmp_path):
    return Writing(tmp_path)


@pytest.fixture(scope="session")
def bods():
    place = SHARED / "data" / "bods-0.4"
    if not place.is_dir():
        pytest.skip(f"the published BODS files are not at {place}")
    return place

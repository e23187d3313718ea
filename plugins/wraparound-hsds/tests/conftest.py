"""A made-up directory, and the published files where they are at hand."""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path

import pytest

from wraparound.errors import InputRefused
from wraparound.importing import ImportDesk
from wraparound.intake import Source
from wraparound.model.agency import Agency
from wraparound.model.directory import Service
from wraparound.program import Program
from wraparound_hsds import HsdsImporter

SHARED = Path(os.environ.get("WRAPAROUND_SHARED", Path(__file__).parents[4] / "shared"))


def named(word: str) -> str:
    """Return the UUID that stands for a word."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, word))


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
    """Writes directories and reads them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def id(self, word):
        return named(word)

    def service(self, word="respite", **more):
        return {"id": named(word), "name": "Respite", "status": "active", **more}

    def organization(self, word="birch", **more):
        return {"id": named(word), "name": "Birch House", "description": "A house", **more}

    def part(self, **more):
        return {"id": named("part"), **more}

    def file(self, content, name="directory.json"):
        place = self.folder / name
        if not isinstance(content, (bytes, str)):
            content = json.dumps(content)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return place

    def read(self, content, name="directory.json"):
        desk = Desk()
        source = Source(path=self.file(content, name), label=name, system="urn:example:directory")
        HsdsImporter().read(source, desk)
        return desk

    def faults(self, content, name="directory.json"):
        return [f"{each.path}: {each.message}" for each in self.read(content, name).faults]

    def only_service(self, **more):
        desk = self.read([self.service(**more)])
        assert [str(fault) for fault in desk.faults] == []
        (service,) = desk.of(Service)
        return service

    def refused(self, content, name="directory.json"):
        """Return the error of an import, after making sure that nothing was stored."""
        with Program.open("memory:", only=("hsds",)) as program:
            path = self.file(content, name)
            with pytest.raises(InputRefused) as refusal:
                program.import_files([path], by="tester", format_name="hsds")
            assert not [*program.find(Agency), *program.find(Service)]
        return refusal.value


@pytest.fixture
def writing(tmp_path):
    return Writing(tmp_path)


@pytest.fixture(scope="session")
def hsds():
    place = SHARED / "data" / "hsds"
    if not place.is_dir():
        pytest.skip(f"the published HSDS files are not at {place}")
    return place

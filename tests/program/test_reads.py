"""What is read of a family is in the trail before it is handed out; sealed records stay sealed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import attrs
import pytest

from wraparound.errors import KeyMissing, PluginInvalid, RequestInvalid, StorageLacks
from wraparound.hooks import hookimpl
from wraparound.model.agency import Agency
from wraparound.model.family import Family
from wraparound.model.person import Person
from wraparound.program import Program, Reader
from wraparound.storage import Memory, MemoryStore
from wraparound.storage.envelopes import EVERYTHING, Act, Capability
from wraparound.storage.keys import Masters, MemoryShelf, ProgramKeys

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
MARIA = Reader(by="staff-7", role="supervisor", purpose="supervision")
RECORDS = (
    Family(id="reed"),
    Person(id="milo", family="reed", name="Marked Milo"),
    Family(id="alder"),
    Agency(id="harbor", name="Marked Harbor"),
)


class Places:
    """A plugin that opens one memory for all."""

    name = "places"

    def __init__(self, capabilities=EVERYTHING):
        self.memory = Memory()
        self.capabilities = capabilities

    @hookimpl
    def resolve_storage(self, url, program):
        return MemoryStore(program, memory=self.memory, capabilities=self.capabilities)


class Keys:
    """A plugin that has the keys."""

    name = "keys"

    def __init__(self):
        ring = Masters(current_id="m", keys={"m": b"1" * 32})
        self.keys = ProgramKeys(ring=ring, shelf=MemoryShelf())

    @hookimpl
    def resolve_key(self, url, program):
        return self.keys


@pytest.fixture
def places():
    return Places()


@pytest.fixture
def open_program(places):
    ticks = count()

    def run(*plugins, **more):
        return Program.open(
            "any:",
            plugins=[places, *plugins],
            only=(),
            now=lambda: START + timedelta(minutes=next(ticks)),
            **more,
        )

    return run


@pytest.fixture
def filled(open_program):
    with open_program() as program, program.change(by="office") as unit:
        unit.add(*RECORDS)
    return open_program


def reads(program):
    return [each for each in program.store.audit_trail() if each.act is Act.READ]


def test_a_chart_is_noted_with_who_and_every_record(filled):
    """Who, in which role, for what, when, and which revision of which record."""
    with filled(reader=MARIA) as program:
        program.chart("reed")
        (noted,) = reads(program)
        assert (noted.by, noted.role, noted.purpose) == ("staff-7", "supervisor", "supervision")
        assert noted.at > START
        assert [(each.kind, each.id, each.family, each.revision) for each in noted.touched] == [
            ("family", "reed", "reed", 1),
            ("person", "milo", "reed", 1),
        ]


@pytest.mark.parametrize(
    "read",
    [
        lambda program: program.get(Person, "milo"),
        lambda program: program.stored(Person, "milo"),
        lambda program: list(program.find(Person)),
        lambda program: program.review("reed"),
        lambda program: program.chart("reed", known_at=START + timedelta(days=1)),
    ],
    ids=["get", "stored", "find", "review", "as known"],
)
def test_every_way_of_reading_a_family_is_noted(filled, read):
    """There is no road around the trail."""
    with filled(reader=MARIA) as program:
        read(program)
        (noted,) = reads(program)
        assert noted.by == "staff-7"
        assert "milo" in {each.id for each in noted.touched}


def test_what_is_read_of_many_families_is_noted_before_any_is_handed_out(filled):
    with filled(reader=MARIA) as program:
        first = next(program.of_families(Family, Person))
        (noted,) = reads(program)
        assert {each.id for each in noted.touched} == {"reed", "milo", "alder"}
        assert {each.id for each in first} == {"alder"}


def test_what_belongs_to_no_family_is_read_freely(filled):
    """The directory is public, and ids of families say nothing."""
    with filled(reader=MARIA) as program:
        program.get(Agency, "harbor")
        list(program.find(Agency))
        assert list(program.families()) == ["alder", "reed"]
        program.directory()
        assert reads(program) == []


def test_what_cannot_be_noted_is_not_answered(filled, monkeypatch):
    """The note comes first; where it fails, nobody sees the records."""

    def fail(self, access):
        del self, access
        raise RequestInvalid("this note", [])

    with filled() as program:
        monkeypatch.setattr(MemoryStore, "note_read", fail)
        with pytest.raises(RequestInvalid):
            program.chart("reed")
        with pytest.raises(RequestInvalid):
            next(program.find(Person))


def test_nobody_who_says_so_is_told_as_nobody(filled):
    """A notebook that names no reader leaves its trace all the same."""
    with filled() as program:
        program.chart("reed")
        assert [each.by for each in reads(program)] == ["unnamed"]


def test_a_portal_reads_for_each_of_its_users(filled):
    """One program, one store, a reader for each request."""
    with filled() as program:
        for by in ("staff-1", "staff-2"):
            program.read_by(Reader(by=by)).chart("reed")
        assert [each.by for each in reads(program)] == ["staff-1", "staff-2"]


def test_a_host_that_keeps_such_a_trail_may_turn_it_off(filled):
    """It says so; it is never off by itself."""
    with filled(note_reads=False) as program:
        program.chart("reed")
        program.read_by(MARIA).chart("reed")
        assert reads(program) == []


def test_a_store_without_a_trail_is_read_without_one():
    """It declares that it keeps none, so nobody is deceived."""
    places = Places(EVERYTHING - {Capability.AUDIT})
    with Program.open("any:", plugins=[places], only=()) as program:
        with program.change(by="office") as unit:
            unit.add(*RECORDS)
        assert program.chart("reed").family.id == "reed"
        with pytest.raises(StorageLacks):
            list(program.accesses("reed"))


def test_a_family_can_be_told_who_saw_its_records(filled):
    """Reads and changes of it, and of no other."""
    with filled(reader=MARIA) as program:
        program.chart("alder")
        program.chart("reed")
        with program.change(by="staff-9") as unit:
            unit.replace(attrs.evolve(RECORDS[1], pronouns="he"))
        told = [(each.act, each.by) for each in program.accesses("reed")]
        assert told == [
            (Act.CHANGE, "office"),
            (Act.READ, "staff-7"),
            (Act.READ, "staff-7"),  # what is to be replaced is read first
            (Act.CHANGE, "staff-9"),
        ]


def test_keys_of_a_plugin_seal_what_is_kept(open_program, places):
    """The store holds nothing that can be read; the program reads it as before."""
    keys = Keys()
    with open_program(keys) as program:
        with program.change(by="office") as unit:
            unit.add(*RECORDS)
        assert program.get(Person, "milo").name == "Marked Milo"
        assert [each.id for each in program.find(Person)] == ["milo"]
    raw = MemoryStore("default", memory=places.memory)
    assert all(b"Marked" not in each.body for each in raw.stream())


def test_sealed_records_are_not_opened_without_their_keys(open_program):
    """Nothing unsealed gets between them, and the error says what is missing."""
    with open_program(Keys()) as program, program.change(by="office") as unit:
        unit.add(*RECORDS)
    with pytest.raises(KeyMissing) as refused:
        open_program()
    assert "--keys" in refused.value.hint
    with pytest.raises(KeyMissing):
        open_program(Keys())  # with a shelf of its own


def test_plain_records_are_not_sealed_in_part(filled):
    """Keys that come later do not open what was kept without them."""
    with pytest.raises(KeyMissing):
        filled(Keys())


def test_a_plugin_that_fails_to_give_keys_stops_the_opening(open_program):
    """Otherwise its records would be kept unsealed."""

    class Fails:
        name = "fails"

        @hookimpl
        def resolve_key(self):
            raise KeyMissing("m", hint="the vault is closed")

    class Wrong:
        name = "wrong"

        @hookimpl
        def resolve_key(self):
            return b"1" * 32

    with pytest.raises(KeyMissing):
        open_program(Fails())
    with pytest.raises(PluginInvalid):
        open_program(Wrong())


def test_a_forgotten_family_is_read_by_nobody_and_the_trail_says_so(open_program, places):
    """Its bodies are gone from every copy; its ids and its trail stay."""
    keys = Keys()
    with open_program(keys) as program:
        with program.change(by="office") as unit:
            unit.add(*RECORDS)
        assert program.forget("reed", by="privacy-officer", reason="court order")
        assert not program.forget("reed", by="privacy-officer")
        assert list(program.families()) == ["alder"]
        entries = program.store.audit_trail()
        assert [(each.by, each.reason) for each in entries[-2:]] == [
            ("privacy-officer", "forgets family reed: court order"),
            ("privacy-officer", "forgets family reed"),
        ]
        assert [each.by for each in program.accesses("reed")] == ["office", "privacy-officer"]
    raw = MemoryStore("default", memory=places.memory)
    kept, removed = raw.history("person", "milo")
    assert removed.removed
    assert b"Marked" not in kept.body


def test_a_store_that_is_not_sealed_cannot_forget(filled):
    """There is no key to destroy, and nothing is pretended."""
    with filled() as program, pytest.raises(StorageLacks):
        program.forget("reed", by="privacy-officer")

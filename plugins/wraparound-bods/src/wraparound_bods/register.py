"""All statements of a file, in whatever order they come: the latest of each record wins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from wraparound.errors import Fault
from wraparound.intake import Intake, Source
from wraparound.reading import Trouble, entries
from wraparound.shapes import Json, day_in, object_in, text_in
from wraparound_bods.statement import STATEMENT, VERSION, lost_in

_RANK = {"new": 0, "": 1, "updated": 1, "closed": 2}


@attrs.frozen(kw_only=True)
class Statement:
    """A statement without faults of its own.

    Attributes:
        value: What it says.
        path: Where it stands.
        line: The line that it begins on.
        place: Its number in the file.
    """

    value: Json = attrs.field(repr=False)
    path: str
    line: int
    place: int

    @property
    def record(self) -> str:
        """The record that it is about."""
        return text_in(self.value, "recordId")

    @property
    def of_type(self) -> str:
        """Whether that is an entity, a person or a relationship."""
        return text_in(self.value, "recordType")

    @property
    def details(self) -> Json:
        """What it says of the record."""
        return object_in(self.value, "recordDetails")

    @property
    def closed(self) -> bool:
        """Whether it is the last one about the record."""
        return self.value.get("recordStatus") == "closed"

    @property
    def day(self) -> date:
        """The day on which it was made."""
        day = day_in(text_in(self.value, "statementDate")[:10])
        if day is None:
            message = "a statement without a date is not kept"
            raise AssertionError(message)
        return day

    @property
    def order(self) -> tuple[str, int, int]:
        """What puts the statements about a record into the order of time."""
        rank = _RANK[text_in(self.value, "recordStatus")]
        return text_in(self.value, "statementDate"), rank, self.place

    def below(self, path: str) -> str:
        """Return the whole path of something in the statement."""
        return ".".join(part for part in (self.path, path) if part)


@attrs.define
class Register:
    """The statements of one file by the record that they are about.

    Attributes:
        records: For each record its statements, the oldest first.
        types: The types that each record was said to be of, statements with faults included.
    """

    records: dict[str, list[Statement]] = attrs.field(factory=dict)
    types: dict[str, set[str]] = attrs.field(factory=dict)

    def latest(self, of_type: str) -> Iterator[Statement]:
        """Yield the statement that holds for each record of a type."""
        for statements in self.records.values():
            if statements[-1].of_type == of_type:
                yield statements[-1]

    def holding(self, record: str) -> Statement | None:
        """Return the statement that holds for a record."""
        statements = self.records.get(record)
        return statements[-1] if statements else None


def read_register(source: Source, intake: Intake) -> Register:
    """Read a file of statements; everything that is wrong with one alone is told to the intake."""
    register = Register()
    statement_ids: set[str] = set()
    for place, piece in enumerate(entries(source.path, decimals=True)):
        if isinstance(piece, Trouble):
            intake.fault(piece.path, piece.message, line=piece.line)
            continue
        faults = list(STATEMENT(piece.value, piece.path))
        if isinstance(piece.value, dict):
            _note(register, piece.value)
            faults += _of_the_file(piece.value, piece.path, register, statement_ids)
        for fault in faults:
            intake.fault(fault.path, fault.message, line=piece.line)
        if not faults and isinstance(piece.value, dict):
            statement = Statement(value=piece.value, path=piece.path, line=piece.line, place=place)
            register.records.setdefault(statement.record, []).append(statement)
    for statements in register.records.values():
        statements.sort(key=lambda each: each.order)
        if len(statements) > 1:
            words = "is superseded by a later statement about the same record"
            intake.left_out("statement", words, times=len(statements) - 1)
        for path, why in lost_in(statements[-1].value):
            intake.left_out(path, why)
    return register


def _note(register: Register, value: Json) -> None:
    record, of_type = text_in(value, "recordId"), text_in(value, "recordType")
    if record:
        register.types.setdefault(record, set()).add(of_type)


def _of_the_file(
    value: Json, path: str, register: Register, statement_ids: set[str]
) -> Iterator[Fault]:
    def below(name: str) -> str:
        return f"{path}.{name}" if path else name

    record, statement_id = value.get("recordId"), value.get("statementId")
    if isinstance(record, str) and not record.strip():
        yield Fault(below("recordId"), "must not be blank")
    elif isinstance(record, str) and len(register.types[record.strip()]) > 1:
        yield Fault(below("recordType"), "must be the same in all statements about a record")
    if isinstance(statement_id, str):
        if statement_id in statement_ids:
            yield Fault(below("statementId"), "must not be used twice in one file")
        statement_ids.add(statement_id)
    version = object_in(value, "publicationDetails").get("bodsVersion", VERSION)
    if version != VERSION and isinstance(version, str):
        words = f"must be {VERSION}; no other version is read"
        yield Fault(below("publicationDetails.bodsVersion"), words)

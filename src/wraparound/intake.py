"""How outside documents come in: what an importer is, what it reads, what it hands over.

An importer is a plugin's object that recognizes a format and turns its documents into records. It
never touches a store. It asks the ``Intake`` for the id of whatever it meets, by outside
identifiers, hands over records, and says what was wrong and what it could not carry. If there was
a single fault, nothing is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import attrs

from wraparound.model.ids import Identifier
from wraparound.model.record import Record

HEAD = 65_536
"""How many bytes of a file an importer may look at to recognize it."""


@attrs.frozen(kw_only=True)
class Source:
    """One file to read.

    Attributes:
        path: The file.
        label: What messages call it. Importers put nothing else of the path into a record.
        system: Whose identifiers these are, where documents name things by local ids only.
        named: Whether somebody said whose they are. If not, ``system`` stands for these very files,
            and nothing that is known by local ids alone will be recognized in others.
    """

    path: Path = attrs.field(repr=False)
    label: str
    system: str
    named: bool = True


class Intake(Protocol):
    """The counter at which an importer hands over what it read."""

    def id_of(
        self,
        kind: str,
        *identifiers: Identifier,
        otherwise: str | None = None,
        path: str = "",
        own: Sequence[Identifier] = (),
    ) -> str:
        """Return the id of the record that is known by one of these identifiers, or a new id.

        Within one import the same identifier always gets the same id, and a record stored before
        keeps the id that it has: importing twice makes no duplicates. Names are never matched.

        Args:
            kind: The kind of record, such as ``person``.
            identifiers: What it is known by, the most trustworthy first.
            otherwise: The id for a new record; a new UUIDv7 where left out.
            path: Where it stands in the document, for messages.
            own: Those of the identifiers that nothing else can have, such as a UUID, the most
                trustworthy first. They decide where the identifiers belong to several records,
                because two agencies may share a number; without one, that is a fault.
        """
        ...

    def add(self, record: Record, *, path: str = "") -> None:
        """Hand over a record.

        A record that was stored before is completed, not emptied: what this one leaves at its
        default stays as it was.

        Args:
            record: A record of a stored kind, whose id came from ``id_of``.
            path: Where it stands in the document, for messages.
        """
        ...

    def fault(self, path: str, message: str, *, line: int | None = None) -> None:
        """Say what is wrong with the document; nothing will be stored.

        Args:
            path: The place, such as ``entry[3].resource.status``.
            message: What must be true there, without the value.
            line: The line of the file, where known.
        """
        ...

    def left_out(self, path: str, reason: str, *, times: int = 1) -> None:
        """Say what could not be carried over into a record, and why.

        Args:
            path: The place or, for things that repeat, their common path (``Patient.photo``).
            reason: Why, in a few words without values.
            times: How often.
        """
        ...


@runtime_checkable
class Importer(Protocol):
    """Reads one format."""

    @property
    def name(self) -> str:
        """The format's short name, such as ``fhir``: what ``--format-in`` takes."""
        ...

    @property
    def title(self) -> str:
        """The format in words, such as ``FHIR R4 Bundle (JSON, NDJSON)``."""
        ...

    @property
    def suffixes(self) -> Sequence[str]:
        """The endings of file names that it usually has, such as ``(".json", ".ndjson")``."""
        ...

    def recognizes(self, head: bytes) -> bool:
        """Tell whether a file that begins with these bytes is of this format."""
        ...

    def read(self, source: Source, intake: Intake) -> None:
        """Read the whole file, in a stream where it can be large, and hand everything over.

        What is wrong with the document is told to the intake, all of it; this never raises for
        bad input.
        """
        ...

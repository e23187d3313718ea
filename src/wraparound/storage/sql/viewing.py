"""The text of a view, for each kind of database that has views.

Documents are bytes that begin with ``{``; what begins otherwise is sealed, and shows nothing.
"""

from __future__ import annotations

from wraparound.storage.sql.columns import Column, Holds
from wraparound.storage.sql.tables import DIRECTORY, records

DOCUMENTS = "wraparound_documents"
"""The view of every document as JSON, over which the others are written."""


class Writer:
    """Writes the text of views for one kind of database; the kinds differ in how they read JSON."""

    document = ""
    """The document of a record as JSON; an empty one where the body is sealed."""

    def create_documents(self) -> str:
        """Return the statement that creates the view of documents."""
        shown = ["kind", "id", "revision", "change", "recorded_at", "valid_from", "valid_until"]
        lines = ",\n  ".join(
            [
                "program",
                f"NULLIF(family, '{DIRECTORY}') AS family",
                *shown,
                f"{self.document} AS document",
            ]
        )
        return f"CREATE VIEW {DOCUMENTS} AS SELECT\n  {lines}\nFROM {records.name}"

    def create(
        self,
        name: str,
        *,
        kind: str,
        lists: tuple[str, ...],
        owner: str,
        inner: str,
        columns: tuple[Column, ...],
    ) -> str:
        """Return the statement that creates a view."""
        shown = ["r.program", "r.family"]
        if owner and owner != "family":
            shown.append(f"r.id AS {owner}")
        if inner:
            shown.append(f"{self.text('part1.value', ('id',))} AS {inner}")
        source, row = f"{DOCUMENTS} AS r", "r.document"
        for number, field in enumerate(lists, 1):
            source += self.items(f"part{number}", row, field)
            row = f"part{number}.value"
        if lists:
            shown.append(f"{self.place(row.partition('.')[0])} AS place")
        shown += [f"{self.value(row, each)} AS {each.name}" for each in columns]
        lines = ",\n  ".join(shown)
        return f"CREATE VIEW {name} AS SELECT\n  {lines}\nFROM {source}\nWHERE r.kind = '{kind}'"

    def items(self, name: str, source: str, field: str) -> str:
        """Return what joins a row for each item of a list."""
        raise NotImplementedError

    def place(self, name: str) -> str:
        """Return the place of an item in its list, from 1."""
        raise NotImplementedError

    def text(self, row: str, path: tuple[str, ...]) -> str:
        """Return a value as text."""
        raise NotImplementedError

    def value(self, row: str, column: Column) -> str:
        """Return the value of a column."""
        raise NotImplementedError


class Sqlite(Writer):
    """Views in SQLite, with its functions for JSON."""

    document = "CASE WHEN substr(document, 1, 1) = x'7B' THEN CAST(document AS TEXT) ELSE '{}' END"

    def items(self, name: str, source: str, field: str) -> str:
        """Return what joins a row for each item of a list."""
        whole, path = source, f"'$.{field}'"
        listed = f"CASE json_type({whole}, {path}) WHEN 'array' THEN json_extract({whole}, {path})"
        return f",\n  json_each({listed} ELSE '[]' END) AS {name}"

    def place(self, name: str) -> str:
        """Return the place of an item in its list, from 1."""
        return f"{name}.key + 1"

    def text(self, row: str, path: tuple[str, ...]) -> str:
        """Return a value as text."""
        return f"json_extract({row}, '{self._path(path)}')"

    def value(self, row: str, column: Column) -> str:
        """Return the value of a column."""
        if not column.path:
            return row
        found = self.text(row, column.path)
        if column.knowable:
            kind = f"json_type({row}, '{self._path(column.path)}')"
            found = f"CASE {kind} WHEN 'object' THEN NULL ELSE {found} END"
        if column.holds is Holds.TEXT:
            return f"NULLIF({found}, '')"
        return f"CAST({found} AS NUMERIC)" if column.holds is Holds.NUMBER else found

    @staticmethod
    def _path(path: tuple[str, ...]) -> str:
        return "$" + "".join(f".{key}" for key in path)


class PostgreSql(Writer):
    """Views in PostgreSQL, over ``jsonb``."""

    document = (
        "CASE WHEN get_byte(document, 0) = 123"
        " THEN convert_from(document, 'UTF8')::jsonb ELSE '{}'::jsonb END"
    )
    _CASTS = {  # noqa: RUF012 - never changed
        Holds.TEXT: "",
        Holds.WHOLE: "::integer",
        Holds.NUMBER: "::numeric",
        Holds.YES_NO: "::boolean",
        Holds.DAY: "::date",
        Holds.INSTANT: "::timestamptz",
    }

    def items(self, name: str, source: str, field: str) -> str:
        """Return what joins a row for each item of a list."""
        listed = f"{source} -> '{field}'"
        guarded = f"CASE jsonb_typeof({listed}) WHEN 'array' THEN {listed} ELSE '[]'::jsonb END"
        return (
            f"\n  CROSS JOIN LATERAL jsonb_array_elements({guarded})"
            f" WITH ORDINALITY AS {name}(value, place)"
        )

    def place(self, name: str) -> str:
        """Return the place of an item in its list, from 1."""
        return f"{name}.place"

    def text(self, row: str, path: tuple[str, ...]) -> str:
        """Return a value as text."""
        return f"{row} #>> '{{{','.join(path)}}}'"

    def value(self, row: str, column: Column) -> str:
        """Return the value of a column."""
        found = self.text(row, column.path)
        cast = self._CASTS[column.holds]
        value = f"NULLIF({found}, '')" if column.holds is Holds.TEXT else f"({found}){cast}"
        if not column.knowable:
            return value
        kind = f"jsonb_typeof({row} #> '{{{','.join(column.path)}}}')"
        return f"CASE {kind} WHEN 'object' THEN NULL ELSE {value} END"

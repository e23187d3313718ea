"""Keep a database as this version lays it out, for the tests of later upgrades.

    .venv/bin/python tools/keep_layout.py

writes ``tests/storage/layouts/<major>.<minor>.json``: the statements that make the tables, for
SQLite and for PostgreSQL, and the rows of one made-up family. Run it once, when a layout is
released; what it wrote is never written again.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
from sqlalchemy import make_url, select
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from wraparound.hooks import Notification
from wraparound.model import Agency, Duty, Enrollment, Family, Meeting, Person, Plan, Team, Tie
from wraparound.model.ids import AgencyId
from wraparound.program import Program
from wraparound.storage.sql import SqlStore
from wraparound.storage.sql.tables import MAJOR, MINOR, metadata
from wraparound.testing.families import synthetic_family

LAYOUTS = Path(__file__).resolve().parents[1] / "tests" / "storage" / "layouts"
DIALECTS = {
    name: make_url(f"{name}://").get_dialect()() for name in ("sqlite", "postgresql+psycopg")
}
KINDS = (Family, Person, Enrollment, Team, Plan, Meeting, Duty, Tie)
START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def main() -> int:
    """Write the file, unless there is one already."""
    file = LAYOUTS / f"{MAJOR}.{MINOR}.json"
    if file.exists():
        print(f"{file.name} is there already; a released layout does not change")
        return 1
    kept = {
        "statements": {each.name: _statements(each) for each in DIALECTS.values()},
        "rows": _rows(),
    }
    file.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"kept {file}")
    return 0


def _statements(dialect: Dialect) -> list[str]:
    made = []
    for table in metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        made += [
            str(CreateIndex(index).compile(dialect=dialect)).strip()
            for index in sorted(table.indexes, key=lambda each: str(each.name))
        ]
    return made


def _rows() -> dict[str, list[dict[str, object]]]:
    minutes = iter(range(1000))
    with SqlStore.open("sqlite://") as store, Program.open("memory:", only=()) as parts:
        program = Program(
            store,
            hooks=parts.hooks,
            policy=parts.policy,
            now=lambda: START + timedelta(minutes=next(minutes)),
        )
        _fill(program)
        with store._database.engine.connect() as connection:  # noqa: SLF001 - a tool of the house
            return {
                table.name: [
                    {name: _text(value) for name, value in row.items()}
                    for row in connection.execute(select(table)).mappings()
                ]
                for table in metadata.sorted_tables
            }


def _fill(program: Program) -> None:
    first = {type(each): each for each in reversed(list(synthetic_family(7)))}
    records = [first[kind] for kind in KINDS]
    with program.change(by="facilitator-1", role="facilitator", reason="first plan") as unit:
        unit.add(*records)
        unit.tell(Notification(kind="finding", at=START, family="family-1"))
    plan = next(each for each in records if isinstance(each, Plan))
    with program.change(by="facilitator-1", reason="a word was wrong") as unit:
        unit.replace(attrs.evolve(plan, vision="Home for supper, every evening"))
    tie = next(each for each in records if isinstance(each, Tie))
    with program.change(by="office", reason="entered twice") as unit:
        unit.remove(tie)
        unit.add(Agency(id=AgencyId("harbor"), name="Harbor Counseling"))


def _text(value: object) -> object:
    return value.decode() if isinstance(value, bytes) else value


if __name__ == "__main__":
    sys.exit(main())

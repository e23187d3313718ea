"""What is asked of the tables to find records by what they hold, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import attrs
from sqlalchemy import ColumnElement, FromClause, String, Table, bindparam

from wraparound.storage.admission import FAMILY
from wraparound.storage.bookmarks import Order
from wraparound.storage.envelopes import Page
from wraparound.storage.sql.database import Database
from wraparound.storage.sql.reads import Question, of_envelope, valid_on
from wraparound.storage.sql.rows import envelopes_of
from wraparound.storage.sql.tables import columns_of, records, searches, values


class Part(Enum):
    """A part of an ordered answer; each is one range of an index, however long the answer is."""

    VALUED = "valued"
    """From the beginning: every record that holds a value."""
    EQUAL = "equal"
    """The records that hold the bookmark's value, after its id."""
    BEYOND = "beyond"
    """The records that hold a later value."""
    BARE = "bare"
    """The records that hold no value."""
    BARE_ON = "bare_on"
    """The records that hold no value, after the bookmark's id."""


@attrs.frozen
class Search:
    """What is asked for, without the values: searches alike are written once.

    Attributes:
        kind: The kind of record.
        fields: The fields that are to hold a value, in the order of their names.
        valid: Whether a day is asked for.
    """

    kind: str
    fields: tuple[str, ...] = ()
    valid: bool = False


def records_found(search: Search, later: bool) -> Question:
    """The records of a kind that hold a value in each field, in the order of their ids.

    What narrows the answer most stands first, so that the database walks one index in the order
    of the answer: the kind's own columns, then the values that can be several, then the family.
    """
    source, lead, conditions = _sought(search, ordered=False)
    if later:
        conditions.append(lead.c.id > bindparam("after"))
    return (
        of_envelope(records)
        .select_from(source)
        .where(*conditions)
        .order_by(lead.c.id)
        .limit(bindparam("limit"))
    )


def records_in_order(search: Search, field: str, descending: bool, part: Part) -> Question:
    """A part of the records of a kind in the order of a field, then of their ids."""
    source, lead, conditions = _sought(search, ordered=True)
    column = lead.c[columns_of(search.kind)[field]]
    value, record_id = bindparam("value", type_=String()), bindparam("after", type_=String())
    if part is Part.VALUED:
        conditions.append(column.is_not(None))
    elif part is Part.EQUAL:
        conditions += [column == value, lead.c.id > record_id]
    elif part is Part.BEYOND:
        conditions.append(column < value if descending else column > value)
    else:
        conditions.append(column.is_(None))
    if part is Part.BARE_ON:
        conditions.append(lead.c.id > record_id)
    by_value = [column.desc() if descending else column]
    return (
        of_envelope(records)
        .select_from(source)
        .where(*conditions)
        .order_by(*(by_value if part in {Part.VALUED, Part.BEYOND} else []), lead.c.id)
        .limit(bindparam("limit"))
    )


def find_in_order(
    database: Database,
    search: Search,
    order: Order,
    *,
    given: Mapping[str, object],
    after: str | None,
) -> Page:
    """Return a page in the order of a field: what has no value last, then by id.

    Args:
        database: Where the records are.
        search: What is asked for.
        order: In which order.
        given: The values asked for; ``limit`` is one more than the page may hold.
        after: Where to go on.

    Raises:
        RequestInvalid: ``after`` comes from another question.
    """
    mark = order.find(after)
    place: dict[str, object] = {}
    parts: tuple[Part, ...] = (Part.VALUED, Part.BARE)
    if mark is not None:
        place = {"value": mark.value, "after": mark.id}
        parts = (Part.EQUAL, Part.BEYOND, Part.BARE)
        if mark.value is None:
            parts = (Part.BARE_ON,)
    wanted = int(str(given["limit"]))
    rows: list[tuple[object, ...]] = []
    for part in parts:
        asked = {**given, **place, "limit": wanted - len(rows)}
        rows += database.ask(records_in_order, asked, search, order.field, order.descending, part)
        if len(rows) == wanted:
            break
    found = envelopes_of(rows[: wanted - 1])
    if len(rows) < wanted:
        return Page(envelopes=found)
    value = next(iter(found[-1].index.get(order.field, ())), None)
    return Page(envelopes=found, after=order.mark(value, found[-1].id))


def _sought(
    search: Search, *, ordered: bool
) -> tuple[FromClause, FromClause, list[ColumnElement[bool]]]:
    """Return what is joined, the table that leads, and the conditions."""
    columns = columns_of(search.kind)
    source: FromClause = records
    conditions: list[ColumnElement[bool]] = [records.c.kind == bindparam("kind")]
    leads: list[FromClause] = []
    if ordered or any(name in columns for name in search.fields):
        table = searches[search.kind]
        leads.append(table)
        source = source.join(table, _same_record(table))
        conditions += [
            table.c[columns[name]] == bindparam(f"is_{name}")
            for name in search.fields
            if name in columns
        ]
    for name in search.fields:
        if name in columns or name == FAMILY:
            continue
        held = values.alias(f"holds_{name}")
        leads.append(held)
        source = source.join(held, _same_record(held) & (records.c.kind == held.c.kind))
        conditions += [
            held.c.kind == bindparam("kind"),
            held.c.field == name,
            held.c.value == bindparam(f"is_{name}"),
        ]
    conditions += [each.c.program == bindparam("program") for each in leads or [records]]
    if FAMILY in search.fields:
        conditions.append(records.c.family == bindparam(f"is_{FAMILY}"))
    conditions += valid_on(records, asked=search.valid)
    return source, leads[0] if leads else records, conditions


def _same_record(table: FromClause | Table) -> ColumnElement[bool]:
    return (
        (records.c.program == table.c.program)
        & (records.c.family == table.c.family)
        & (records.c.id == table.c.id)
    )

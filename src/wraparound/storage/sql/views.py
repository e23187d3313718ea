"""Records as plain rows for reporting tools: one view for each noun that people count and join.

    select needs.domain, count(*) from needs
    join plans on plans.program = needs.program and plans.id = needs.plan
    where plans.status = 'active' group by needs.domain

A view shows records as they are now, of every program of the database: ``program`` leads each
row, and whoever may see one program only filters by it. They read the documents themselves, so
there is nothing to keep in step. Of bodies that are sealed they show nothing. They do show
personal text, as the tables do: grant them column by column (``wraparound storage views`` tells
how private each is).
"""

from __future__ import annotations

from typing import Any

import attrs
from sqlalchemy import Connection, inspect

from wraparound.model.kinds import KINDS
from wraparound.model.sensitivity import Sensitivity
from wraparound.storage.sql import postgresql, sqlite, viewing
from wraparound.storage.sql.columns import Column, Holds, columns_of_record, held_in, holds

_MARK = "planned_services"
"""The view by whose name the others of a database are found."""


@attrs.frozen
class View:
    """One view.

    Attributes:
        name: Its name, before which a database may put a prefix.
        kind: The kind of record that it shows.
        lists: The fields that lead to what it shows a row of each of; empty for whole records.
        owner: What the column is called that names the record; empty for whole records.
        inner: What the column is called that names the part that holds the inner list.
        columns: What else it shows.
    """

    name: str
    kind: str
    lists: tuple[str, ...]
    owner: str
    inner: str
    columns: tuple[Column, ...]

    @property
    def shown(self) -> tuple[tuple[str, Holds, Sensitivity], ...]:
        """Every column in order, with what it holds and how private it is."""
        keys = ["program", "family"]
        keys += [each for each in (self.owner, self.inner) if each and each != "family"]
        key = [(name, Holds.TEXT, Sensitivity.ADMINISTRATIVE) for name in keys]
        place = [("place", Holds.WHOLE, Sensitivity.ADMINISTRATIVE)] if self.lists else []
        rest = [(each.name, each.holds, each.label) for each in self.columns]
        return (*key, *place, *rest)


def _view(name: str, kind: str, *lists: str, inner: str = "", value: str = "") -> View:
    """Return a view of a kind of record, or of what stands in a list of it.

    Args:
        name: Its name.
        kind: The kind of record.
        lists: The field that is a list, and the field of its items that is one.
        inner: What to call the item of the first list, where there are two.
        value: What to call what a list of plain values holds.
    """
    held: Any = KINDS[kind].record
    for field in lists:
        held = held_in(held, field)
    plain = holds(held)
    columns = (
        (Column(value, (), plain, Sensitivity.ADMINISTRATIVE),)
        if plain is not None
        else columns_of_record(held)
    )
    owner = kind if lists else ""
    return View(name, kind, lists, owner, inner, columns)


VIEWS = (
    _view("families", "family"),
    _view("family_members", "family", "members"),
    _view("people", "person"),
    _view("enrollments", "enrollment"),
    _view("enrollment_steps", "enrollment", "history"),
    _view("enrollment_phases", "enrollment", "phases"),
    _view("teams", "team"),
    _view("team_members", "team", "members"),
    _view("plans", "plan"),
    _view("strengths", "plan", "strengths"),
    _view("needs", "plan", "needs"),
    _view("outcomes", "plan", "outcomes"),
    _view("outcome_data", "plan", "outcomes", "data", inner="outcome"),
    _view("strategies", "plan", "strategies"),
    _view(
        "strategy_strengths",
        "plan",
        "strategies",
        "strengths",
        inner="strategy",
        value="strength",
    ),
    _view("action_steps", "plan", "steps"),
    _view("planned_services", "plan", "services"),
    _view("service_spans", "plan", "services", "spans", inner="service"),
    _view("service_performers", "plan", "services", "performers", inner="service"),
    _view("signatures", "plan", "signatures"),
    _view("meetings", "meeting"),
    _view("attendance", "meeting", "attendance"),
    _view("contacts", "contact"),
    _view("assessments", "assessment"),
    _view("determinations", "determination"),
    _view("incidents", "incident"),
    _view("placements", "placement"),
    _view("consents", "consent"),
    _view("offers", "service_offer"),
    _view("offered_options", "service_offer", "options"),
    _view("choices", "service_choice"),
    _view("referrals", "referral"),
    _view("referral_steps", "referral", "steps"),
    _view("change_requests", "change_request"),
    _view("grievances", "grievance"),
    _view("agencies", "agency"),
    _view("services", "service"),
    _view("ties", "tie"),
    _view("duties", "duty"),
    _view("staff", "staff"),
    _view("disclosures", "disclosure"),
    _view("exceptions", "exception"),
)
"""Every view, those of families first."""

_WRITERS = {sqlite.NAME: viewing.Sqlite(), postgresql.NAME: viewing.PostgreSql()}
"""Who writes the text of a view for which database."""


def can_be_viewed(dialect: str) -> bool:
    """Tell whether there are views for this kind of database."""
    return dialect in _WRITERS


def create_views(connection: Connection, *, prefix: str = "") -> tuple[str, ...]:
    """Create every view; the database must hold nothing else of these names.

    Args:
        connection: Where.
        prefix: What every name begins with.

    Returns:
        The names that are taken by something else; then nothing was created.
    """
    taken = names_taken(connection, prefix=prefix)
    if taken:
        return taken
    writer = _WRITERS[connection.dialect.name]
    connection.exec_driver_sql(writer.create_documents())
    for view in VIEWS:
        connection.exec_driver_sql(
            writer.create(
                prefix + view.name,
                kind=view.kind,
                lists=view.lists,
                owner=view.owner,
                inner=view.inner,
                columns=view.columns,
            )
        )
    return ()


def drop_views(connection: Connection) -> str | None:
    """Remove every view that is there, and return the prefix of their names; None without any."""
    prefix = prefix_of(connection)
    if prefix is not None:
        there = set(inspect(connection).get_view_names())
        for view in reversed(VIEWS):
            if prefix + view.name in there:
                connection.exec_driver_sql(f"DROP VIEW {prefix}{view.name}")
        connection.exec_driver_sql(f"DROP VIEW {viewing.DOCUMENTS}")
    return prefix


def prefix_of(connection: Connection) -> str | None:
    """Return what the names of the database's views begin with; None where it has none."""
    inspector = inspect(connection)
    there = inspector.get_view_names()
    if viewing.DOCUMENTS not in there:
        return None
    for name in sorted(there, key=len):
        text = inspector.get_view_definition(name) or ""
        if name.endswith(_MARK) and viewing.DOCUMENTS in text:
            return name.removesuffix(_MARK)
    return None


def names_taken(connection: Connection, *, prefix: str = "") -> tuple[str, ...]:
    """Return the names of views that the database uses for something else."""
    inspector = inspect(connection)
    there = {*inspector.get_table_names(), *inspector.get_view_names()}
    return tuple(prefix + each.name for each in VIEWS if prefix + each.name in there)

"""Records kept in a SQL database: the only room that knows SQLAlchemy."""

from __future__ import annotations

from wraparound.storage.sql.store import SqlStore

__all__ = ["SqlStore"]

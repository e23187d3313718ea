"""Where alembic runs the versions: on the connection, and in the transaction, of the upgrade."""

from __future__ import annotations

from alembic import context

from wraparound.storage.sql.migrations import CONNECTION, TABLE

context.configure(connection=context.config.attributes[CONNECTION], version_table=TABLE)
with context.begin_transaction():
    context.run_migrations()

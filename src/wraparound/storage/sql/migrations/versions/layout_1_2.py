"""1.2: seals over the audit trail are kept beside it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1.2"
down_revision = "1.1"

_NAME = (
    sa.String(64)
    .with_variant(sa.Text(), "sqlite")
    .with_variant(sa.Text(collation="C"), "postgresql")
)


def upgrade() -> None:
    """Create the table of seals."""
    op.create_table(
        "wraparound_seals",
        sa.Column("program", _NAME, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program", "number", name="wraparound_seals_key"),
    )

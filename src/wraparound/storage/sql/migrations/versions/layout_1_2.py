"""1.2: seals over the audit trail are kept beside it; screenings have tables of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1.2"
down_revision = "1.1"

_SEARCHED = {"conflict_screening": ("run", "may_change_on"), "conflict_screening_run": ("on",)}


def _text(length: int) -> sa.types.TypeEngine[str]:
    return (
        sa.String(length)
        .with_variant(sa.Text(), "sqlite")
        .with_variant(sa.Text(collation="C"), "postgresql")
        .with_variant(sa.String(length, collation="utf8mb4_nopad_bin"), "mariadb")
        .with_variant(sa.String(length, collation="utf8mb4_0900_bin"), "mysql")
    )


def upgrade() -> None:
    """Create the table of seals, and those by which screenings are found."""
    op.create_table(
        "wraparound_seals",
        sa.Column("program", _text(64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program", "number", name="wraparound_seals_key"),
    )
    for kind, columns in _SEARCHED.items():
        name = f"wraparound_{kind}"
        op.create_table(
            name,
            sa.Column("program", _text(64), nullable=False),
            sa.Column("family", _text(128), nullable=False),
            sa.Column("id", _text(128), nullable=False),
            *(sa.Column(column, _text(255), nullable=True) for column in columns),
            sa.PrimaryKeyConstraint("program", "family", "id", name=f"{name}_key"),
        )
        for column in columns:
            op.create_index(f"{name}_{column}_found", name, ["program", column, "id"])

"""Visitors' own test sets."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "drawings",
        sa.Column("seq", _NUMBER, primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False, index=True),
        sa.Column("digit", sa.SmallInteger, nullable=False),
        sa.Column("held_out", sa.Boolean, nullable=False),
        sa.Column("strokes", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop it with all that it holds."""
    op.drop_table("drawings")

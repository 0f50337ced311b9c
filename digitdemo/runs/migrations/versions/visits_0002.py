"""Visits that go on: further keys, codes for another device, and what a visit was about."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "keys",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False, index=True),
        sa.Column("account", sa.Boolean, nullable=False),
    )
    op.create_table(
        "handovers",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False, index=True),
        sa.Column("ends", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "visits",
        sa.Column("owner", sa.String(64), primary_key=True),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Drop them with all that they hold."""
    for table in ("visits", "handovers", "keys"):
        op.drop_table(table)

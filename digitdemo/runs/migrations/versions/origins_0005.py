"""From where visits come, in marks."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the column and the salt of its marks."""
    op.add_column("visits", sa.Column("address", sa.String(4), nullable=False, server_default=""))
    op.create_index("ix_visits_address", "visits", ["address"])
    salts = op.create_table("salts", sa.Column("salt", sa.String(32), primary_key=True))
    op.bulk_insert(salts, [{"salt": secrets.token_hex(16)}])


def downgrade() -> None:
    """Drop them; nobody knows from where visits came any more."""
    op.drop_table("salts")
    op.drop_index("ix_visits_address", "visits")
    op.drop_column("visits", "address")

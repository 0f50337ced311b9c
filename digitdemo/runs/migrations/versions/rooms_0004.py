"""Rooms in which classes work together."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "rooms",
        sa.Column("code", sa.String(16), primary_key=True),
        sa.Column("teacher", sa.String(64), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("uncovered", sa.Boolean, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "teachers",
        sa.Column("room", sa.String(16), sa.ForeignKey("rooms.code", ondelete="CASCADE"), primary_key=True),
        sa.Column("owner", sa.String(64), primary_key=True, index=True),
    )
    op.create_table(
        "members",
        sa.Column("seq", _NUMBER, primary_key=True),
        sa.Column("room", sa.String(16), sa.ForeignKey("rooms.code", ondelete="CASCADE"), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False, index=True),
        sa.Column("nickname", sa.String(40), nullable=False),
        sa.UniqueConstraint("room", "owner", name="members_room_owner"),
        sa.UniqueConstraint("room", "nickname", name="members_room_nickname"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "entries",
        sa.Column("member", _NUMBER, sa.ForeignKey("members.seq", ondelete="CASCADE"), primary_key=True),
        sa.Column("run", _NUMBER, sa.ForeignKey("runs.seq", ondelete="CASCADE"), primary_key=True, index=True),
    )
    op.create_table(
        "room_drawings",
        sa.Column("seq", _NUMBER, primary_key=True),
        sa.Column("member", _NUMBER, sa.ForeignKey("members.seq", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("digit", sa.SmallInteger, nullable=False),
        sa.Column("strokes", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop them with all that they hold."""
    for table in ("room_drawings", "entries", "members", "teachers", "rooms"):
        op.drop_table(table)

"""Brings the tables of a database up to date. Alembic is imported only where there is something to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from digitdemo.runs.run import StoreError
from digitdemo.runs.schema import SCHEMA

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(connection: Connection) -> None:
    """Run the migrations that the database has not had, in the transaction of `connection`; none where it has had all.

    Raises:
        StoreError: the database is that of a newer version of this program.
    """
    if _version(connection) == SCHEMA:
        return
    from alembic import command  # slow, and 12 MB
    from alembic.util import CommandError

    config = migrations()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError("the database of runs was made by a newer version of this program") from error


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrations() -> Config:
    """Return Alembic's configuration of the migrations, such as its commands take."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config

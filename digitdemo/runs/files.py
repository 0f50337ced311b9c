"""The files of a run: how they are named, and where they can be read, whoever keeps them."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from typing import Protocol

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run, RunError
from digitdemo.system import ASSETS

SHIPPED_MODELS = ASSETS / "models"
KERAS_FILE = "model.keras"
MODEL_FILE = "model.tflite"
INSIDE_FILE = "inside.tflite"
RUN_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_RANDOM_BYTES = 6  # with three, of 150 runs that a class asks for in a second two had one name once in 1,500 times
NEW_RUN_ID = re.compile(r"\d{8}-\d{6}-[a-z0-9]+-[0-9a-f]{6,12}")  # what `new_run_id` makes


class RunSource(Protocol):
    """Where runs can be read: the database of what was trained here, or folders, as those that are shipped."""

    def load(self, run_id: str) -> Run:
        """Return the run of that id.

        Raises:
            RunError: there is none, or what is kept of it is damaged.
        """
        ...

    def has(self, run_id: str, file: str) -> bool:
        """Return whether there is such a run and it has that file.

        Raises:
            RunError: `run_id` is no id.
        """
        ...

    def read(self, run_id: str, file: str) -> bytes:
        """Return what is in a file of a run.

        Raises:
            RunError: there is no such file, or it is damaged.
        """
        ...


def new_run_id(config: TrainConfig) -> str:
    """Return a name that no other run has, made of time (UTC), architecture and random letters."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{config.architecture}-{secrets.token_hex(_RANDOM_BYTES)}"


def checked_id(run_id: str) -> str:
    """Return `run_id`, which may come from an address and become a folder's name.

    Raises:
        RunError: it is no id.
    """
    if not RUN_ID.fullmatch(run_id):
        raise RunError(f"run {run_id[:60]!r}: an id has small letters, digits and hyphens only")
    return run_id


def shortened(text: str, most: int = 200) -> str:
    """Return `text` without its middle if that is a long value of a damaged run's; at the end stands where it is."""
    return text if len(text) <= most else f"{text[: most // 2]} ... {text[-most // 2 :]}"

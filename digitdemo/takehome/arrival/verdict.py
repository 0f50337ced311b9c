"""What the trial of a model says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Tried:
    """Either `record`, the run's record with what was measured, or `what` was `found` and what is `allowed` instead."""

    record: dict[str, Any] | None = None
    what: str = ""
    found: str = ""
    allowed: str = ""

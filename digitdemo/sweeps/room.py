"""Whether there is room for the runs of a sweep: one that pushes its own first runs out would never end."""

from __future__ import annotations

from collections.abc import Sequence

from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run_size import run_bytes
from digitdemo.texts import tr

_MB = 1_000_000


def refuse_without_room(configs: Sequence[TrainConfig], most: int) -> None:
    """Raise `ConfigError` if the runs of these trainings have more than `most` bytes together."""
    needed = sum(map(run_bytes, configs))
    if needed > most:
        raise ConfigError(
            "sweep",
            tr(
                "Its runs would take about {needed:,.0f} MB, and {most:,.0f} MB can be kept; "
                "take fewer values or seeds, smaller networks, or fewer epochs",
                needed=needed / _MB,
                most=most / _MB,
            ),
        )

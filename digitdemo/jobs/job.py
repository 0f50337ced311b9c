"""What is known of one training at one moment."""

from dataclasses import dataclass
from typing import Literal

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.learning import Look
from digitdemo.runs.live_weights import LiveWeights
from digitdemo.runs.metrics import Doing, EpochMetrics, Probe, Progress
from digitdemo.runs.run import Run

State = Literal["waiting", "starting", "training", "saving", "ended"]
Phase = Literal["waiting", "starting"] | Doing | Literal["ended"]
"""What happens now, more exactly: it waits for its turn, or for a trainer, which imports TensorFlow if it is new; or
what the trainer says that it is doing; or it has ended."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """A training that was queued.

    `turn` is its number among the `together` trainings that its owner queued at once, from 0. `place` counts the
    trainings before it, `stopping` says why it is being stopped ("" if it is not), `run` is set at the end, when its
    files can be read, and `made_room` has the ids of runs that were deleted so that it could be kept. `probes` are
    those so far, with epoch 0 and each whole epoch among them; `look` is the newest, `map_look` the newest that has a
    map. Of one that is `watched`, `live` has the newest weights, and `climb` epochs and test accuracy of all with which
    it was measured.
    """

    id: str
    owner: str
    config: TrainConfig
    turn: int = 0
    together: int = 1
    state: State = "waiting"
    phase: Phase = "waiting"
    place: int = 0
    stopping: str = ""
    history: tuple[EpochMetrics, ...] = ()
    probes: tuple[Probe, ...] = ()
    look: Look | None = None
    map_look: Look | None = None
    progress: Progress | None = None
    run: Run | None = None
    made_room: tuple[str, ...] = ()
    watched: bool = False
    live: LiveWeights | None = None
    climb: tuple[tuple[float, float], ...] = ()

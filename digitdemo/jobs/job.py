"""What is known of one training at one moment, and what each event adds to that."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.own_images import OwnImages
from digitdemo.jobs.protocol import Began, Epoch, Event, Live, Looked, Probed, Progressed
from digitdemo.jobs.trainer_process import AllLost, NoneFree, TrainerLost
from digitdemo.runs.files import new_run_id
from digitdemo.runs.learning import Look
from digitdemo.runs.live_weights import LiveWeights
from digitdemo.runs.metrics import Doing, EpochMetrics, Probe, Progress
from digitdemo.runs.run import Run

State = Literal["waiting", "starting", "training", "saving", "ended"]
Phase = Literal["waiting", "starting"] | Doing | Literal["ended"]
"""What happens now, more exactly: it waits for its turn, or for a trainer, which imports TensorFlow if it is new; or
what the trainer says that it is doing; or it has ended."""
_STATES: dict[Doing, State] = {
    "drawing": "starting",
    "compiling": "starting",
    "training": "training",
    "measuring": "training",
    "converting": "saving",
    "saving": "saving",
}


@dataclass(frozen=True, kw_only=True)
class Job:
    """A training that was queued.

    `turn` is its number among the `together` trainings that its owner queued at once, from 0; `address` is from where.
    It is foretold to take `seconds`. `place` counts the trainings that end before its turn comes, which is foretold to
    be in `wait` seconds; `name` is what its run is called. `asked` is when it was queued, `began` when its turn came,
    and `ended` when it ended, in seconds of a clock that never goes back. `stopping` says why it is being stopped (""
    if it is not), and `stopping_since` since when. `run` is set at the end, `kept` says whether the store has it, and
    `made_room` has the ids of runs that were deleted for it. `probes` are those so far, with epoch 0 and each whole
    epoch among them; `look` is the newest, `map_look` the newest that has a map. Of one that is `watched`, `live` has
    the newest weights, and `climb` epochs and test accuracy of all with which it was measured. `own` are drawings that
    it learns from, too. `lost` says how often it began again because its trainer was lost, `all_lost` how often because
    all were.
    """

    id: str
    owner: str
    config: TrainConfig
    address: str = ""
    seconds: float = 0.0
    turn: int = 0
    together: int = 1
    state: State = "waiting"
    phase: Phase = "waiting"
    place: int = 0
    wait: float = 0.0
    name: str = ""
    asked: float = field(default_factory=time.monotonic)
    began: float | None = None
    ended: float | None = None
    stopping: str = ""
    stopping_since: float = 0.0
    history: tuple[EpochMetrics, ...] = ()
    probes: tuple[Probe, ...] = ()
    look: Look | None = None
    map_look: Look | None = None
    progress: Progress | None = None
    run: Run | None = None
    kept: bool = False
    made_room: tuple[str, ...] = ()
    watched: bool = False
    live: LiveWeights | None = None
    climb: tuple[tuple[float, float], ...] = ()
    own: OwnImages | None = None
    lost: int = 0
    all_lost: int = 0

    @property
    def under_way(self) -> bool:
        """Whether it is its turn now."""
        return self.state not in ("waiting", "ended")


def new_jobs(configs: Sequence[TrainConfig], seconds: Sequence[float], **about: Any) -> list[Job]:
    """Return the jobs of trainings that are queued at once, each foretold to take so long; `about` is of all."""
    pairs = zip(configs, seconds, strict=True)
    return [
        Job(id=new_run_id(config), config=config, seconds=each, turn=turn, together=len(configs), **about)
        for turn, (config, each) in enumerate(pairs)
    ]


def begun_again(job: Job, seconds: float, loss: TrainerLost) -> Job:
    """Return a job whose trainer, or all, were lost: it waits as before its turn, and is foretold to take so long."""
    counted: dict[str, Any] = {}
    match loss:
        case NoneFree():
            pass
        case AllLost():
            counted["all_lost"] = job.all_lost + 1
        case _:
            counted["lost"] = job.lost + 1
    nothing: dict[str, Any] = dict.fromkeys(("began", "look", "map_look", "progress", "live"))
    nothing |= dict.fromkeys(("history", "probes", "climb"), ())
    return replace(job, state="waiting", phase="waiting", seconds=seconds, **nothing, **counted)


def after_event(job: Job, event: Event) -> Job:
    """Return what is known of a job after the trainer has said that of its training."""
    match event:
        case Began(doing=doing):
            return replace(job, state=_STATES[doing], phase=doing)
        case Epoch(record=record):
            return replace(job, state="training", history=(*job.history, record))
        case Probed(probe=probe):
            return replace(job, probes=(*job.probes, probe))
        case Looked(look=look):
            return replace(job, look=look, map_look=look if look.points else job.map_look)
        case Progressed(progress=progress):
            return replace(job, progress=progress)
        case Live(live=live):
            if live.test_accuracy is None:
                return replace(job, live=live)
            return replace(job, live=live, climb=(*job.climb, (live.epochs, live.test_accuracy)))
    return job

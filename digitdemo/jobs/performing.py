"""One training from its turn to the run that is kept, whatever happens: one that fails must not end the queue."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digitdemo.data.own_images import OwnImages
from digitdemo.jobs.job import Job
from digitdemo.jobs.oversight import may_begin_again
from digitdemo.jobs.protocol import Event
from digitdemo.jobs.trainer_process import CannotTrain, TrainerDied, TrainerLost
from digitdemo.jobs.warm_trainer import WarmTrainer
from digitdemo.runs.run import Ending, Forgotten, LearnedOwn, Run, RunError, ended_run
from digitdemo.system import why_not

if TYPE_CHECKING:
    from digitdemo.runs.store import RunStore

FORGOTTEN = "forgotten"  # why a training is being stopped of which nothing is to be kept

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Performed:
    """How a training ended, whether the store has its run, and the ids of runs that were deleted for it.

    `machine` is where that was, "" where it is not known.
    """

    ending: Ending
    kept: bool = False
    made_room: tuple[str, ...] = ()
    machine: str = ""


def perform(
    job: Job,
    trainer: WarmTrainer,
    store: RunStore,
    machine: str,
    *,
    heed: Callable[[Event], None],
    now: Callable[[], Job],
) -> Performed:
    """Have the trainer train, keep the run, and tidy up.

    `heed` is told each event, `now` returns the job as it is by then.

    Raises:
        TrainerLost: nothing has come of it, and it may begin again elsewhere.
    """
    what = "the training could not begin"
    try:
        with store.draft(job.owner) as draft:
            what = "the run could not be saved"
            ending = trained(job, trainer, str(draft), heed, now)
            where = trainer.machine or machine
            if not run_of(now(), ending, where).lasting:
                return Performed(ending, machine=where)
            if ending.outcome == "failed":  # a trainer that died may have left half of a file
                return _keep(ending, None, draft, store, where, now)
            try:
                return _keep(ending, draft, draft, store, where, now)
            except (OSError, RunError) as error:
                _LOG.warning("training %s: the model could not be saved (%s)", job.id, error)
                return _keep(_without_model(ending, error), None, draft, store, where, now)
    except OSError as error:  # its text would show a path of the server
        _LOG.exception("training %s: %s", job.id, what)
        return _failed(f"{what} ({why_not(error)})")
    except RunError as error:
        _LOG.warning("training %s: %s (%s)", job.id, what, error)
        return _failed(f"{what} ({error})")
    except TrainerLost:
        raise
    except Exception as error:
        _LOG.exception("training %s failed", job.id)
        trainer.end()  # it may still be at work for this job
        return _failed(type(error).__name__)
    finally:
        store.clear_drafts()  # a moment, in which no other training is to wait for this trainer


def run_of(job: Job, ending: Ending, machine: str) -> Run:
    """Return the run that a job leaves behind when it has ended so on this machine."""
    return ended_run(
        ending, run_id=job.id, config=job.config, history=job.history, machine=machine, own=_learned(job.own)
    )


def _learned(own: OwnImages | None) -> LearnedOwn | None:
    return LearnedOwn(drawings=own.drawings, images=len(own.labels), times=own.times) if own else None


def trained(
    job: Job, trainer: WarmTrainer, folder: str, heed: Callable[[Event], None], now: Callable[[], Job]
) -> Ending:
    """Have the trainer train into `folder`, and return how that ended; `heed` and `now` are those of `perform`.

    Raises:
        TrainerLost: as `perform`.
    """
    try:
        return trainer.train(job.id, job.config, folder, heed, watched=job.watched, own=job.own)
    except CannotTrain as why:
        _LOG.error("training %s: this server cannot train (%s)", job.id, why)
        return Ending(outcome="failed", reason=f"this server cannot train ({why})")
    except TrainerDied as death:
        if isinstance(death, TrainerLost) and may_begin_again(now(), death):
            _LOG.warning("training %s begins again when it can: %s", job.id, death)
            raise
        _LOG.warning("training %s: the trainer process ended unexpectedly (%s)", job.id, death)
        return Ending(outcome="failed", reason=f"the trainer process ended unexpectedly ({death})")


def _without_model(ending: Ending, error: OSError | RunError) -> Ending:
    """Return how a training has ended whose model cannot be kept: its curve takes next to no room, and may be."""
    why = why_not(error) if isinstance(error, OSError) else str(error)
    reason = f"the model could not be saved ({why})"
    return dataclasses.replace(ending, outcome="failed", reason=reason, temperature=None)


def _keep(
    ending: Ending, files: Path | None, draft: Path, store: RunStore, machine: str, now: Callable[[], Job]
) -> Performed:
    """Keep the run for whoever has the job, who may become another, or be forgotten, while that is done."""
    if (job := now()).stopping == FORGOTTEN:
        return Performed(ending, machine=machine)
    run = run_of(job, ending, machine)
    try:
        made_room = store.save(run, files, job.owner, job.address, name=job.name, draft=draft)
    except Forgotten:
        return Performed(ending, machine=machine)
    if (later := now()).stopping == FORGOTTEN:
        store.of(later.owner).forget_all()
    return Performed(ending, kept=True, made_room=made_room, machine=machine)


def _failed(reason: str) -> Performed:
    return Performed(Ending(outcome="failed", reason=reason))

"""What the model is learning, as pictures, below the curves: live while it trains, afterwards with a slider."""

import logging

import numpy as np

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import DataError
from digitdemo.jobs.job import Job
from digitdemo.system import warn_once
from digitdemo.ui import resources
from digitdemo.ui.components.learning.learning import show_learning
from digitdemo.ui.state import run_list
from digitdemo.ui.state.focus import run_in_focus

_LOG = logging.getLogger(__name__)


def learning(job: Job | None) -> None:
    """Show it of the training under way, or of the run in focus if anything was kept of that."""
    try:
        if job is not None:
            _live(job)
        elif (focus := run_in_focus()) is not None:
            _ended(focus)
    except DataError as error:
        warn_once(_LOG, f"What a model learns is not shown: {error}")


def _live(job: Job) -> None:
    looks = [look for look in (job.map_look, job.look) if look is not None]
    if job.look is job.map_look:
        del looks[1:]
    images, labels = _test_digits(job.config)
    show_learning(job.id, looks, images, labels, epochs=job.config.epochs, live=True)


def _ended(run_id: str) -> None:
    kept = resources.learning(run_id)
    if kept is None:
        return
    config = run_list.all_runs()[run_id].config
    images, labels = _test_digits(config)
    show_learning(run_id, kept.looks, images, labels, epochs=config.epochs, kept=kept.kept)


def _test_digits(config: TrainConfig) -> tuple[np.ndarray, np.ndarray]:
    return resources.images_measured_by(config), resources.mnist_test_set()[1]

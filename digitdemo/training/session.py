"""A training from the first weights to the files of its run, whoever watches. Trainer and command line only."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.live_weights import LiveWeights
from digitdemo.runs.metrics import EpochMetrics, Progress
from digitdemo.runs.run import BY_HAND, Ending, Outcome, kept_record, stopped_reason
from digitdemo.runs.snapshots import Snapshots
from digitdemo.training import loop
from digitdemo.training.evaluation import calibrate
from digitdemo.training.export import export_model
from digitdemo.training.networks import build_model


def train_and_export(
    config: TrainConfig,
    folder: Path | None = None,
    *,
    on_epoch: Callable[[EpochMetrics], None],
    on_progress: Callable[[Progress], None] = lambda progress: None,
    on_live: Callable[[LiveWeights], None] | None = None,
    on_saving: Callable[[], None] = lambda: None,
) -> Ending:
    """Train by `config` and, unless that diverged or no epoch was completed, write the model's files into `folder`.

    Without a folder nothing is written, and no temperature fitted.

    The callbacks hear of every epoch (0, the untrained model, too), of the progress within it, of the weights as they
    change, and that the model is being saved. To end the training, either of the first two raises `loop.Stopped`, or a
    person presses Ctrl-C.

    Raises:
        KeyboardInterrupt: by Ctrl-C, where there is no folder or no epoch was completed.
    """
    model = build_model(config)
    snapshots = Snapshots(config.epochs, model.count_params())
    history: list[EpochMetrics] = []
    outcome: Outcome = "finished"
    reason = ""
    try:
        kept = snapshots if folder else None
        records = loop.train(config, model=model, snapshots=kept, on_progress=on_progress, on_live=on_live)
        for record in records:
            history.append(record)
            on_epoch(record)
    except (loop.Stopped, KeyboardInterrupt) as stop:
        if isinstance(stop, KeyboardInterrupt) and (folder is None or len(history) < 2):
            raise  # there is nothing to keep
        why = BY_HAND if isinstance(stop, KeyboardInterrupt) else str(stop)
        outcome, reason = "stopped", stopped_reason(why, max(0, len(history) - 1), config.epochs)
    except loop.Diverged as error:
        outcome, reason = "diverged", str(error)
    ending = Ending(outcome=outcome, reason=reason, parameters=model.count_params())
    if outcome == "diverged" or len(history) < 2 or folder is None:
        return ending
    on_saving()
    snapshots.keep(kept_record(config, history).epoch, model.get_weights())
    export_model(model, folder, snapshots)
    return dataclasses.replace(ending, temperature=calibrate(model, config))

"""A training from the first weights to the files of its run, whoever watches. Trainer and command line only."""

import dataclasses
from collections.abc import Callable
from concurrent.futures import wait
from pathlib import Path

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.own_images import OwnImages
from digitdemo.runs.learning import Look
from digitdemo.runs.live_weights import LiveWeights
from digitdemo.runs.metrics import Doing, EpochMetrics, Probe, Progress
from digitdemo.runs.run import BY_HAND, Ending, Outcome, kept_record, stopped_reason
from digitdemo.runs.snapshots import Snapshots
from digitdemo.training import loop
from digitdemo.training.album import Album
from digitdemo.training.evaluation import Evaluation
from digitdemo.training.export import export_model
from digitdemo.training.graphs import graphs_of
from digitdemo.training.networks import build_model


def train_and_export(
    config: TrainConfig,
    folder: Path | None = None,
    *,
    own: OwnImages | None = None,
    on_epoch: Callable[[EpochMetrics], None],
    on_doing: Callable[[Doing], None] = lambda doing: None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    on_probe: Callable[[Probe], None] = lambda probe: None,
    on_live: Callable[[LiveWeights], None] | None = None,
    on_look: Callable[[Look], None] = lambda look: None,
) -> Ending:
    """Train by `config` and, unless that diverged or no epoch was completed, write the model's files into `folder`.

    Without a folder nothing is written, and no temperature fitted. `own` are a visitor's drawings among the training
    images.

    The callbacks hear of every epoch (0, the untrained model, too), of what is being done, the progress within an
    epoch, how the model does between epochs, of the weights as they change, and of what can be seen of what it learns.
    To end the training, one of the first three raises `loop.Stopped`, or a person presses Ctrl-C.

    The files are there within moments of the last epoch: what takes time, the conversion of the network for LiteRT, is
    done beside the training, once for all models of its kind, and the temperature is fitted to what was measured.

    Raises:
        KeyboardInterrupt: by Ctrl-C, where there is no folder or no epoch was completed.
    """
    model = build_model(config)
    snapshots = Snapshots(config.epochs, model.count_params())
    album = Album()
    history: list[EpochMetrics] = []
    validation: Evaluation | None = None
    outcome: Outcome = "finished"
    reason = ""

    def keep(answers: Evaluation | None) -> None:
        nonlocal validation
        validation = answers

    try:
        records = loop.train(
            config,
            own=own,
            model=model,
            snapshots=snapshots if folder else None,
            album=album if folder else None,
            on_doing=on_doing,
            on_progress=on_progress,
            on_probe=on_probe,
            on_live=on_live,
            on_look=on_look,
            on_kept=keep,
        )
        for record in records:
            history.append(record)
            on_epoch(record)
            if folder:
                graphs_of(config).converted()  # after epoch 0: it is not to hold up the first step
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
    network = graphs_of(config).converted()
    if not network.done():
        on_doing("converting")
        wait([network])
    on_doing("saving")
    snapshots.keep(kept_record(config, history).epoch, model.get_weights())
    export_model(model, network.result(), folder, snapshots)
    album.save(folder, len(history) - 1)
    return dataclasses.replace(ending, temperature=validation.temperature if validation else None)

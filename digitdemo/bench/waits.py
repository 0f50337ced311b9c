"""A person's waits in a training: to the first step, from the last epoch to the run, and what looking between costs.

The trainer is the app's own process, and warm: TensorFlow is imported. A kind's first training comes in a trainer that
was told to expect it, as an open page does, and in one that was not; its second follows. Epochs of 5,000 images. The
probe's cost is the time within probes as a share of a training's, of trainings by the recipe, cut to two epochs:
trainings with and without probes differ less than two trainings of the same kind do.
"""

import argparse
import statistics
import time
from typing import Any
from unittest import mock

from digitdemo.bench.harness.rivals import OurTrainer, Training
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.system import quiet

LIMITS = {"first_step_s": 1.0, "usable_s": 0.5, "probe_cost": 0.05}
_IMAGES = 5_000


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    names = list(ARCHITECTURES)
    parser.add_argument("--models", nargs="+", default=names, choices=names, help="default all")
    parser.add_argument(
        "--trainings", type=int, default=2, help="of each model in which probes are timed; default 2, 0 leaves them out"
    )


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"models": {NAME: {"first_step_s", "usable_s"}}, "probe_cost": {NAME: share}}."""
    models = {name: _waits(name) for name in options.models}
    timed = [name for name in options.models if name != "best" and options.trainings]
    costs = {name: _probe_cost(name, options.trainings) for name in timed}
    return {"limits": LIMITS, "images": _IMAGES, "models": models, "probe_cost": costs}


def _waits(name: str) -> dict[str, dict[str, float]]:
    """Return seconds to the first step, and from the last epoch to the run, by how the trainer was readied."""
    config = TrainConfig(architecture=name, epochs=2, train_size=_IMAGES)
    trainings: dict[str, Training] = {}
    for readiness in ("unprepared", "prepared"):
        trainer = OurTrainer()
        try:
            if readiness == "prepared":
                trainer.prepare(config)
            trainings[readiness] = trainer.train(config)
            trainings["second"] = trainer.train(config)
        finally:
            trainer.end()
    found = {
        "first_step_s": {when: training.first_step for when, training in trainings.items()},
        "usable_s": {when: training.usable_after for when, training in trainings.items()},
    }
    for what, seconds in found.items():
        shown = ", ".join(f"{when} {value:.2f} s" for when, value in seconds.items())
        print(f"{name:7} {what:13} {shown} (limit {LIMITS[what]} s)", flush=True)
    return found


def _probe_cost(name: str, trainings: int) -> float:
    """Return the share of a training's time that its probes take, the median of some trainings."""
    with quiet():
        from digitdemo.training.loop import forget, train
        from digitdemo.training.prober import Prober

    config = TrainConfig(architecture=name, epochs=2)
    probe, taken, shares = Prober.probe, [0.0], []

    def timed(prober: Prober, epochs: float) -> None:
        begun = time.perf_counter()
        probe(prober, epochs)
        taken[-1] += time.perf_counter() - begun

    list(train(TrainConfig(architecture=name, epochs=1, train_size=_IMAGES)))
    with mock.patch.object(Prober, "probe", timed):
        for _ in range(trainings):
            taken.append(0.0)
            *_, last = train(config)
            shares.append(taken[-1] / last.elapsed_seconds)
    forget()
    print(
        f"{name:7} probes cost {statistics.median(shares):.1%} of the time (limit {LIMITS['probe_cost']:.0%})",
        flush=True,
    )
    return statistics.median(shares)

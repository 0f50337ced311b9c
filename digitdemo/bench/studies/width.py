"""The trainings of the width: every width, right and wrong labels, every seed."""

from digitdemo.analysis.studies.trained import SEEDS, Trained
from digitdemo.analysis.studies.width import NOISE, WIDTHS, Widths, width_config
from digitdemo.bench.harness.measured_once import train_measured_once


def measure_width() -> Widths:
    """Train all of them, about two minutes."""
    return Widths(right=_trained(0.0), wrong=_trained(NOISE))


def _trained(noise: float) -> tuple[Trained, ...]:
    found = []
    for width in WIDTHS:
        found += [train_measured_once(width_config(width, noise=noise, seed=seed), width) for seed in SEEDS]
        errors = ", ".join(f"{one.train_error:.3f} {one.test_error:.3f}" for one in found[-len(SEEDS) :])
        print(f"width {width:5}, {noise:.0%} wrong labels: train and test errors {errors}", flush=True)
    return tuple(found)

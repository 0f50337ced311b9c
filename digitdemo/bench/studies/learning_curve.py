"""The trainings of the learning curve: every number of images, every seed."""

from digitdemo.analysis.studies.learning_curve import LARGE, SMALL, LearningCurve, curve_config
from digitdemo.analysis.studies.trained import SEEDS, Trained
from digitdemo.bench.harness.measured_once import train_measured_once


def measure_learning_curve() -> LearningCurve:
    """Train all of them, some minutes."""
    found: list[Trained] = []
    for images in (*SMALL, *LARGE):
        found += [train_measured_once(curve_config(images, seed=seed), images) for seed in SEEDS]
        errors = ", ".join(f"{one.train_error:.4f} {one.test_error:.4f}" for one in found[-len(SEEDS) :])
        print(f"{images:6} images: train and test errors {errors}", flush=True)
    return LearningCurve(trainings=tuple(found))

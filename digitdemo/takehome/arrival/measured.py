"""A run whose figures are those of its model as it reads here, not as its record says."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import numpy as np

from digitdemo.config.sections.images import FEWEST_VALIDATION_IMAGES
from digitdemo.data.mnist import Mnist
from digitdemo.data.splits import disturbance, own_test_images, training_set, validation_subset
from digitdemo.inference.calibration import fit_temperature
from digitdemo.inference.classifier import Classifier
from digitdemo.runs.metrics import TRAIN_SLICE, EpochMetrics
from digitdemo.runs.run import Run

_TRIED = 250  # images, by which is seen how long the rest takes
_SECONDS = 40.0  # of a core, for all; a slow model is measured on fewer images
_FEWEST = 1_000


class Unlike(ValueError):
    """A record and a model that cannot be of one run."""


def measured_anew(run: Run, model: Classifier, mnist: Mnist) -> Run:
    """Return `run` with the accuracy, loss and recall of `model` in the record of the epoch that was kept.

    They are measured as the training measures them: on the first images of each set, as many as time allows. The
    temperature is fitted anew, too. The other epochs stay as recorded.

    Raises:
        Unlike: the record or the model's answers cannot be right.
        ConfigError: as `training_set`.
    """
    subset, told = training_set(run.config, mnist.y_train)
    test = own_test_images(mnist.x_test, disturbance(run.config))
    most = _images_in_time(model, test)
    train = subset[:most]
    logits = _logits(model, mnist.x_train[train])
    found = _figures("train", logits, told[:most])
    if run.config.label_noise:
        found["true_train_accuracy"] = _accuracy(logits, mnist.y_train[train])
    found |= _figures("test", _logits(model, test[:most]), mnist.y_test[:most])
    held_out = validation_subset(run.config.train_size, run.config.seed, total=len(mnist.x_train))
    temperature = None
    if len(held_out) >= FEWEST_VALIDATION_IMAGES:
        some = held_out[:most]
        logits, labels = _logits(model, mnist.x_train[some]), mnist.y_train[some]
        found |= _figures("validation", logits, labels)
        temperature = fit_temperature(logits, labels)
    else:
        found |= {"validation_accuracy": None, "validation_loss": None, "validation_images": None}
        found["validation_recall"] = ()
    kept = dataclasses.replace(run.kept, **found)
    history = tuple(kept if record.epoch == kept.epoch else record for record in run.history)
    anew = dataclasses.replace(run, history=history, temperature=temperature)
    if anew.kept.epoch != kept.epoch:
        raise Unlike(f"epoch {kept.epoch}")  # early stopping would have kept another one
    return anew


def _images_in_time(model: Classifier, images: np.ndarray) -> int:
    _logits(model, images[:_TRIED])  # what is done for the first time takes longer
    began = time.process_time()  # the core's, however many want it
    _logits(model, images[:_TRIED])
    seconds = max(1e-6, (time.process_time() - began) / _TRIED)  # some systems count in hundredths of a second
    return int(min(TRAIN_SLICE, max(_FEWEST, _SECONDS / (3 * seconds) // _TRIED * _TRIED)))


def _logits(model: Classifier, images: np.ndarray) -> np.ndarray:
    logits = model.logits(images)
    if not np.isfinite(logits).all():
        raise Unlike("logits")
    return logits


def _figures(split: str, logits: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    found: dict[str, Any] = {
        f"{split}_accuracy": _accuracy(logits, labels),
        f"{split}_loss": _loss(logits, labels),
        f"{split}_images": len(labels),
    }
    if f"{split}_recall" in EpochMetrics.__dataclass_fields__:
        right = np.bincount(labels[logits.argmax(axis=1) == labels], minlength=10)
        found[f"{split}_recall"] = tuple((right / np.maximum(1, np.bincount(labels, minlength=10))).tolist())
    return found


def _accuracy(logits: np.ndarray, labels: np.ndarray) -> float:
    return float(np.mean(logits.argmax(axis=1) == labels))


def _loss(logits: np.ndarray, labels: np.ndarray) -> float:
    logits = logits.astype(np.float64)
    top = logits.max(axis=1)
    sums = top + np.log(np.exp(logits - top[:, np.newaxis]).sum(axis=1))
    return float(np.mean(sums - logits[np.arange(len(logits)), labels]))

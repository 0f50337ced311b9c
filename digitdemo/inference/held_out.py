"""What the model of a run reads right of the images that its training left out."""

import dataclasses

import numpy as np

from digitdemo.config.sections.images import FEWEST_VALIDATION_IMAGES
from digitdemo.data.mnist import Mnist
from digitdemo.data.splits import validation_subset
from digitdemo.inference.calibration import softmax
from digitdemo.inference.classifier import Classifier
from digitdemo.runs.run import Run


def with_validation(run: Run, classifier: Classifier, mnist: Mnist) -> Run:
    """Return `run` with validation in the record of the model that it kept, which `classifier` is.

    So a run of an earlier version, which did not measure that, can stand beside others. Unchanged where fewer than
    `FEWEST_VALIDATION_IMAGES` were left out.
    """
    indices = validation_subset(run.config.train_size, run.config.seed, total=len(mnist.x_train))
    if len(indices) < FEWEST_VALIDATION_IMAGES:
        return run
    labels = mnist.y_train[indices]
    probabilities = softmax(classifier.logits(mnist.x_train[indices]))  # losses are measured before calibration
    right = probabilities.argmax(axis=1) == labels
    counts = np.bincount(labels, minlength=10)
    recall = np.bincount(labels[right], minlength=10) / np.maximum(1, counts)
    of_truth = probabilities[np.arange(len(labels)), labels]
    kept = dataclasses.replace(
        run.kept,
        validation_accuracy=float(right.mean()),
        validation_loss=float(-np.log(np.maximum(of_truth, np.finfo(np.float32).tiny)).mean()),
        validation_recall=tuple(recall.tolist()),
        validation_images=len(labels),
    )
    history = tuple(kept if record.epoch == kept.epoch else record for record in run.history)
    return dataclasses.replace(run, history=history)

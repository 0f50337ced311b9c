"""The models that assets/models ships, so that something reads from the first second."""

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.inference.classifier import Classifier, load_classifier
from digitdemo.runs.run import Run, RunError
from digitdemo.runs.store import SHIPPED_MODELS, RunStore

SHIPPED = RunStore(SHIPPED_MODELS)
FIRST_TO_ANSWER = ("linear", "mlp", "cnn", "fast", "best")  # a drawing, until somebody chooses others


def shipped_runs() -> dict[str, Run]:
    """Return the shipped runs by id, which is the architecture's name; one that cannot be read is left out."""
    runs = {}
    for name in ARCHITECTURES:
        try:
            runs[name] = SHIPPED.load(name)
        except RunError:
            continue
    return runs


def shipped_classifiers() -> dict[str, Classifier]:
    """Return the models of the shipped runs by name.

    Raises:
        ModelError: a file is damaged.
    """
    return {name: model for name in shipped_runs() if (model := load_classifier(SHIPPED, name)) is not None}

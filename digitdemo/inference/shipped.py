"""The models that assets/models ships, so that something reads from the first second."""

import logging
from collections.abc import Collection
from dataclasses import dataclass

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.inference.classifier import Classifier, load_classifier
from digitdemo.inference.judge import FOLDER, Judge, check_judge, load_judge
from digitdemo.runs.checksums import check_files, read_checksums
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.run import Run, RunError
from digitdemo.system import warn_once
from digitdemo.texts import tr

SHIPPED = RunFolders(SHIPPED_MODELS)
FIRST_TO_ANSWER = ("linear", "mlp", "cnn", "fast", "best")  # a drawing, until somebody chooses others
READER = "best"  # by which digits that touch are told apart

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shipped:
    """The shipped runs whose files are as they were shipped, by id, which is the architecture's name.

    `left_out` are the ids of the others; if not `checked`, nobody knows whether the files are as they were. `judged`:
    the judge is there, which says what is no digit.
    """

    runs: dict[str, Run]
    left_out: tuple[str, ...]
    checked: bool
    judged: bool = True

    @property
    def problems(self) -> tuple[str, ...]:
        """Return a sentence about each model that is left out, and one if the files cannot be checked."""
        found = [
            tr(
                "The shipped model {model} is missing or damaged and left out: restore assets/models/{name}.",
                model=ARCHITECTURES[name].label,
                name=name,
            )
            for name in self.left_out
        ]
        if not self.judged:
            found.append(
                tr(
                    "What tells digits from other signs is missing or damaged, so that everything counts as a digit: "
                    "restore assets/judge."
                )
            )
        if not self.checked:
            found.insert(0, tr("The shipped models cannot be checked for damage: restore assets/SHA256SUMS."))
        return tuple(found)


def load_shipped() -> Shipped:
    """Return the shipped runs, checked by their SHA-256 sums (20 ms, once a process); problems are logged, too."""
    left_out = []
    sums = {}
    try:
        sums = read_checksums(SHIPPED.root.parent)
    except RunError as error:
        warn_once(_LOG, f"The shipped models cannot be checked for damage: {error}")
    runs = {}
    for name in ARCHITECTURES:
        start = f"{SHIPPED.root.name}/{name}/"
        try:
            if sums:
                own = {path.removeprefix(start): value for path, value in sums.items() if path.startswith(start)}
                check_files(SHIPPED.folder(name), own)
            runs[name] = SHIPPED.load(name)
        except RunError as error:
            left_out.append(name)
            warn_once(_LOG, f"assets/models/{name} is left out: {error}")
    return Shipped(runs, tuple(left_out), checked=bool(sums), judged=_is_judged())


def shipped_judge() -> Judge:
    """Return the judge beside the shipped models. Raises what `load_judge` does."""
    return load_judge(SHIPPED.root.parent / FOLDER.name)


def _is_judged() -> bool:
    try:
        check_judge(SHIPPED.root.parent / FOLDER.name)
    except RunError as error:
        warn_once(_LOG, f"assets/judge is left out: {error}")
        return False
    return True


def shipped_classifiers(*, needed: Collection[str] = ()) -> dict[str, Classifier]:
    """Return the models of the shipped runs by name; those that are damaged are left out.

    Raises:
        ModelError: a file is none that LiteRT reads, though its sum is right.
        RunError: one that is `needed` cannot be used, or none can.
    """
    shipped = load_shipped()
    models = {name: model for name in shipped.runs if (model := load_classifier(SHIPPED, name)) is not None}
    if not models or not models.keys() >= set(needed):
        raise RunError("; ".join(shipped.problems))
    return models

"""Train the models in assets/models anew, with the default knobs, and the judge in assets/judge."""

import argparse
import shutil

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from digitdemo.cli.printing import CONSOLE, print_run
from digitdemo.cli.train import train_and_save
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.data.mnist import load_mnist
from digitdemo.inference.classifier import load_classifier
from digitdemo.inference.held_out import with_validation
from digitdemo.inference.judge import FOLDER
from digitdemo.runs.checksums import record_checksums
from digitdemo.runs.files import MODEL_FILE, SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.run import RunError
from digitdemo.system import quiet

JUDGE = FOLDER.name


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add which of them, and whether they are trained."""
    names = ", ".join((*ARCHITECTURES, JUDGE))
    parser.add_argument("architectures", nargs="*", metavar="MODEL", help=f"{names}; default all")
    parser.add_argument(
        "--validate", action="store_true", help="train nothing: measure what those models read of validation images"
    )


def run(options: argparse.Namespace) -> int:
    """Make the shipped models anew: default knobs, seed 0; and record the SHA-256 sums of their files.

    With `--validate` they stay, and what they read right of their validation images is measured.

    Raises:
        ConfigError: there is no such model.
        ImportError: the judge needs what tests/requirements.txt has.
    """
    names = options.architectures or [*ARCHITECTURES, JUDGE]
    architectures = [name for name in names if name != JUDGE]
    for name in architectures:
        KNOBS["architecture"].check(name)
    store = RunFolders(SHIPPED_MODELS)
    for name in architectures:
        if options.validate:
            _validate(store, name)
        else:
            train_and_save(TrainConfig(architecture=name), store, name)
        record_checksums(f"{SHIPPED_MODELS.name}/{name}")
    if JUDGE in names and not options.validate:
        _ship_judge()
    return 0


def _ship_judge() -> None:
    with quiet():
        # Slow: TensorFlow, which announces itself at length.
        from digitdemo.training.judge import NETWORKS, STEPS, judge_file

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=CONSOLE, transient=True) as bar:
        task = bar.add_task(f"{JUDGE}: drawing what it learns from", total=NETWORKS * STEPS)

        def on_step(loss: float) -> None:
            bar.update(task, advance=1, description=f"{JUDGE}: loss {loss:.3f}")

        model = judge_file(on_step=on_step)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / MODEL_FILE).write_bytes(model)
    record_checksums(JUDGE)
    CONSOLE.print(f"Saved in {FOLDER}", soft_wrap=True)


def _validate(store: RunFolders, run_id: str) -> None:
    classifier = load_classifier(store, run_id)
    if classifier is None:
        raise RunError(f"{run_id}: no {MODEL_FILE} in this folder; train it")
    measured = with_validation(store.load(run_id), classifier, load_mnist())
    with store.draft() as draft:
        shutil.copytree(store.folder(run_id), draft, dirs_exist_ok=True)
        store.save(measured, draft)
    print_run(measured)

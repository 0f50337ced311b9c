"""Train the models in assets/models anew, with the default knobs."""

import argparse
import shutil

from digitdemo.cli.printing import print_run
from digitdemo.cli.train import train_and_save
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.data.mnist import load_mnist
from digitdemo.inference.classifier import load_classifier
from digitdemo.inference.held_out import with_validation
from digitdemo.runs.checksums import record_checksums
from digitdemo.runs.run import RunError
from digitdemo.runs.store import MODEL_FILE, SHIPPED_MODELS, RunStore


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add which of them, and whether they are trained."""
    names = ", ".join(ARCHITECTURES)
    parser.add_argument("architectures", nargs="*", metavar="ARCHITECTURE", help=f"{names}; default all")
    parser.add_argument(
        "--validate", action="store_true", help="train nothing: measure what those models read of validation images"
    )


def run(options: argparse.Namespace) -> int:
    """Make the shipped models anew: default knobs, seed 0; and record the SHA-256 sums of their files.

    With `--validate` they stay, and what they read right of their validation images is measured.
    """
    architectures = options.architectures or list(ARCHITECTURES)
    for name in architectures:
        KNOBS["architecture"].check(name)
    store = RunStore(SHIPPED_MODELS)
    for name in architectures:
        if options.validate:
            _validate(store, name)
        else:
            train_and_save(TrainConfig(architecture=name), store, name)
        record_checksums(f"{SHIPPED_MODELS.name}/{name}")
    return 0


def _validate(store: RunStore, run_id: str) -> None:
    classifier = load_classifier(store, run_id)
    if classifier is None:
        raise RunError(f"{run_id}: no {MODEL_FILE} in this folder; train it")
    measured = with_validation(store.load(run_id), classifier, load_mnist())
    with store.draft() as draft:
        shutil.copytree(store.folder(run_id), draft, dirs_exist_ok=True)
        store.save(measured, draft)
    print_run(measured)

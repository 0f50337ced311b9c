"""Read the digit on a picture."""

import argparse
from pathlib import Path

from digitdemo.cli.named_run import HELP, named_run
from digitdemo.cli.printing import CONSOLE
from digitdemo.data.model_input import input_from_picture
from digitdemo.data.pictures import read_picture_file
from digitdemo.inference.answers import answer_all
from digitdemo.inference.classifier import Classifier, load_classifier
from digitdemo.inference.shipped import shipped_classifiers
from digitdemo.runs.files import MODEL_FILE
from digitdemo.runs.run import RunError


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the picture, and whose model reads it."""
    parser.add_argument("picture", type=Path, help="a PNG, JPEG, GIF, BMP or WEBP file, dark on light or light on dark")
    parser.add_argument("--model", metavar="RUN", help=f"{HELP}; default: every shipped model")


def run(options: argparse.Namespace) -> int:
    """Print what the models read on a picture: a row a model, the ten probabilities in percent."""
    picture, name = options.picture, options.model
    model_input = input_from_picture(read_picture_file(picture))
    if model_input is None:
        CONSOLE.print("The picture is empty: there is nothing to read.")
        return 0
    models = shipped_classifiers() if name is None else _model_of(name)
    answers = answer_all(models, model_input.image, models.get("best") if name is None else None)
    print(f"{picture}: what each model reads, and its probability of each digit in percent")
    width = max(map(len, answers.by_model))  # a run's name is never cut: it is what the next command needs
    print(" " * width, "reads ", *(f"{digit:4}" for digit in range(10)))
    for reader, answer in answers.by_model.items():
        shares = (f"{100 * probability:4.0f}" for probability in answer.probabilities)
        doubt = " not sure" if answer.verdict == "not sure" else ""
        print(f"{reader:{width}} {answer.digit:5} ", *shares, doubt)
    if not answers.any_digit:
        print("This doesn't look like a digit.")
    return 0


def _model_of(run: str) -> dict[str, Classifier]:
    source, run_id = named_run(run)
    model = load_classifier(source, run_id)
    if model is None:
        raise RunError(f"{run_id}: no {MODEL_FILE} there; give the folder or the id of a run that has a model")
    return {run_id: model}

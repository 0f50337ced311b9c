"""Read the digit on a picture, or each of several."""

import argparse
import functools
from pathlib import Path

from digitdemo.cli.named_run import HELP, named_run
from digitdemo.cli.printing import CONSOLE
from digitdemo.data.left_out import left_out_in_words
from digitdemo.data.picture_input import input_of_picture
from digitdemo.data.pictures import open_picture_file
from digitdemo.inference.answers import Answers, answer_each, readings_of, share_in_words
from digitdemo.inference.classifier import Classifier, load_classifier
from digitdemo.inference.shipped import READER, shipped_classifiers, shipped_judge
from digitdemo.inference.touching import told_apart
from digitdemo.runs.files import MODEL_FILE
from digitdemo.runs.run import RunError


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the picture, and whose model reads it."""
    parser.add_argument("picture", type=Path, help="a PNG, JPEG, GIF, BMP or WEBP file, dark on light or light on dark")
    parser.add_argument("--model", metavar="RUN", help=f"{HELP}; default: every shipped model")


def run(options: argparse.Namespace) -> int:
    """Print what the models read on a picture: a row a model, of one digit with the ten probabilities in percent."""
    picture, name = options.picture, options.model
    shipped, judge = shipped_classifiers(), shipped_judge()
    tell_apart = functools.partial(told_apart, judge=judge, reader=shipped[READER]) if READER in shipped else None
    model_input = input_of_picture(open_picture_file(picture), tell_apart=tell_apart)
    if model_input is None:
        CONSOLE.print("The picture is empty: there is nothing to read.")
        return 0
    models = shipped if name is None else _model_of(name)
    images = [part.image for part in model_input.each]
    found = answer_each(models, images, judge)
    if len(found) == 1:
        _print_one(picture, found[0])
    else:
        _print_several(picture, found)
    taken = model_input.found
    if taken is not None and (left_out := left_out_in_words(one.kind for one in taken.left_out)):
        print(left_out)
    for doubt in model_input.doubts:
        print(doubt)
    return 0


def _print_one(picture: Path, answers: Answers) -> None:
    print(f"{picture}: what each model reads, and its probability of each digit in percent")
    width = _width(answers)
    print(" " * width, "reads ", *(f"{digit:4}" for digit in range(10)))
    for reader, answer in answers.by_model.items():
        shares = (f"{100 * probability:4.0f}" for probability in answer.probabilities)
        doubt = " not sure" if answer.verdict == "not sure" else ""
        print(f"{reader:{width}} {answer.digit:5} ", *shares, doubt)
    if not answers.any_digit:
        print("This doesn't look like a digit.")


def _print_several(picture: Path, found: tuple[Answers, ...]) -> None:
    most = " ".join(str(answers.most) if answers.any_digit else "?" for answers in found)
    print(f"{picture}: there are several digits: {most}")
    print("What each model reads, and the probability of the digit that it is least sure of")
    width = _width(found[0])
    for reader, reading in readings_of(found).items():
        doubt = " not sure" if reading.least_sure.verdict == "not sure" else ""
        print(f"{reader:{width}}  {reading.digits}  {share_in_words(reading.least_sure.probability)}{doubt}")
    if not all(answers.any_digit for answers in found):
        print("Not all of them look like digits.")


def _width(answers: Answers) -> int:
    return max(map(len, answers.by_model))  # a run's name is never cut: it is what the next command needs


def _model_of(run: str) -> dict[str, Classifier]:
    source, run_id = named_run(run)
    model = load_classifier(source, run_id)
    if model is None:
        raise RunError(f"{run_id}: no {MODEL_FILE} there; give the folder or the id of a run that has a model")
    return {run_id: model}

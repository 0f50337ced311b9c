"""The model card: what the model is, what it learned from, how good it is, and where it ends.

After M. Mitchell et al., "Model cards for model reporting", arXiv:1810.03993.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digitdemo.analysis.intervals import accuracy_interval
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.describe import config_name
from digitdemo.config.train_config import KNOBS, matters
from digitdemo.runs.run import Run

_SPLITS = {
    "train": "on images it learned from",
    "validation": "on images that were held out",
    "test": "on the test images",
}


@dataclass(frozen=True)
class Answers:
    """How the model answers the first `images` test images, all fractions.

    `raw` and `calibrated` are expected calibration errors, as trained and by the temperature; `recall` is the accuracy
    on each digit, (10,).
    """

    images: int
    raw: float
    calibrated: float
    recall: tuple[float, ...]


def model_card(run: Run, files: Mapping[str, str], answers: Answers | None) -> str:
    """Return the card of a run with a history, in Markdown; `files` says of each file beside it what it is."""
    parts = [
        _what(run),
        _images(run),
        _knobs(run),
        _accuracy(run),
        _recall(run, answers),
        _calibration(run, answers),
        _LIMITS,
        _files(files),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _what(run: Run) -> str:
    about = ARCHITECTURES[run.config.architecture]
    weights = f" It has {run.parameters:,} parameters." if run.parameters else ""
    ended = f" The training was not completed: {run.reason}." if run.reason else ""
    return (
        f"# {config_name(run.config)}\n\n{about.summary}{weights} Source of the architecture: "
        f"<{about.source}>.{ended}\n\n"
        "It reads a digit: input float32 (1, 28, 28, 1), 0 = paper and 1 = ink, drawn and centred as MNIST's are, "
        "output ten logits, of which softmax makes probabilities.\n\n"
        f"Trained by digitdemo, run `{run.id}`."
    )


def _images(run: Run) -> str:
    config = run.config
    more = []
    if config.rare_digits:
        more.append(f"Of the digits {', '.join(config.rare_digits)} only a share of {config.rare_share:g} was used.")
    if config.label_noise:
        more.append(f"{config.label_noise:.0%} of the training labels were wrong, on purpose.")
    if config.augmentation != "off":
        more.append(f"Every image was changed a little at every step ({config.augmentation} augmentation).")
    if config.pen_drawings:
        more.append(f"{config.pen_drawings:,} pictures drawn by the computer came on top: digits, letters, scribbles.")
    if run.own:
        more.append(f"{run.own.images:,} images made of {run.own.drawings} drawings of its owner came on top.")
    if config.test_noise or config.test_shift:
        more.append(
            f"Test images were disturbed: noise of {config.test_noise:g}, shifts of up to {config.test_shift} pixels."
        )
    return (
        f"## Data\n\nMNIST (Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0): {config.train_size:,} of its 60,000 "
        "training images, drawn at random by the seed; up to 5,000 of the others for validation; its 10,000 test "
        f"images for nothing but the figures below. {' '.join(more)}".rstrip()
    )


def _knobs(run: Run) -> str:
    rows = [
        f"| {knob.label} | `{name}` | {knob.show(getattr(run.config, name))} |"
        for name, knob in KNOBS.items()
        if matters(name, run.config)
    ]
    return "\n".join(["## Configuration", "", "| knob | name | value |", "|---|---|---|", *rows])


def _accuracy(run: Run) -> str:
    kept = run.kept
    rows = []
    for split, where in _SPLITS.items():
        accuracy, loss = getattr(kept, f"{split}_accuracy"), getattr(kept, f"{split}_loss")
        images = getattr(kept, f"{split}_images")
        if accuracy is None:
            continue
        between = "not known"
        if images:
            interval = accuracy_interval(accuracy, images)
            between = f"{interval.low:.2%} to {interval.high:.2%}"
        rows.append(f"| {split}, {where} | {accuracy:.2%} | {between} | {images or 0:,} | {loss:.4f} |")
    told = (
        "\n\nThe train accuracy goes by the labels as they were told, wrong ones too." if run.config.label_noise else ""
    )
    return (
        f"## Accuracy after epoch {kept.epoch}\n\n| | accuracy | 95% interval (Wilson) | images | loss (nats) |\n"
        "|---|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n\nThe interval knows the choice of images. It knows nothing of "
        "the seed: another seed would make another model. Who chooses between models does so by validation accuracy."
        f"{told}"
    )


def _recall(run: Run, found: Answers | None) -> str:
    recall, where = run.kept.test_recall, "the test images"
    if not recall and found:
        recall, where = found.recall, f"the first {found.images:,} test images"
    if not recall:
        return ""
    digits, shares = " | ".join(map(str, range(10))), " | ".join(f"{share:.1%}" for share in recall)
    return (
        f"## Recall by digit\n\nThe share of each digit, among {where}, that it reads right.\n\n"
        f"| {digits} |\n|{'---|' * 10}\n| {shares} |"
    )


def _calibration(run: Run, found: Answers | None) -> str:
    if run.temperature is None:
        said = "No temperature was fitted: too few images were left for validation."
    else:
        said = (
            f"Divide the logits by the temperature {run.temperature:.3f} before the softmax; it was fitted on "
            "validation images (arXiv:1706.04599)."
        )
    if found:
        said += (
            f" Expected calibration error in ten bins, on the first {found.images:,} test images: {found.raw:.2%} as "
            f"trained, {found.calibrated:.2%} by the temperature."
        )
    return f"## Calibration\n\n{said}"


_LIMITS = """## Limits

- It knows MNIST's digits: written by census clerks and pupils in the USA around 1990, one digit a picture, white on
  black, centred. What is not brought into that form (size, place, thickness of the line) it misreads far more often.
- It always names a digit, be it a letter or a scribble. Even a high probability does not say that it is one.
- Of other hands and pens than MNIST's the figures above say nothing.
- It was made to teach how such models learn. Rely on it for nothing that matters to a person."""


def _files(files: Mapping[str, str]) -> str:
    rows: Iterator[str] = (f"| `{name}` | {what} |" for name, what in files.items())
    return "\n".join(["## Files", "", "| file | what it is |", "|---|---|", *rows])

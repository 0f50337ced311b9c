"""What "Learn from mine" repairs of a writer's own digits, and what it breaks of MNIST's.

FILE is one of `bench drawings`. Of each writer with enough drawings half are learned from, as the app would, and half
are held out; each training is compared with the same one without any drawings. The models are thrown away.
"""

import argparse
import collections
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from digitdemo.analysis.mistakes import changes
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.drawn_digits import image_of_digit
from digitdemo.data.mnist import DataError, load_test_digits
from digitdemo.data.own_images import OwnImages, own_images
from digitdemo.data.stroke_files import StrokeDrawing, drawings_on_canvas, read_stroke_file

_FEWEST = 40  # drawings of a writer
_USUAL = ("mlp", "fast")
_AT_ONCE = 500

Pictures = tuple[np.ndarray, np.ndarray]  # uint8 (n, 28, 28) and their digits, int (n,)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("file", type=Path, help="drawings as strokes, in JSON")
    parser.add_argument(
        "--architectures", nargs="+", choices=ARCHITECTURES, default=_USUAL, help=f"default {' '.join(_USUAL)}"
    )


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"models": {NAME: {"held_out", "before", "after", "repaired", "broken", "mnist", "seed"}}}.

    `before` and `after` count the held-out drawings of all writers that are read right. "mnist" has the mean counts of
    test images that a writer's training repairs and breaks, "seed" those that another seed does.

    Raises:
        DataError: the file is missing or no file of drawings, or no writer has enough.
    """
    by_writer = collections.defaultdict(list)
    for drawing in drawings_on_canvas(read_stroke_file(options.file)):
        by_writer[drawing.writer].append(drawing)
    writers = {name: of for name, of in by_writer.items() if len(of) >= _FEWEST}
    if not writers:
        raise DataError(f"{options.file}: no writer has {_FEWEST} drawings")
    return {
        "writers": {name: len(of) for name, of in writers.items()},
        "models": {name: _of_architecture(name, writers) for name in options.architectures},
    }


def _of_architecture(name: str, writers: Mapping[str, Sequence[StrokeDrawing]]) -> dict[str, Any]:
    config, test = TrainConfig(architecture=name), load_test_digits()
    held_out = {writer: _pictures(_halves(of)[1]) for writer, of in writers.items()}
    plain = _answers(config, None, [test, *held_out.values()])
    other_seed = _answers(TrainConfig(architecture=name, seed=1), None, [test])
    by_seed = changes(test[1], plain[0], other_seed[0])
    total: collections.Counter[str] = collections.Counter()
    for (writer, of), before in zip(writers.items(), plain[1:], strict=True):
        learned, digits = _halves(of)[0], held_out[writer]
        strokes, labels = [each.strokes for each in learned], [each.label for each in learned]
        own = own_images(strokes, labels, config.train_size, config.seed)
        on_test, now = _answers(config, own, [test, digits])
        mine, mnist = changes(digits[1], before, now), changes(test[1], plain[0], on_test)
        total += collections.Counter(
            held_out=mine.images,
            before=int((before == digits[1]).sum()),
            after=int((now == digits[1]).sum()),
            repaired=len(mine.fixed),
            broken=len(mine.broken),
            mnist_repaired=len(mnist.fixed),
            mnist_broken=len(mnist.broken),
        )
        print(f"{name:8} {writer:12} {dict(total)}", flush=True)
    mean = {kind: total[f"mnist_{kind}"] / len(writers) for kind in ("repaired", "broken")}
    seed = {"repaired": len(by_seed.fixed), "broken": len(by_seed.broken)}
    kinds = ("held_out", "before", "after", "repaired", "broken")
    return {**{kind: total[kind] for kind in kinds}, "mnist": mean, "seed": seed}


def _halves(drawings: Sequence[StrokeDrawing]) -> tuple[list[StrokeDrawing], list[StrokeDrawing]]:
    """Return those that are learned from, every other one of a digit, and the rest."""
    halves: tuple[list[StrokeDrawing], list[StrokeDrawing]] = [], []
    seen: collections.Counter[int] = collections.Counter()
    for drawing in drawings:
        halves[seen[drawing.label] % 2].append(drawing)
        seen[drawing.label] += 1
    return halves


def _pictures(drawings: Sequence[StrokeDrawing]) -> Pictures:
    images = [image for drawing in drawings if (image := image_of_digit(drawing.strokes)) is not None]
    return np.stack(images), np.array([drawing.label for drawing in drawings])


def _answers(config: TrainConfig, own: OwnImages | None, asked: Sequence[Pictures]) -> list[np.ndarray]:
    """Return what a training's model reads in each of `asked`: integers (n,)."""
    from digitdemo.training.loop import train  # here: TensorFlow, for whoever asks what benchmarks there are
    from digitdemo.training.networks import build_model

    model = build_model(config)
    for _ in train(config, own=own, model=model):
        pass
    inputs = (images[..., np.newaxis].astype(np.float32) / 255 for images, _ in asked)
    return [np.asarray(model.predict(each, batch_size=_AT_ONCE, verbose=0)).argmax(1) for each in inputs]

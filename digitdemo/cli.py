"""The command line: the same core without a browser."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from digitdemo import bench, commands
from digitdemo.config import KNOBS, TrainConfig
from digitdemo.data import DataError
from digitdemo.inference import ModelError
from digitdemo.knobs import ConfigError
from digitdemo.models import ARCHITECTURES
from digitdemo.pictures import PictureError
from digitdemo.runs import RunError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 2 bad input, 130 interrupted."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (ConfigError, DataError, ModelError, PictureError, RunError) as error:
        print(f"digitdemo: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("digitdemo: interrupted", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m digitdemo", description=__doc__)
    commands_ = parser.add_subparsers(required=True, metavar="COMMAND")

    train = commands_.add_parser("train", help="train a model, show its curve and save it")
    for name, knob in KNOBS.items():
        allowed = knob.allowed if name != "architecture" else ", ".join(knob.choices)
        default = "the architecture's own" if knob.default is None else knob.show(knob.default)
        train.add_argument(
            f"--{name.replace('_', '-')}",
            metavar="VALUE",
            help=f"{knob.label}: {allowed}; default {default}",
        )
    train.add_argument("--output", type=Path, metavar="FOLDER", help="keep runs in FOLDER; default runs/")
    train.set_defaults(run=lambda options: commands.train(_config(options), options.output))

    classify = commands_.add_parser("classify", help="read the digit on a picture")
    classify.add_argument(
        "picture", type=Path, help="a PNG, JPEG, GIF, BMP or WEBP file, dark on light or light on dark"
    )
    classify.add_argument(
        "--model", metavar="FOLDER", type=Path, help="a run's folder; default: every model shipped in assets/models"
    )
    classify.set_defaults(run=lambda options: commands.classify(options.picture, options.model))

    ship = commands_.add_parser("ship", help="train the models that assets/models ships, with the default knobs")
    names = ", ".join(ARCHITECTURES)
    ship.add_argument("architectures", nargs="*", metavar="ARCHITECTURE", help=f"{names}; default all")
    ship.set_defaults(run=lambda options: commands.ship(options.architectures or list(ARCHITECTURES)))

    benches = commands_.add_parser("bench", help="measure; every figure in README comes from here")
    bench.add_commands(benches.add_subparsers(required=True, metavar="BENCH"))
    return parser


def _config(options: argparse.Namespace) -> TrainConfig:
    texts = {name: getattr(options, name) for name in KNOBS}
    return TrainConfig(**{name: KNOBS[name].parse(text) for name, text in texts.items() if text is not None})

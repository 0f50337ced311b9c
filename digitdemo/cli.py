"""The command line: the same core without a browser. TensorFlow is imported by what trains, when it does."""

import argparse
import dataclasses
import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from digitdemo import bench
from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.range_test import NO_RANGE, learning_range
from digitdemo.bench import screenshots
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.describe import default_in_words
from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.data.mnist import DataError, load_mnist
from digitdemo.data.model_input import input_from_picture
from digitdemo.data.pictures import PictureError, read_picture_file
from digitdemo.inference.answers import answer_all
from digitdemo.inference.classifier import Classifier, ModelError, load_classifier
from digitdemo.inference.held_out import with_validation
from digitdemo.inference.shipped import shipped_classifiers
from digitdemo.runs import metrics
from digitdemo.runs.checksums import record_checksums
from digitdemo.runs.files import MODEL_FILE, RUN_ID, SHIPPED_MODELS, RunSource, new_run_id
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.run import Run, RunError, ended_run
from digitdemo.runs.store import RunStore, default_store
from digitdemo.system import describe_machine, quiet
from digitdemo.texts import LANGUAGES
from digitdemo.texts.catalogs import PARTS


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
    parser = argparse.ArgumentParser(
        prog="python -m digitdemo", description="Train models, read pictures and run benchmarks, without a browser."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    training = commands.add_parser("train", help="train a model, print its accuracy after every epoch and save it")
    _add_knobs(training, KNOBS)
    training.add_argument(
        "--output",
        type=Path,
        metavar="FOLDER",
        help="write it as a folder into FOLDER; default: keep it as the app does",
    )
    training.set_defaults(run=lambda options: train(_config(options), options.output))

    finding = commands.add_parser("range-test", help="find the learning rates at which a model learns, in 100 steps")
    _add_knobs(finding, [name for name in KNOBS if name not in _NO_OPTIONS_OF_RANGE_TEST])
    finding.add_argument("--json", type=Path, metavar="FILE", help="write rates, losses and what follows to FILE, too")
    finding.add_argument("--chart", type=Path, metavar="FILE", help="draw it into FILE, a page for a browser, too")
    finding.set_defaults(run=lambda options: find_learning_rates(_config(options), options.json, options.chart))

    classifying = commands.add_parser("classify", help="read the digit on a picture")
    classifying.add_argument(
        "picture", type=Path, help="a PNG, JPEG, GIF, BMP or WEBP file, dark on light or light on dark"
    )
    classifying.add_argument(
        "--model", metavar="RUN", help="a run's folder, or the id of one that is kept; default: every shipped model"
    )
    classifying.set_defaults(run=lambda options: classify(options.picture, options.model))

    shipping = commands.add_parser("ship", help="train the models in assets/models anew, with the default knobs")
    names = ", ".join(ARCHITECTURES)
    shipping.add_argument("architectures", nargs="*", metavar="ARCHITECTURE", help=f"{names}; default all")
    shipping.add_argument(
        "--validate", action="store_true", help="train nothing: measure what those models read of validation images"
    )
    shipping.set_defaults(
        run=lambda options: ship(options.architectures or list(ARCHITECTURES), validate=options.validate)
    )

    showing = commands.add_parser("screenshots", help="take the pictures of the pages in docs/screenshots anew")
    names = ", ".join(screenshots.PAGES)
    showing.add_argument("pages", nargs="*", metavar="PAGE", help=f"{names}; default all")
    showing.add_argument("--folder", type=Path, default=screenshots.FOLDER, help="default docs/screenshots")
    showing.set_defaults(run=lambda options: show_pages(options.pages, options.folder))

    keeping = commands.add_parser("texts", help="bring the files of the other languages up to date with the code")
    keeping.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join(sorted(set(PARTS.values())))}; default all"
    )
    keeping.add_argument("--language", choices=list(LANGUAGES)[1:], help="default: all of them")
    keeping.add_argument(
        "--check", action="store_true", help="change nothing; fail where one is not up to date or lacks a translation"
    )
    keeping.set_defaults(run=lambda options: keep(options.parts, options.language, check=options.check))

    benches = commands.add_parser("bench", help="run a benchmark; every figure in docs/measured.md comes from one")
    bench.add_commands(benches.add_subparsers(required=True, metavar="BENCH"))
    return parser


def _add_knobs(parser: argparse.ArgumentParser, names: Iterable[str]) -> None:
    for name in names:
        knob = KNOBS[name]
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            metavar="VALUE",
            help=f"{knob.label}: {knob.allowed}; default {default_in_words(name)}",
        )


def _config(options: argparse.Namespace) -> TrainConfig:
    texts = {name: getattr(options, name, None) for name in KNOBS}
    return TrainConfig(**{name: KNOBS[name].parse(text) for name, text in texts.items() if text is not None})


_CONSOLE = Console()
_EVERY = 4  # th step of a range test is printed: a quarter of a decade
# What a range test varies itself, and what comes after its few steps, is no option of it.
_NO_OPTIONS_OF_RANGE_TEST = {"learning_rate", "schedule", "epochs", "patience", "test_noise", "test_shift"}


def train(config: TrainConfig, output: Path | None) -> int:
    """Train with a progress bar, print a line per epoch and the verdict, and save the run; return the exit code."""
    run = train_and_save(config, RunFolders(output) if output else default_store(), new_run_id(config))
    return 0 if run.outcome == "finished" else 1


def show_pages(names: Sequence[str], folder: Path) -> int:
    """Take pictures of these pages, by default of all, into a folder; return the exit code."""
    for name in names:
        if name not in screenshots.PAGES:
            raise ConfigError("page", f"{name!r} is not allowed; give one of {', '.join(screenshots.PAGES)}")
    screenshots.take_screenshots(names or list(screenshots.PAGES), folder)
    return 0


def keep(parts: Sequence[str], language: str | None, *, check: bool) -> int:
    """Bring the files of a language, by default of all, up to date with what the code says; return the exit code."""
    from digitdemo.texts.upkeep import keep_texts  # slow: Babel

    for part in parts:
        if part not in PARTS.values():
            raise ConfigError("part", f"{part!r} is not allowed; give one of {', '.join(sorted(set(PARTS.values())))}")
    return keep_texts([language] if language else list(LANGUAGES)[1:], parts, check=check)


def find_learning_rates(config: TrainConfig, file: Path | None, chart: Path | None = None) -> int:
    """Print at which learning rates the loss of a training by `config` falls; write it to `file`, draw it in `chart`.

    The chart is a page that loads nothing.
    """
    with quiet():
        from digitdemo.training.range_test import measure_range  # slow: TensorFlow

    curve = measure_range(config)
    found = learning_range(curve)
    table = Table(title=f"{ARCHITECTURES[config.architecture].label}, seed {config.seed}", box=box.SIMPLE)
    for heading in ("learning rate", "loss", "smoothed"):
        table.add_column(heading, justify="right")
    for rate, loss, smoothed in list(zip(curve.rates, curve.losses, curve.smoothed, strict=True))[::_EVERY]:
        table.add_row(f"{rate:.1e}", f"{loss:.3f}", f"{smoothed:.3f}")
    _CONSOLE.print(table)
    _CONSOLE.print(found.sentence if found else NO_RANGE)
    if file:
        results = {
            "machine": describe_machine(),
            "config": config.to_dict(),
            "curve": dataclasses.asdict(curve),
            "range": dataclasses.asdict(found) if found else None,
        }
        file.write_text(json.dumps(results, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    if chart:
        from digitdemo.ui.charts.range_test import range_alt, range_chart  # slow: Plotly

        figure = range_chart(curve, found, config.learning_rate)
        words = range_alt(curve, found, config.learning_rate)
        figure.update_layout(title=dict(text=words, font=dict(size=13)), margin=dict(t=50), height=450)
        figure.write_html(chart, include_plotlyjs=True)
    return 0


def ship(architectures: list[str], *, validate: bool = False) -> int:
    """Make the shipped models anew: default knobs, seed 0; and record the SHA-256 sums of their files.

    With `validate` they stay, and what they read right of their validation images is measured.
    """
    for name in architectures:
        KNOBS["architecture"].check(name)
    store = RunFolders(SHIPPED_MODELS)
    for name in architectures:
        if validate:
            _validate(store, name)
        else:
            train_and_save(TrainConfig(architecture=name), store, name)
        record_checksums(f"{SHIPPED_MODELS.name}/{name}")
    return 0


def _validate(store: RunFolders, run_id: str) -> None:
    classifier = load_classifier(store, run_id)
    if classifier is None:
        raise RunError(f"{run_id}: no {MODEL_FILE} in this folder; train it")
    run = with_validation(store.load(run_id), classifier, load_mnist())
    with store.draft() as draft:
        shutil.copytree(store.folder(run_id), draft, dirs_exist_ok=True)
        store.save(run, draft)
    _print_run(run)


def train_and_save(config: TrainConfig, store: RunStore | RunFolders, run_id: str) -> Run:
    """Train with a progress bar, print what came out, save the run as `run_id` and return it.

    Interrupted by Ctrl-C after the first epoch, the run keeps its curve and the model of the last whole epoch.
    """
    with quiet():
        from digitdemo.training.session import train_and_export  # slow: TensorFlow, which announces itself at length

    history: list[metrics.EpochMetrics] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with store.draft() as draft:
        with Progress(*columns, console=_CONSOLE, transient=True) as bar:
            task = bar.add_task(config.architecture, total=config.epochs)

            probes: list[metrics.Probe] = []

            def on_doing(doing: metrics.Doing) -> None:
                bar.update(task, description=f"{config.architecture}: {doing}")

            def on_progress(progress: metrics.Progress) -> None:
                bar.update(
                    task,
                    completed=progress.epoch,
                    description=f"{config.architecture}: {progress.phase}, {progress.images_per_second:,.0f} images/s, "
                    f"test {probes[-1].test_accuracy:.1%}",
                )

            ending = train_and_export(
                config,
                draft,
                on_epoch=history.append,
                on_doing=on_doing,
                on_progress=on_progress,
                on_probe=probes.append,
            )
        run = ended_run(ending, run_id=run_id, config=config, history=history, machine=describe_machine())
        _print_run(run)
        saved = store.save(run, draft)
        _CONSOLE.print(f"Saved in {saved}" if isinstance(saved, Path) else f"Saved as {run_id}", soft_wrap=True)
    return run


def _print_run(run: Run) -> None:
    config = run.config
    title = f"{ARCHITECTURES[config.architecture].label}, seed {config.seed}"
    table = Table(title=title, box=box.SIMPLE, collapse_padding=True)
    train, true = ("train,\nas told", ["true\nlabels"]) if config.label_noise else ("train\naccuracy", [])
    accuracies = [train, *true, "validation\naccuracy", "test\naccuracy"]
    for heading in ("epoch", *accuracies, "train\nloss", "test\nloss", "images\nper s", "time\n(s)"):
        table.add_column(heading, justify="right")
    for record in run.history:
        table.add_row(
            str(record.epoch),
            f"{record.train_accuracy:.2%}",
            *(_percent(record.true_train_accuracy) for _ in true),
            _percent(record.validation_accuracy),
            f"{record.test_accuracy:.2%}",
            f"{record.train_loss:.4f}",
            f"{record.test_loss:.4f}",
            f"{record.images_per_second:,.0f}",
            f"{record.elapsed_seconds:.1f}",
        )
    _CONSOLE.print(table)
    if run.reason:
        _CONSOLE.print(run.sentence)
    _CONSOLE.print(diagnose(run).sentence)


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{share:.2%}"


def classify(picture: Path, name: str | None) -> int:
    """Print what the models read on a picture: a row a model, the ten probabilities in percent."""
    model_input = input_from_picture(read_picture_file(picture))
    if model_input is None:
        _CONSOLE.print("The picture is empty: there is nothing to read.")
        return 0
    models = shipped_classifiers() if name is None else _model_of(name)
    answers = answer_all(models, model_input.image, models.get("best") if name is None else None)
    print(f"{picture}: what each model reads, and its probability of each digit in percent")
    width = max(map(len, answers.by_model))  # a run's name is never cut: it is what the next command needs
    print(" " * width, "reads ", *(f"{digit:4}" for digit in range(10)))
    for name, answer in answers.by_model.items():
        shares = (f"{100 * probability:4.0f}" for probability in answer.probabilities)
        doubt = " not sure" if answer.verdict == "not sure" else ""
        print(f"{name:{width}} {answer.digit:5} ", *shares, doubt)
    if not answers.any_digit:
        print("This doesn't look like a digit.")
    return 0


def _model_of(name: str) -> dict[str, Classifier]:
    folder = Path(name).resolve()
    source: RunSource = RunFolders(folder.parent)
    if not folder.is_dir() and RUN_ID.fullmatch(name):
        source = default_store()
    model = load_classifier(source, folder.name)
    if model is None:
        raise RunError(f"{folder.name}: no {MODEL_FILE} there; give the folder or the id of a run that has a model")
    return {folder.name: model}

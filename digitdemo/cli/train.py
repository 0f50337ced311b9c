"""Train a model, print its accuracy after every epoch and save it."""

import argparse
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from digitdemo.cli.knob_options import add_knobs, config_of
from digitdemo.cli.printing import CONSOLE, print_run
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs import metrics
from digitdemo.runs.run import Run, ended_run
from digitdemo.runs.store import RunStore, default_runs_folder, new_run_id
from digitdemo.system import describe_machine, quiet


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the knobs, and where the run is kept."""
    add_knobs(parser)
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="keep runs in FOLDER; default runs/")


def run(options: argparse.Namespace) -> int:
    """Train with a progress bar, print a line per epoch and the verdict, and save the run."""
    config = config_of(options)
    trained = train_and_save(config, RunStore(options.output or default_runs_folder()), new_run_id(config))
    return 0 if trained.outcome == "finished" else 1


def train_and_save(config: TrainConfig, store: RunStore, run_id: str) -> Run:
    """Train with a progress bar, print what came out, save the run as `run_id` and return it.

    Interrupted by Ctrl-C after the first epoch, the run keeps its curve and the model of the last whole epoch.
    """
    with quiet():
        from digitdemo.training.session import train_and_export  # slow: TensorFlow, which announces itself at length

    history: list[metrics.EpochMetrics] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with store.draft() as draft:
        with Progress(*columns, console=CONSOLE, transient=True) as bar:
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
        print_run(run)
        CONSOLE.print(f"Saved in {store.save(run, draft)}", soft_wrap=True)
    return run

"""What several commands print, and where."""

from rich import box
from rich.console import Console
from rich.table import Table

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.runs.run import Run

CONSOLE = Console()


def print_run(run: Run) -> None:
    """Print a row per epoch, how the run ended, and the verdict on it."""
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
    CONSOLE.print(table)
    if run.reason:
        CONSOLE.print(run.sentence)
    CONSOLE.print(diagnose(run).sentence)


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{share:.2%}"

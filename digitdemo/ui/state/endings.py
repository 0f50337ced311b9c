"""What has become of a training that has ended, in words: what happened, what is kept, and what one can do."""

from digitdemo.runs.reasons import way_out
from digitdemo.runs.run import Run
from digitdemo.texts import tr
from digitdemo.ui.state.run_names import brief_run_name
from digitdemo.ui.state.visit import visit


def ending_in_words(run: Run) -> str:
    """Return what has come of a training of this visit that has ended."""
    if run.outcome == "failed":
        return failure_in_words(run)
    if not run.lasting:
        return f"{run.sentence} {tr('Nothing was learned, so there is no run.')}"
    return tr(
        "Training has ended: {name}. It reads {share:.1%} of the test images right.",
        name=brief_run_name(run.id),
        share=run.kept.test_accuracy,
    )


def failure_in_words(run: Run) -> str:
    """Return why a training failed, what is kept of it, and what one can do."""
    return " ".join(filter(None, (run.sentence, _what_is_kept(run), way_out(run.reason))))


def _what_is_kept(run: Run) -> str:
    now = visit()
    if not run.lasting:
        return tr("Nothing was learned, so there is no run.")
    if run.id in now.runs and run.id not in (now.listed or ()):
        return tr("Its model is lost. Its curve stays until you leave this page.")
    return tr("Its curve is kept, its model is not.")

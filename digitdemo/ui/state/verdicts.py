"""The verdicts on the visit's runs, each made once in a script run, in whose language it is."""

from digitdemo.analysis.diagnosis import Verdict, diagnose
from digitdemo.runs.run import Run
from digitdemo.ui.state.visit import visit


def verdict_on(run: Run) -> Verdict:
    """Return the verdict on a run of the list, as `diagnose` does."""
    known = visit().verdicts
    if run.id not in known:
        known[run.id] = diagnose(run)
    return known[run.id]


def forget_verdicts() -> None:
    """Let the script run that begins make its own."""
    visit().verdicts = {}

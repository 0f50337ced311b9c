"""Whether a cure cures: only what the app itself calls healthy is called so."""

from collections import Counter
from collections.abc import Sequence

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.experiments.experiment import CURE, CURED, Experiment
from digitdemo.analysis.figures import ArmRuns
from digitdemo.analysis.finding import name_of
from digitdemo.runs.run import Run
from digitdemo.texts import tr


def healthy(run: Run) -> bool:
    """Return whether the verdict on a run finds nothing wrong with it."""
    return diagnose(run).finding == "good fit"


def outcome_in_words(experiment: Experiment, runs: ArmRuns) -> str:
    """Return what a cure comes to: "Cured" if the app calls its runs from all seeds healthy, else how far it comes.

    Of an experiment that tests a claim, that it does not hold: its comparisons, which the tests check, say so.
    """
    if not experiment.promises_cure:
        return tr("It does not hold")
    count, seeds = _healthy(experiment, runs)
    if count == seeds:
        return tr(CURED)
    return tr("Better, healthy with {n} of {seeds} seeds", n=count, seeds=seeds) if count else tr("Better, not healthy")


def _healthy(experiment: Experiment, runs: ArmRuns) -> tuple[int, int]:
    """Return how many runs of the cure are healthy, and of how many."""
    return sum(map(healthy, runs[CURE])), len(runs[CURE])


def arm_names(experiment: Experiment, runs: ArmRuns) -> dict[str, str]:
    """Return what the trainings are called, by their short names: a cure that does not cure is not called so."""
    names = {arm: about.label for arm, about in experiment.arms.items()}
    count, seeds = _healthy(experiment, runs)
    if experiment.promises_cure and count < seeds:
        names[CURE] = tr("Better")
    return names


def verdicts_in_words(runs: Sequence[Run]) -> str:
    """Return what the app finds in runs from several seeds, such as "good fit (4 of 5), still improving (1 of 5)"."""
    counts = Counter(diagnose(run).finding for run in runs)
    return ", ".join(
        name_of(found) if n == len(runs) else tr("{found} ({n} of {runs})", found=name_of(found), n=n, runs=len(runs))
        for found, n in counts.most_common()
    )

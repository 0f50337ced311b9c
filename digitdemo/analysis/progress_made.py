"""What has changed from one run to the next, in one sentence."""

from collections.abc import Callable, Iterator

from digitdemo.analysis.diagnosis import Verdict, diagnose
from digitdemo.analysis.difference import differing_knobs
from digitdemo.analysis.finding import Finding
from digitdemo.config.describe import show_value
from digitdemo.config.train_config import KNOBS
from digitdemo.runs.run import Run
from digitdemo.texts import tr

_MOST_NAMED = 2  # knobs
_HEALTHY: Finding = "good fit"


def change_sentence(before: Run, after: Run, verdict_on: Callable[[Run], Verdict] = diagnose) -> str:
    """Return what was changed and what has come of it: "Cured. Dropout 0 → 0.3: gap 2.1 → 0.4 points, test …".

    Empty where there is nothing to tell: nothing but the seed differs, or one of the two has trained no epoch. Nothing
    is called better: each is one seed. "Cured" is the app's own verdict, as everywhere.
    """
    names = differing_knobs(before.config, after.config, seed=False)
    if not names or len(before.history) < 2 or len(after.history) < 2:
        return ""
    changes = "; ".join(
        f"{KNOBS[name].label} {show_value(name, before.config)} → {show_value(name, after.config)}" for name in names
    )
    gaps = [100 * (run.kept.train_accuracy - run.kept.test_accuracy) for run in (before, after)]
    sentence = tr(
        "{what}: gap {gap_before:.1f} → {gap:.1f} points, test {test_before:.1f} → {test:.1f}%.",
        what=changes if len(names) <= _MOST_NAMED else tr("{n} knobs changed", n=len(names)),
        gap_before=gaps[0],
        gap=gaps[1],
        test_before=100 * before.kept.test_accuracy,
        test=100 * after.kept.test_accuracy,
    )
    return " ".join([*_outcome(verdict_on(before).finding, verdict_on(after).finding), sentence])


def _outcome(was: Finding, now: Finding) -> Iterator[str]:
    """Yield whether what was found first is cured, if anything was wrong."""
    if was == _HEALTHY:
        return
    if now == _HEALTHY:
        yield tr("Cured.")
    elif now == was:
        yield tr("Not cured yet.")

"""What has changed from one run to the next, in one sentence."""

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.difference import differing_knobs
from digitdemo.analysis.finding import Finding
from digitdemo.config.describe import show_value
from digitdemo.config.train_config import KNOBS
from digitdemo.runs.run import Run

_MOST_NAMED = 2  # knobs
_HEALTHY: Finding = "good fit"


def change_sentence(before: Run, after: Run) -> str:
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
    what = changes if len(names) <= _MOST_NAMED else f"{len(names)} knobs changed"
    return f"{_outcome(before, after)}{what}: {_gap(before, after)}, {_test(before, after)}."


def _outcome(before: Run, after: Run) -> str:
    was, now = diagnose(before).finding, diagnose(after).finding
    if was == _HEALTHY:
        return ""
    return "Cured. " if now == _HEALTHY else "Not cured yet. " if now == was else ""


def _gap(before: Run, after: Run) -> str:
    was, now = (100 * (run.kept.train_accuracy - run.kept.test_accuracy) for run in (before, after))
    return f"gap {was:.1f} → {now:.1f} points"


def _test(before: Run, after: Run) -> str:
    return f"test {100 * before.kept.test_accuracy:.1f} → {100 * after.kept.test_accuracy:.1f}%"

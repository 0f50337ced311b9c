"""docs/experiments.md, made from the recorded runs: every figure in it is theirs."""

import re
import textwrap
from collections.abc import Mapping
from statistics import mean

from digitdemo.analysis.cures import arm_names, outcome_in_words, verdicts_in_words
from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.experiments import EXPERIMENTS, GROUPS
from digitdemo.analysis.experiments.experiment import BROKEN, CURE, Experiment
from digitdemo.analysis.figures import ArmRuns, effect_in_words, fill_in
from digitdemo.analysis.quantities import quantity
from digitdemo.analysis.recorded import RunKey, arm_runs
from digitdemo.config.describe import show_value
from digitdemo.config.train_config import KNOBS
from digitdemo.runs.run import Run
from digitdemo.system import PROJECT

PAGE = PROJECT / "docs" / "experiments.md"

_WIDTH = 120  # columns
_HEAD = """# The experiments: what each cause does, in numbers

Usual causes of wrong digits, each trained broken and with its cure, and popular claims that do not hold, from {seeds}
seeds each. The knobs that differ are named, all else is the same, the seed included. The configurations and the
sentences are `GROUPS` in `digitdemo/analysis/experiments/__init__.py`. This page is written by

```sh
python -m digitdemo bench experiments --json benchmarks/results/experiments.json
```

which took {minutes:.0f} minutes of training on {machine}, shared with other work: the seconds tell little.

Accuracies are means of the seeds; behind that on test stand the lowest and the highest. The sizes were
chosen in trials, mostly of seed 0, so that the effect is plain and the cure healthy where it can be; these trials
looked at test accuracy, and some sentences were worded after the runs were seen. So this shows what a cause can do,
not how much it does elsewhere, and the intervals tell of other seeds, not of other sizes. "95%" is the interval of the
mean difference by the paired t distribution over seeds. "Cured" is only what the app itself calls a good fit, from
every seed. The last column is the app's verdict; it names {named} of the {broken} broken runs as intended. Its rules
and thresholds, each with its reason, are in `digitdemo/analysis/findings.py`.
"""
_TABLE = ("| training | knobs | train | validation | test | time | verdict |", "|---|---|---|---|---|---|---|")


def experiments_page(runs: Mapping[RunKey, Run]) -> str:
    """Return the whole page.

    Raises:
        KeyError: runs are missing.
    """
    of_all = {name: found for name in EXPERIMENTS if (found := arm_runs(runs, name))}
    broken = [(EXPERIMENTS[name].finding, diagnose(run)) for name in EXPERIMENTS for run in of_all[name][BROKEN]]
    once = {run.config: run for run in runs.values()}.values()
    head = _HEAD.format(
        seeds=len(of_all[next(iter(EXPERIMENTS))][BROKEN]),
        minutes=sum(run.history[-1].elapsed_seconds for run in once) / 60,
        machine=next(iter(once)).machine,
        named=sum(verdict.finding == intended for intended, verdict in broken),
        broken=len(broken),
    )
    parts = _paragraphs(head)
    for title, group in GROUPS.items():
        parts.append(f"## {title}")
        for name, experiment in group.items():
            parts += _experiment(experiment, of_all[name])
    return "\n\n".join(parts) + "\n"


def _paragraphs(text: str) -> list[str]:
    """Return paragraphs, lines of prose filled anew."""
    return [part if part.startswith(("#", "```")) else _filled(part) for part in text.strip().split("\n\n")]


def _filled(text: str) -> str:
    spaced = re.sub(r"(?<=\d)%", " %", " ".join(text.split()))
    # A figure stays with its percent sign.
    return textwrap.fill(spaced.replace(" %", "\xa0%"), _WIDTH, break_on_hyphens=False).replace("\xa0%", " %")


def _experiment(experiment: Experiment, runs: ArmRuns) -> list[str]:
    return [
        f"### {experiment.title}",
        _filled(f"The claim: {experiment.claim}"),
        _filled(f"**{outcome_in_words(experiment, runs)}.** {effect_in_words(experiment, runs)}"),
        "\n".join([*_TABLE, *_rows(experiment, runs)]),
        _filled(fill_in(experiment.see, experiment, runs)),
    ]


def _rows(experiment: Experiment, runs: ArmRuns) -> list[str]:
    rows = []
    for arm, name in arm_names(experiment, runs).items():
        config = experiment.config(arm)
        knobs = experiment.changed(CURE if arm == BROKEN else arm)
        tests = [100 * run.kept.test_accuracy for run in runs[arm]]
        cells = (
            name,
            ", ".join(f"{KNOBS[knob].label.lower()} {show_value(knob, config)}" for knob in knobs),
            *(f"{100 * mean(map(quantity(part).of, runs[arm])):.1f} %" for part in ("train", "validation")),
            f"{mean(tests):.1f} % ({min(tests):.1f} to {max(tests):.1f})",
            f"{mean(run.history[-1].elapsed_seconds for run in runs[arm]):.0f} s",
            verdicts_in_words(runs[arm]),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return rows

"""Which runs the strip of the Lab offers: a sweep makes a hundred, and a strip of these is a wall."""

from digitdemo.ui.state.run_list import is_own, is_pinned, own_runs, runs_with_curves, to_choose_from
from digitdemo.ui.state.sweep_of_visit import is_of_sweep
from digitdemo.ui.state.visit import visit

_MOST = 20  # own runs, beside those that are pinned or on the chart


def on_strip() -> tuple[list[str], list[str]]:
    """Return which runs with a curve the strip offers, as `to_choose_from`, and which own ones it has no room for.

    Those of the visit's sweep are opened from its map; of the others the newest are there, and all that are pinned or
    on the chart.
    """
    listed = to_choose_from(runs_with_curves())
    first = {run_id for run_id in listed if not is_own(run_id) or is_pinned(run_id) or run_id in visit().shown}
    newest = [run_id for run_id in listed if run_id not in first and not is_of_sweep(own_runs()[run_id].config)]
    there = first.union(newest[:_MOST])
    return [run_id for run_id in listed if run_id in there], [run_id for run_id in listed if run_id not in there]

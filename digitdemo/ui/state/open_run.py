"""The run that an address names: one of this visitor's list by its id, one of somebody else's by the link to it."""

from collections.abc import Mapping

from digitdemo.runs.run import Run, RunError
from digitdemo.texts import tr
from digitdemo.ui.state import address
from digitdemo.ui.state.run_list import all_runs, choose
from digitdemo.ui.state.shared_runs import TOKEN, open_link
from digitdemo.ui.state.visit import visit


def open_run(texts: Mapping[str, str]) -> tuple[Run | None, list[str]]:
    """Look at the run that an address names, if any, and return it; else None, and what is wrong with the address.

    That a link opens no run any more is nothing wrong with the address: `Visit.no_longer_shared` knows of it.
    """
    if address.SHARED in texts:
        run_id, problems = _by_link(texts[address.SHARED])
    elif address.RUN in texts:
        run_id, problems = _by_id(texts[address.RUN])
    else:
        return None, []
    if run_id is None:
        return None, problems
    visit().looked_at = run_id
    return all_runs()[run_id], problems


def _by_id(run_id: str) -> tuple[str | None, list[str]]:
    """A run that is not on the list is as good as none: whether there is one is nobody's business."""
    if run_id in all_runs():
        return run_id, []
    problem = tr(
        "{field}: there is no run {run!r} here; give one of your list, or open the link that shares it",
        field=address.RUN,
        run=run_id[:60],
    )
    return None, [problem]


def _by_link(token: str) -> tuple[str | None, list[str]]:
    if not TOKEN.fullmatch(token):
        problem = tr(
            "{field}: {value!r} is not allowed; give the 22 letters, digits, - and _ of a link",
            field=address.SHARED,
            value=token[:60],
        )
        return None, [problem]
    known = set(all_runs())
    try:
        run_id = open_link(token)
    except RunError:
        return None, [tr("{field}: this run cannot be opened now; open the link again later", field=address.SHARED)]
    if run_id is None:
        visit().no_longer_shared = visit().no_longer_shared or (None,)
    elif run_id not in known:
        if visit().shown == [visit().example_shown]:
            visit().shown = []
        choose(run_id)
    return run_id, []

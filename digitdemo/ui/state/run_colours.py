"""The colour and the shape of each run. Those that visitors trained have a colour each; ready-made are grey."""

from digitdemo.ui import resources
from digitdemo.ui.charts.theme import OWN_COLOURS, OWN_SYMBOL, READY_MADE, READY_MADE_SYMBOLS
from digitdemo.ui.state.shared_choices import said_by_widget
from digitdemo.ui.state.visit import visit

MOST_OWN = len(OWN_COLOURS)  # own runs on the chart at once


def run_colour(run_id: str) -> str:
    """Return the name of a run's colour in `RUN_COLOURS`; the same on every page, and kept as long as that can be."""
    if run_id in resources.shipped_runs():
        return READY_MADE
    if run_id not in visit().colours:
        claim_colour(run_id)
    return visit().colours[run_id]


def run_symbol(run_id: str) -> str:
    """Return the shape of a run's points, one of `GLYPHS`: visitors' are round, each ready-made model has its own."""
    ready_made = list(resources.shipped_runs())
    if run_id not in ready_made:
        return OWN_SYMBOL
    return READY_MADE_SYMBOLS[ready_made.index(run_id) % len(READY_MADE_SYMBOLS)]


def claim_colour(run_id: str) -> None:
    """Give a visitor's run, or a training under way, a colour that no other one on the chart has.

    Where there are as many as colours, the run that has been on the chart longest leaves it.
    """
    now = visit()
    under_way = [job for job in now.job_ids if job in now.colours and job != run_id]
    shown = [other for other in now.shown if other not in resources.shipped_runs() and other != run_id]
    while shown and len(shown) + len(under_way) >= MOST_OWN:
        leaving = shown.pop(0)
        now.shown = [other for other in now.shown if other != leaving]
    taken = {now.colours.get(other) for other in (*shown, *under_way)}
    if now.colours.get(run_id) in (None, *taken):
        used = list(now.colours.values())
        free = [colour for colour in OWN_COLOURS if colour not in taken] or OWN_COLOURS
        now.colours = {**now.colours, run_id: min(free, key=used.count)}


def hand_on_colour(before: str, run_id: str) -> None:
    """Let a run have the colour that its row had `before` it was one; that row's next run may need another one."""
    claim_colour(before)
    visit().colours = {**visit().colours, run_id: visit().colours[before]}


def take_shown(page: str) -> None:
    """Take over which runs a page's widget wants on the chart, in the order in which they came there."""
    now, chosen = visit(), said_by_widget("shown", page)
    added = [run_id for run_id in chosen if run_id not in now.shown]
    now.shown = [*(run_id for run_id in now.shown if run_id in chosen), *added]
    for run_id in added:
        if run_id not in resources.shipped_runs():
            claim_colour(run_id)

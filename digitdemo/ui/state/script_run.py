"""What comes first and last in every script run."""

from digitdemo.ui.state import run_list, searching, sweeping, trainings, whose
from digitdemo.ui.state.kept_visit import hand_over
from digitdemo.ui.state.language import take_language
from digitdemo.ui.state.open_address import open_address
from digitdemo.ui.state.shared_runs import check_links
from digitdemo.ui.state.verdicts import forget_verdicts
from digitdemo.ui.state.visit import begun, visit


def begin_script_run() -> bool:
    """Prepare a visit at its first script run, and take over what has happened to it since the last one.

    Return whether it is the first one.
    """
    is_first = begun() is None
    if is_first:
        whose.begin_visit()
    else:
        whose.follow()
    take_language()
    forget_verdicts()
    jobs = trainings.jobs()  # before the runs: of one that has ended by now the run is there
    run_list.refresh()
    trainings.take_ended(jobs)
    sweeping.go_on()
    searching.go_on()
    trainings.take_lost(jobs)
    return is_first


def open_page(page: str) -> None:
    """Begin anew what belongs to a page that is open, if it is another one than in the last script run."""
    now = visit()
    if now.page != page:
        now.page = page
        now.canvas_restored = False
        open_address(page)
    else:
        check_links()


def end_script_run() -> None:
    """Have kept what this script run has changed in the visit."""
    hand_over()

"""What has become of trainings that have ended, in words: what happened, what is kept, and what one can do."""

from digitdemo.runs.reasons import way_out
from digitdemo.runs.run import Run
from digitdemo.texts import tr, tr_n
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


def lost_in_words() -> str:
    """Return which trainings ended with the app that had them, until `note_lost_told`; "" where none did."""
    if not (lost := visit().lost):
        return ""
    return tr_n(
        "The app was started anew, and your training ended with it: {names}.",
        "The app was started anew, and your trainings ended with it: {names}.",
        len(lost),
        names="; ".join(lost),
    )


def note_lost_told() -> None:
    """Take note that the visitor has been told of what was lost."""
    visit().lost = ()


def news() -> str:
    """Return what has come of the last training that has ended, for whoever listens to the page: "" before that."""
    return ending_in_words(ended) if (ended := visit().ended) else ""


def fallen_through() -> str:
    """Return why the training that has ended last failed before it had a run; "" where it did not."""
    ended = visit().ended
    return ending_in_words(ended) if ended and ended.outcome == "failed" and not ended.lasting else ""


def fresh_news() -> str:
    """Return `news` until `note_news_shown`, for whoever looks at the page; "" after that."""
    return news() if visit().news_of != visit().news_shown else ""


def note_news_shown() -> None:
    """Take note that the news has been shown."""
    visit().news_shown = visit().news_of


def made_room() -> str | None:
    """Return which of this visit's runs had to make room for those that were trained last, None where none had to."""
    if not (gone := visit().made_room_last):
        return None
    return tr_n(
        "To make room for the new run, your oldest one was deleted: {names}. Pin a run to keep it.",
        "To make room for the new run, your oldest ones were deleted: {names}. Pin a run to keep it.",
        len(gone),
        names=", ".join(map(brief_run_name, gone)),
    )


def news_is_of_run() -> bool:
    """Return whether the training that `news` is about has left a run."""
    return visit().news_of in visit().runs

"""Runs that a visitor brings in: files that were taken home, here or elsewhere."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.runs.files import MODEL_FILE
from digitdemo.runs.reasons import reason_in_words
from digitdemo.runs.run import Run, RunError
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.run_list import add_run, keep, take_off
from digitdemo.ui.state.visit import visit


def field_key() -> str:
    """Return the key of the field for such a file: a new one after each, so that the field is empty again."""
    return widget_keys.bring_in(len(visit().brought))


def take_in(file: UploadedFile) -> None:
    """Check, try and keep a run that is brought; what came of it is `brought_last`. It takes seconds.

    Streamlit may end this script run at any access to the visit. So what came of the file is noted at once, and to put
    it on the list is left to whichever script run gets there.
    """
    from digitdemo.takehome.arrival.bring import bring_in  # here: for an app into which nobody brings anything
    from digitdemo.takehome.arrival.refusal import NotTaken

    now = visit()
    gone: tuple[str, ...] = ()
    came: Run | str
    try:
        came, model = bring_in(file.getvalue(), file.name)
        store = resources.run_store()
        with store.draft(now.owner) as draft:
            (draft / MODEL_FILE).write_bytes(model)
            gone = store.save(came, draft, now.owner)
    except NotTaken as refusal:
        came = str(refusal)
    except (RunError, OSError) as error:
        came = f"{file.name}: {reason_in_words(f'the run could not be saved ({error})')}"
    now.brought = {**now.brought, file.file_id: came}
    if isinstance(came, Run):
        now.names[came.id] = name = tr("{model}, brought in", model=ARCHITECTURES[came.config.architecture].label)
        run_id = came.id
        st.session_state[widget_keys.name_of_run(run_id)] = name
        add_run(came)
        keep(lambda kept: kept.rename(run_id, name))
        take_off(gone)


def brought_last() -> Run | str | None:
    """Return the run that was brought in last, or why it was not taken; None before that."""
    return next(reversed(visit().brought.values()), None)

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
from digitdemo.ui.state.address_of_visitor import visitors_address
from digitdemo.ui.state.run_list import add_run, take_off
from digitdemo.ui.state.uploaded import let_go
from digitdemo.ui.state.visit import visit


def field_key() -> str:
    """Return the key of the field for such a file: a new one after each, so that the field is empty again."""
    return widget_keys.bring_in(len(visit().brought))


def take_in(file: UploadedFile) -> None:
    """Check, try and keep a run that is brought; what came of it is `brought_last`. It takes seconds.

    Streamlit may end this script run at any access to the session. So there is none between the run's being kept and
    the note of it, lest the next script run keep it once more; that one finds the run in the store.
    """
    from digitdemo.takehome.arrival.bring import bring_in  # here: for an app into which nobody brings anything
    from digitdemo.takehome.arrival.refusal import NotTaken

    now = visit()
    gone: tuple[str, ...] = ()
    came: Run | str
    name = ""
    try:
        came, model = bring_in(file.getvalue(), file.name, now.owner)
        name = tr("{model}, brought in", model=ARCHITECTURES[came.config.architecture].label)
        store = resources.run_store()
        with store.draft(now.owner) as draft:
            (draft / MODEL_FILE).write_bytes(model)
            gone = store.save(came, draft, now.owner, visitors_address())
            store.of(now.owner).rename(came.id, name)
    except NotTaken as refusal:
        came = str(refusal)
    except RunError as error:
        came = f"{file.name}: {reason_in_words(f'the run could not be saved ({error})')}"
    except OSError as error:  # its text would show a path of the server
        came = f"{file.name}: {reason_in_words(f'the run could not be saved ({error.strerror})')}"
    now.brought = {**now.brought, file.file_id: came}
    let_go(file)
    if isinstance(came, Run):
        now.in_store, now.names = True, {**now.names, came.id: name}
        st.session_state[widget_keys.name_of_run(came.id)] = name
        add_run(came)
        take_off(gone)


def brought_last() -> Run | str | None:
    """Return the run that was brought in last, or why it was not taken; None before that."""
    return next(reversed(visit().brought.values()), None)

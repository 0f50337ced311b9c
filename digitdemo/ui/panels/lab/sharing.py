"""A link to a run that its owner hands on, and takes back."""

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.components.qr_code import show_link
from digitdemo.ui.state import address, shared_runs


def share_run(run_id: str) -> None:
    """Show what makes a link to one of this visit's runs, or the link, and what takes it back."""
    token = shared_runs.link_of(run_id)
    with st.popover(tr("Share this run"), icon=":material/link:", key="share"):
        if token is None:
            st.markdown(
                tr(
                    "Whoever has the link can open this run and try its model. They cannot change it, and you can take "
                    "the link back."
                )
            )
            if st.button(tr("Make a link"), icon=":material/add_link:", type="primary", key="make_link"):
                _done(shared_runs.share(run_id))
            return
        show_link(address.link_to("lab", {address.SHARED: token}), tr("Link to this run"), key="link_to_run")
        if st.button(
            tr("Stop sharing"),
            icon=":material/link_off:",
            help=tr("The link opens nothing from then on, and the run leaves the lists of those who have opened it."),
            key="stop_sharing",
        ):
            _done(shared_runs.stop_sharing(run_id))


def _done(done: bool) -> None:
    if done:
        st.rerun()
    st.error(tr("That did not work. Try again in a moment."))

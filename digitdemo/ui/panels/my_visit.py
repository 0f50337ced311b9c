"""The parts of the page about one's own visit."""

import streamlit as st

from digitdemo.texts import tr, tr_n
from digitdemo.ui.components.qr_code import show_link
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import account, address, my_visit, run_list, widget_keys
from digitdemo.visitors.codes import HANDOVER_MINUTES


def say_what_is_kept() -> None:
    """Say what is kept of the visitor, and by what the browser finds it again."""
    if not my_visit.is_kept():
        st.markdown(tr("Nothing of yours is kept yet. Draw a digit or train a model, and you will find it here again."))
        return
    if what := my_visit.in_words():
        st.markdown(tr("Kept for you: **{what}**.", what=what))
    if not my_visit.finds_it_again():
        st.warning(
            tr(
                "Your browser does not keep this page's cookie, so it will not find all this again. Allow cookies, or "
                "open your visit on another device."
            )
        )
        return
    st.markdown(
        tr(
            "This browser finds it again: after a reload, in another tab, on another day. A cookie with a random key "
            "does that. You need no account."
        )
    )


def another_device() -> None:
    """Show the code for another device, or what makes one; and the field for one."""
    st.header(tr("Keep my runs on another device"), anchor=False)
    if my_visit.is_kept():
        _code_for_another()
    with st.form("visit_code_form", border=False):
        st.text_input(
            tr("Code from another device"),
            key=widget_keys.VISIT_CODE,
            max_chars=12,
            placeholder="ABCD-EFGH",
            width=220,
        )
        st.form_submit_button(tr("Look it up"), on_click=my_visit.look_up_typed_code, key="look_up_code")


def _code_for_another() -> None:
    if not (code := my_visit.handover()):
        st.markdown(tr("See the same runs on your phone, at home or at school, and go on there."))
        st.button(
            tr("Show a code"), icon=":material/qr_code_2:", type="primary", on_click=my_visit.show_code, key="show_code"
        )
        return
    st.markdown(
        tr(
            "Point the other device's camera at this, or type **{code}** there, on the page My visit. It works once, "
            "for {minutes} minutes. Whoever uses it has all that is yours here.",
            code=code,
            minutes=HANDOVER_MINUTES,
        )
    )
    show_link(address.link_to("visit", {address.CODE: code}), tr("Link to your visit"), key="handover_link")
    st.button(tr("Another code"), on_click=my_visit.show_code, key="show_code")


def ask_to_take_up() -> None:
    """Ask whether the visit that a code opens is to be this device's."""
    found = my_visit.found()
    assert found is not None
    own = len(run_list.own_runs())
    with st.container(border=True, key="take_up"):
        st.markdown(
            tr_n("This code opens a visit with {n} run.", "This code opens a visit with {n} runs.", found.runs)
            + " "
            + (
                tr_n("Your {n} run on this device comes along.", "Your {n} runs on this device come along.", own)
                if own
                else tr("This device has no runs of its own.")
            )
        )
        with st.container(horizontal=True):
            st.button(
                tr("Open it here"),
                type="primary",
                icon=":material/login:",
                on_click=my_visit.take_up,
                key="take_up_yes",
            )
            st.button(tr("Not here"), on_click=my_visit.leave_found, key="take_up_no")


def sign_in() -> None:
    """Show the way to sign in, or who has."""
    st.header(tr("Sign in"), anchor=False)
    if account.account() is None:
        st.markdown(tr("With an account you find your runs on every device on which you sign in."))
        for provider in account.providers():
            st.button(
                provider.title() or tr("Sign in"),
                icon=":material/account_circle:",
                on_click=account.sign_in,
                args=(provider,),
                key=f"sign_in_{provider}",
            )
        return
    st.markdown(tr("Signed in as {name}.", name=escape_markdown(account.account_name())))
    st.button(tr("Sign out"), icon=":material/logout:", on_click=st.logout, key="sign_out")


def forget_me() -> None:
    """Show what deletes everything, which asks once."""
    st.header(tr("Forget me"), anchor=False)
    st.markdown(
        tr(
            "Deletes your runs, links to them, drawings, lessons, what you show in classes and the rooms that you "
            "teach alone, on all your devices, at once. Nothing brings them back."
        )
    )
    with st.popover(tr("Forget me"), icon=":material/delete_forever:", key="forget"):
        st.markdown(tr("Delete everything? Nothing brings it back."))
        st.button(
            tr("Delete everything"),
            type="primary",
            icon=":material/delete_forever:",
            on_click=my_visit.forget_me,
            key="forget_me",
        )

"""My visit: what is kept of the visitor, how another device sees the same, and how all of it is deleted."""

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels import my_visit as panel
from digitdemo.ui.panels.address_problems import say_address_problems
from digitdemo.ui.state import account, address, my_visit
from digitdemo.ui.state.open_address import opened_problems

st.title(tr("My visit"), anchor=False)
say_address_problems(opened_problems())
if said := my_visit.take_said():
    st.info(escape_markdown(said), icon=":material/info:")
if my_visit.found() is not None:
    panel.ask_to_take_up()
panel.say_what_is_kept()
row = st.container(horizontal=True, gap="large", key="visit_row")
with row.container(width=420):
    panel.another_device()
with row.container(width=420):
    if account.providers():
        panel.sign_in()
    if my_visit.is_kept():
        panel.forget_me()
address.write_address({}, at_once=True)

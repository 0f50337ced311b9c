"""Class: a room in which learners show each other what they have trained, and draw a test set of their own."""

import streamlit as st

from digitdemo.runs.run import RunError
from digitdemo.texts import tr
from digitdemo.ui.components.layout import style_class, style_large
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.address_problems import say_address_problems
from digitdemo.ui.panels.classroom.door import ask_nickname, show_door
from digitdemo.ui.panels.classroom.room import show_room
from digitdemo.ui.state import address, classroom, lessons
from digitdemo.ui.state.open_address import opened_problems

if lessons.is_large():
    style_large()  # before the charts, which measure its letters
try:
    here = classroom.here()
except RunError:
    here = None
    st.warning(tr("Rooms cannot be read at the moment. Try again in a minute."))
title = tr("Class") if here is None else classroom.room_name(here.room)
st.title(escape_markdown(title), anchor=False)
say_address_problems(opened_problems())
if problem := classroom.take_problem():
    st.warning(escape_markdown(problem))
if here is None:
    show_door()
elif here.member is None and not here.teaches:
    ask_nickname(here.room)
else:
    show_room(here)
large = lessons.LARGE if lessons.is_large() else None
address.write_address({address.ROOM: here.room.code if here else None, lessons.TYPE: large}, at_once=True)
style_class()

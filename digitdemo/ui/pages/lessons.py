"""Lessons: questions as cards; of each, predict first, train both in place, hear whether that was right, think on."""

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.components.layout import style_large, style_lessons
from digitdemo.ui.panels import missing_files
from digitdemo.ui.panels.address_problems import say_address_problems
from digitdemo.ui.panels.lessons.cards import cards
from digitdemo.ui.panels.lessons.index import show_index
from digitdemo.ui.panels.lessons.lesson import show_lesson
from digitdemo.ui.panels.lessons.spot import spot_the_overfit
from digitdemo.ui.state import address, lessons
from digitdemo.ui.state.open_address import opened_problems

name = lessons.opened()
if lessons.is_large():
    style_large()  # before the charts, which measure its letters
say_address_problems(opened_problems())
missing_files.say_missing_records()
if name is None:
    st.title(tr("Lessons"), anchor=False)
    cards()
elif name == lessons.SPOT:
    spot_the_overfit()
elif name == lessons.INDEX:
    show_index()
else:
    show_lesson(name)
address.write_address({address.LESSON: name, address.PRINT: lessons.on_paper() if name else None})
style_lessons()

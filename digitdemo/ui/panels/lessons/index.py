"""All lessons as a table for who teaches: from which age, how many minutes, worksheet and notes, and links to give."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from digitdemo.analysis.lesson_index import LessonRow, Order, lesson_rows
from digitdemo.texts import mark, tr
from digitdemo.ui.components.choice import choose
from digitdemo.ui.panels.lessons.links import link_to_lesson, question_of
from digitdemo.ui.state import address, lessons

_ORDERS: dict[Order, str] = {"topic": mark("Topic"), "age": mark("Age"), "minutes": mark("Minutes")}
# What an address can leave out of the lessons: `lessons.hides`.
_PARTS = {
    lessons.SPOT: mark("Spot the overfit"),
    "tally": mark("count of right predictions"),
    "train": mark("training on the page"),
    "more": mark("all trainings in numbers"),
    "think": mark("question to think about"),
    "paper": mark("worksheet"),
    lessons.INDEX: mark("everything for teachers"),
}


def show_index() -> None:
    """Show the table of all lessons, which of them and in which order, and what its links are to leave out."""
    link_to_lesson(None, tr("All lessons"), ":material/arrow_back:")
    st.title(tr("Lessons for teachers"), anchor=False)
    rows = _chosen()
    hidden = st.pills(
        tr("Leave out of the linked lessons"),
        list(_PARTS),
        selection_mode="multi",
        format_func=lambda part: tr(_PARTS[part]),
        key="index_hidden",
    )
    large = st.toggle(tr("Large type, for a projector"), key="index_large")
    looks = {
        **({lessons.HIDE: ",".join(hidden)} if hidden else {}),
        **({lessons.TYPE: lessons.LARGE} if large else {}),
    }
    if rows:
        st.table(pd.DataFrame([_row(row, looks) for row in rows]), hide_index=True)
    else:
        st.markdown(tr("No lesson is that short for this age."))
    st.caption(
        tr("Minutes are those in class, with both trainings and the worksheet. Links open in a tab of their own.")
    )


def _chosen() -> list[LessonRow]:
    """Ask for age, minutes and order, and return the lessons that they leave."""
    every = lesson_rows()
    with st.container(horizontal=True, vertical_alignment="bottom", key="index_knobs"):
        age = choose(
            tr("Age of the class"),
            [None, *sorted({row.age for row in every})],
            format_func=lambda age: tr("any") if age is None else str(age),
            width=160,
            key="index_age",
        )
        minutes = choose(
            tr("Minutes at most"),
            [None, *sorted({row.minutes for row in every})],
            format_func=lambda minutes: tr("any") if minutes is None else str(minutes),
            width=160,
            key="index_minutes",
        )
        order = st.segmented_control(
            tr("Sort by"),
            list(_ORDERS),
            default="age",
            required=True,
            format_func=lambda order: tr(_ORDERS[order]),
            key="index_order",
        )
    return lesson_rows(age, minutes, order)


def _row(row: LessonRow, looks: Mapping[str, str]) -> dict[str, str]:
    def link(label: str, **says: str) -> str:
        return f"[{label}](?{urlencode({address.LESSON: row.name, **says, **looks})})"

    sheet, notes = (
        link(label, **{address.PRINT: kind})
        for label, kind in ((tr("Worksheet"), lessons.WORKSHEET), (tr("Notes"), lessons.NOTES))
    )
    return {
        tr("Lesson"): link(question_of(row.name)),
        tr("From age"): str(row.age),
        tr("Minutes"): str(row.minutes),
        tr("To print"): f"{sheet}, {notes}",
        tr("Topic"): tr(row.topic),
    }

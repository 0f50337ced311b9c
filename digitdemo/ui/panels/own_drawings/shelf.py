"""All drawings that the visitor has kept: to look at, to delete, to take home and to bring back."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import streamlit as st

from digitdemo.data.stroke_files import MOST_FILE_BYTES
from digitdemo.texts import tr
from digitdemo.ui.components.gallery import SMALL, show_picture
from digitdemo.ui.door.giving_way import step_aside
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import mistakes, own_drawings

if TYPE_CHECKING:
    from digitdemo.visitors.own_test_set import OwnTestSet

_WHICH = "own", "all"


def shelf(drawings: OwnTestSet) -> None:
    """Show all drawings, the newest first, with the buttons that change the set."""
    st.header(tr("All my drawings"))
    if said := own_drawings.take_said():
        st.info(escape_markdown(said))
    if len(drawings):
        _pictures(drawings)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(drawings):
            st.download_button(
                tr("Export"),
                functools.partial(own_drawings.as_file, drawings),
                file_name="my-drawings.json",
                mime="application/json",
                icon=":material/download:",
                on_click="ignore",
                help=tr("The strokes and labels of all of them, as JSON."),
                key="export_drawings",
            )
            with st.popover(tr("Delete all"), icon=":material/delete:"):
                st.markdown(tr("All {n} drawings will be gone for good.", n=len(drawings)))
                st.button(tr("Delete them"), type="primary", on_click=own_drawings.delete_all, key="delete_drawings")
        st.file_uploader(
            tr("Import drawings from a file, at most {most:.1f} MB", most=MOST_FILE_BYTES / 1_000_000),
            type=["json"],
            key=own_drawings.import_key(),
            on_change=_take_file,
            max_upload_size=math.ceil(MOST_FILE_BYTES / 1_000_000),
            width=360,
        )


def _take_file() -> None:
    step_aside()
    own_drawings.take_file()


def _pictures(drawings: OwnTestSet) -> None:
    shown = list(reversed(range(len(drawings))))[: mistakes.pictures_shown(_WHICH)]
    with st.container(horizontal=True, gap="xxsmall"):
        for index in shown:
            each = drawings.drawings[index]
            with st.container(width=SMALL, gap="xxsmall", horizontal_alignment="center"):
                caption = tr("**{digit}**, held out", digit=each.digit) if each.held_out else f"**{each.digit}**"
                alt = tr("Your drawing of the digit {digit}", digit=each.digit)
                show_picture(drawings.images[index], caption, alt, SMALL)
                st.button(
                    tr("Delete"),
                    type="tertiary",
                    on_click=own_drawings.delete,
                    args=(each.number,),
                    key=f"delete_drawing_{each.number}",
                )
    if len(shown) < len(drawings):
        st.button(tr("Show more"), on_click=mistakes.show_more_pictures, args=(_WHICH,), key="more_drawings")

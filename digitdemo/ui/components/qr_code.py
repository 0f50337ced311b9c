"""A link to hand on: as text, with a button that copies it, and as a QR code for another device's camera."""

from pathlib import Path

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.components.script import bundle

_FILE = Path(__file__)
_LINK = st.components.v2.component(
    "digitdemo_link",
    js=bundle(_FILE.with_suffix(".js")),
    css=_FILE.with_suffix(".css").read_text(encoding="utf-8"),
)
_MOST = 500  # characters in a code that the camera of a phone still reads


def show_link(url: str, label: str, *, key: str, with_code: bool = True) -> None:
    """Show a link in a field, a button that copies it, and, `with_code`, its QR code.

    `label` says what the link opens; nothing but screen readers show it.
    """
    texts = {"label": label, "copy": tr("Copy"), "copied": tr("Copied"), "code": tr("QR code of this link")}
    _LINK(data={"url": url, "code": qr_code(url) if with_code else [], "texts": texts}, key=key)


def qr_code(text: str) -> list[str]:
    """Return the rows of the QR code of `text`, "1" where it is dark, without a margin; none if `text` is too long."""
    import segno  # here: 10 MB, for the few who share

    if len(text) > _MOST:
        return []
    return ["".join(map(str, row)) for row in segno.make(text, error="m", micro=False).matrix]

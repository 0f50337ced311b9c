"""Ctrl+V anywhere on the page: hands a picture in the clipboard to the page's file field."""

import streamlit as st

# The field takes pasted files itself, but only while it has the focus, and a click on it opens a dialog.
_SCRIPT = """
export default function () {
  const paste = event => {
    const field = document.querySelector('[data-testid=stFileUploaderDropzoneInput]');
    if (event.defaultPrevented || !field || !event.clipboardData?.files.length) return;
    field.files = event.clipboardData.files;
    field.dispatchEvent(new Event('change', {bubbles: true}));
    event.preventDefault();
  };
  document.addEventListener('paste', paste);
  return () => document.removeEventListener('paste', paste);
}
"""


def paste_anywhere() -> None:
    """Make the file field of this page take what is pasted; call it once."""
    st.components.v2.component("digitdemo_paste", js=_SCRIPT)(key="paste")

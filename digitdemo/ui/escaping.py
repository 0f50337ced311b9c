"""Strangers' text, made such that it is shown as it is."""

import html
import re


def escape_markdown(text: str) -> str:
    """Return `text` such that Markdown shows it as it is: strangers' text must make no links and pictures."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def escape_html(text: str) -> str:
    """Return `text` such that Plotly shows it as it is, which takes some tags for its own."""
    return html.escape(text, quote=False)

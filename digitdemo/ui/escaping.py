"""Strangers' text, made such that it is shown as it is."""

import html
import re

# What Markdown makes a link of, escaped or not: "https://", "www." and the "@" of an address.
_BEGINNING_OF_LINK = re.compile(r"https?(?=:)|www(?=\.)|@", re.IGNORECASE)
_NO_BREAK = "\N{WORD JOINER}"  # not seen


def escape_markdown(text: str) -> str:
    """Return `text` such that Markdown shows it as it is: strangers' text must make no links and pictures."""
    text = _BEGINNING_OF_LINK.sub(rf"\g<0>{_NO_BREAK}", text)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def escape_html(text: str) -> str:
    """Return `text` such that Plotly shows it as it is, which takes some tags for its own."""
    return html.escape(text, quote=False)

"""Strangers' text is shown as it is, and does nothing."""

import pytest

from digitdemo.ui.escaping import escape_markdown

JOINER = "\N{WORD JOINER}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[a](b) *c*", "\\[a\\]\\(b\\) \\*c\\*"),
        ("https://e.vil", f"https{JOINER}\\:\\/\\/e\\.vil"),
        ("WWW.e.vil", f"WWW{JOINER}\\.e\\.vil"),
        ("a@e.vil", f"a\\@{JOINER}e\\.vil"),
        ("www", "www"),
    ],
)
def test_text_is_no_markup_and_no_link_that_makes_itself(text: str, shown: str):
    assert escape_markdown(text) == shown

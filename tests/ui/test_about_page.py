"""The About page by AppTest, from the router, without a browser."""

from streamlit.testing.v1 import AppTest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.ui.words import WORDS
from tests.ui.conftest import ABOUT, texts


def test_it_names_digits_measures_models_words_sources_and_licences(at: AppTest):
    at.run()
    at.switch_page(ABOUT).run()
    said = texts(at)
    assert [heading.value for heading in at.header] == [
        "The digits",
        "How it is measured",
        "What is kept of you",
        "The models",
        "Words",
        "Sources",
        "Licences and code",
    ]
    for words in ("dropout off", "Attribution-ShareAlike 3.0", "Apache License 2.0", "docs/architecture.md"):
        assert words in said
    assert all(f"[**{each.label}**]({each.source})" in said for each in ARCHITECTURES.values())
    assert all(f"**{word}.** {meaning}" in said for word, meaning in WORDS.items())


def test_every_word_is_explained_in_one_line():
    assert max(map(len, WORDS.values())) <= 110
    assert {"MLP", "Softmax", "Epoch", "Dropout", "One-cycle", "Confidence interval"} <= set(WORDS)

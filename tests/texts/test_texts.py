"""What is said, in another language."""

import threading
from collections.abc import Callable, Iterator

import pytest

from digitdemo import texts
from digitdemo.texts import ask_for_language, language_of, mark, number, tr, tr_n

SPACE = "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture
def speak() -> Iterator[Callable[[str], None]]:
    """Makes the process speak a language, until the test ends."""
    before = texts.language
    spoken = before()
    yield lambda language: ask_for_language(lambda: language)
    ask_for_language(lambda: spoken)


@pytest.fixture
def german(speak: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the process speak German, of which it knows no message."""
    import gettext

    monkeypatch.setattr(texts, "translations_to", lambda language: gettext.NullTranslations())
    speak("de")


def test_english_says_what_stands_in_the_code():
    assert (
        tr("It reads {share:.1%} of {count:,} digits", share=0.9876, count=10_000) == "It reads 98.8% of 10,000 digits"
    )
    assert tr("{braces} stay without values") == "{braces} stay without values"
    assert tr(mark("Marked")) == "Marked"
    assert [tr_n("{n} run", "{n} runs", count) for count in (0, 1, 2)] == ["0 runs", "1 run", "2 runs"]
    assert number(1234.5, ",.1f") == "1,234.5"


@pytest.mark.usefixtures("german")
def test_numbers_are_written_as_the_language_writes_them():
    assert tr("{share:.1%} of {count:,}", share=0.9876, count=10_000) == f"98,8{SPACE}% of 10.000"
    assert tr("{name}: {text}", name="1,000.5%", text=1.5) == "1,000.5%: 1.5"  # no format, no number to write
    assert number(0.5, ".0%") == f"50{SPACE}%"


def test_a_language_of_which_a_message_is_known_says_it(speak: Callable[[str], None]):
    speak("de")
    assert tr("About") == "Über"
    assert tr("Nobody has said this") == "Nobody has said this"
    assert tr("") == ""  # gettext keeps a file's header there


@pytest.mark.parametrize(
    ("locale", "language"),
    [("de-AT", "de"), ("de", "de"), ("DE_ch", "de"), ("en-US", "en"), ("fr-FR", "en"), ("", "en"), (None, "en")],
)
def test_a_language_that_is_not_spoken_falls_back_to_english(locale: str | None, language: str):
    assert language_of(locale) == language


def test_every_thread_asks_for_its_own_language():
    names = threading.local()
    names.language = "de"
    before = texts.language()
    ask_for_language(lambda: getattr(names, "language", "en"))
    said: list[str] = []
    other = threading.Thread(target=lambda: said.append(tr("About")))
    other.start()
    other.join()
    try:
        assert [*said, tr("About")] == ["About", "Über"]
    finally:
        ask_for_language(lambda: before)

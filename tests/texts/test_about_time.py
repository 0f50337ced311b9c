import pytest

from digitdemo.texts import ask_for_language
from digitdemo.texts.about_time import AboutTime, about_time


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a few seconds"),
        (7.4, "a few seconds"),
        (8, "about 10 seconds"),
        (42, "about 40 seconds"),
        (43, "about 45 seconds"),
        (57, "about 55 seconds"),
        (58, "about a minute"),
        (89, "about a minute"),
        (90, "about 2 minutes"),
        (6 * 60 + 20, "about 6 minutes"),
        (23 * 60, "about 25 minutes"),
        (95 * 60, "about 95 minutes"),
        (100 * 60, "about 2 hours"),
        (13 * 3600, "about 13 hours"),
    ],
)
def test_a_time_is_said_as_exactly_as_it_is_known(seconds: float, words: str):
    assert about_time(seconds) == words
    assert f"{AboutTime(seconds)}" == words


def test_a_time_is_said_in_the_language_of_whoever_reads_it():
    time = AboutTime(40)
    try:
        ask_for_language(lambda: "de")
        assert str(time) == "etwa 40 Sekunden"
    finally:
        ask_for_language(lambda: "en")

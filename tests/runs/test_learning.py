from pathlib import Path

import pytest

from digitdemo.runs import learning
from digitdemo.runs.learning import DIGITS, FILE, Guess, Learning, Look, Pictures, load_learning, save_learning

GUESSES = tuple(Guess(image=image, digit=3, sure=200) for image in DIGITS)
FIRST = Look(
    epochs=0, digits=GUESSES, mistakes=GUESSES[:2], points=bytes(range(200)), pictures=Pictures(side=2, data=b"abcd")
)
LAST = Look(epochs=1.5, digits=GUESSES, mistakes=())
BOTH = Learning(kept=0, looks=(FIRST, LAST))


def test_looks_are_read_as_they_were_written_and_nothing_else_is_left(tmp_path: Path):
    save_learning(BOTH, tmp_path)
    assert load_learning((tmp_path / FILE).read_bytes()) == BOTH
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        (b'"sure":200', b'"sure":256', "<= 255"),
        (b'"image":247', b'"image":1000', "< 1000|<= 999"),
        (b'"side":2', b'"side":3', "no pictures of 3"),
        (b'"side":2', b'"side":29', "<= 28"),
        (b'"epochs":1.5', b'"epochs":-1', ">= 0"),
        (b'{"epochs":0', b'{"epochs":2', "not in order"),
        (b'"looks":[', b'"looks":[],"more":[', "length >= 1"),
        (b'"points":"', b'"points":"AAAA', "bytes are no map"),
        (b"}", b"", "malformed|truncated"),
    ],
)
def test_a_damaged_file_is_said_to_be_one(tmp_path: Path, before: bytes, after: bytes, complaint: str):
    save_learning(BOTH, tmp_path)
    data = (tmp_path / FILE).read_bytes()
    assert before in data
    with pytest.raises(ValueError, match=complaint):
        load_learning(data.replace(before, after, 1))


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    save_learning(BOTH, tmp_path)
    monkeypatch.setattr(learning, "_MOST_FILE_BYTES", 100)
    with pytest.raises(ValueError, match="more than 100 bytes"):
        load_learning((tmp_path / FILE).read_bytes())

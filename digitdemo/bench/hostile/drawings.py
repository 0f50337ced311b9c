"""Files of drawings: read, kept in a test set as far as there is room, and brought to the models' size."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from digitdemo.bench.hostile.kind import Kind
from digitdemo.bench.hostile.values import anything, as_json, large_documents, mutated, store, texts
from digitdemo.data.mnist import DataError
from digitdemo.data.pictures import PictureError
from digitdemo.data.stroke_files import (
    MOST_FILE_BYTES,
    MOST_IN_FILE,
    StrokeDrawing,
    read_stranger_file,
    write_stroke_file,
)
from digitdemo.visitors.drawings import OwnDrawings
from digitdemo.visitors.own_test_set import own_test_set

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_SEVEN = np.array([(90.0, 60.0), (200.0, 60.0), (150.0, 230.0)])
_WITHIN = (
    '{"drawings":[@]}',
    '{"drawings":[{"label":1,"strokes":[@]}]}',
    '{"drawings":[{"label":1,"strokes":[[@]]}]}',
    '{"drawings":[{"label":1,"strokes":[[[0,0]]],"writer":[@]}]}',
    '{"about":[@],"drawings":[{"label":1,"strokes":[[[0,0],[9,9]]]}]}',
)


def read(file: bytes) -> None:
    """Read a file as My drawings does."""
    drawings = OwnDrawings(store().database, "a stranger")
    try:
        drawings.add_all(read_stranger_file(file, "mine.json"))
        own_test_set(drawings.listed())
    finally:
        drawings.forget_all()


def _ordinary() -> bytes:
    return write_stroke_file([StrokeDrawing(7, "", (_SEVEN,), held_out=True)], "drawings")


def _file(*drawings: Any, **more: Any) -> bytes:
    return as_json({"drawings": list(drawings), **more})


def _hand_made() -> dict[str, bytes]:
    stroke = (np.random.default_rng(0).uniform(0, 280, (60, 2))).round(1).tolist()
    many = [{"label": n % 10, "strokes": [[[x + n, y] for x, y in stroke]]} for n in range(MOST_IN_FILE)]
    return {
        "as many drawings as are allowed": _file(*many, area=280),
        "one drawing as large as the file may be": _file({"label": 1, "strokes": [[[0.5, 1.5]] * 300_000]}),
        "points of many numbers": _file({"label": 1, "strokes": [[[0.5] * 500_000] * 2]}),
        "points that differ in length": _file({"label": 1, "strokes": [[[0, 0], [0, 0, 0]]]}),
        "numbers that no float has": _file({"label": 1, "strokes": [[[10**400, 0], [0, 0]]]}),
        "a tiny area": _file({"label": 1, "strokes": [[[0, 0], [1e4, 1e4]]]}, area=1),
        "too many bytes": b" " * (MOST_FILE_BYTES + 1),
        "another encoding": _ordinary().decode().encode("utf-16"),
        "no text": bytes(range(256)),
    }


def _generated() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    usual = st.floats(0, 280) | st.integers(0, 280)
    odd = st.floats() | st.integers(-(10**6), 10**6)
    points = st.lists(st.tuples(usual, usual), min_size=1, max_size=8) | st.lists(st.lists(odd, max_size=4), max_size=8)
    strokes = st.builds(lambda some, times: some * times, points, st.integers(1, 100))
    entry = st.fixed_dictionaries(
        {"label": st.integers(-1, 10), "strokes": st.lists(strokes, min_size=1, max_size=4)},
        optional={"writer": texts().map(lambda text: text[:2000]), "held_out": st.booleans()},
    )
    few = st.lists(entry, max_size=3)
    small = st.fixed_dictionaries({"label": st.integers(0, 9), "strokes": st.lists(points, min_size=1, max_size=2)})
    many = st.builds(lambda one, times: [one] * times, small, st.integers(1, 600))
    whole = (few | many).map(lambda entries: _file(*entries))
    large = st.sampled_from(_WITHIN).flatmap(lambda within: large_documents(within, MOST_FILE_BYTES))
    changed = mutated(json.loads(_ordinary())).map(as_json)
    return whole | changed | anything().map(as_json) | large


KIND = Kind(
    read=read,
    refusals=(DataError, PictureError),
    ordinary=_ordinary,
    hand_made=_hand_made,
    generated=_generated,
    weight=0.12,
)

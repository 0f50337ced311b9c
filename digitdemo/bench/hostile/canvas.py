"""What a browser says of the canvas: read, drawn, brought to the models' size, kept in a visit and in a test set."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from digitdemo.bench.hostile.kind import Kind
from digitdemo.bench.hostile.telling import tell_strokes_apart
from digitdemo.bench.hostile.values import anything, as_json, large_documents, mutated, store
from digitdemo.data.canvas_message import drawing_of, read_drawing, write_message
from digitdemo.data.model_input import input_from_strokes
from digitdemo.data.pictures import PictureError
from digitdemo.data.stroke_files import encode_strokes
from digitdemo.data.strokes import FARTHEST, MOST_POINTS, MOST_STROKES
from digitdemo.visitors.visits import Visits

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# As many as digitdemo/ui/door/messages.py lets through; to count them costs nothing, to read them would.
_MOST_BYTES, _MOST_LISTS = 800_000, 12_500
_OWNER = "a stranger"
_WITHIN = '{"raw":{"objects":[@]}}', '{"raw":{"objects":[{"type":"Path","path":[@]}]}}', '{"raw":[@]}'
_COMMANDS = (["L", 1, 1], ["Q", 1, 1, 2, 2], ["L", -FARTHEST, FARTHEST], ["Q", FARTHEST, 0, -FARTHEST, 0])


def read(message: bytes) -> None:
    """Read a message as the Play page does."""
    if message.count(b"[") + message.count(b"{") > _MOST_LISTS:
        raise PictureError
    try:
        said = json.loads(message)
    except (ValueError, RecursionError) as error:  # Streamlit gives these to nobody
        raise PictureError from error
    drawing = read_drawing(said)
    for way in ("strokes", "pixels", "shrinking"):
        input_from_strokes(drawing, way, tell_strokes_apart)
    Visits(store().database).save({_OWNER: {"objects": drawing.objects}}, {_OWNER: ""})
    with contextlib.suppress(PictureError):
        encode_strokes(drawing.strokes)


def _ordinary() -> dict[str, Any]:
    return write_message(drawing_of([np.array([(90.0, 60.0), (200, 60), (150, 230)])]))


def _stroke(*commands: list[Any], **place: Any) -> dict[str, Any]:
    return {"type": "Path", "path": [["M", 5, 5], *commands], **place}


def _message(*objects: Any) -> bytes:
    return as_json({"raw": {"objects": list(objects)}})


def _hand_made() -> dict[str, bytes]:
    far = [["Q", (-1) ** n * FARTHEST, FARTHEST, (-1) ** n * -FARTHEST, n % 97] for n in range(MOST_POINTS - 1)]
    deep: Any = []
    for _ in range(300):
        deep = [deep]
    fan = [[["L", 5 + 22 * ray * step / 40, 5 + 265 * step / 40] for step in range(1, 41)] for ray in range(12)]
    zigzag = [["L", 5 + 50 * (step % 2), 5 + step] for step in range(160)]
    return {
        "as many points as digits in pieces may have": _message(
            *(_stroke(*zigzag, left=100 + 150 * (number % 4), top=100 + 250 * (number // 4)) for number in range(12))
        ),
        "as many strokes and points as digits that touch may have": _message(
            *(_stroke(*ray, left=5 + 11 * number, top=137) for number, ray in enumerate(fan))
        ),
        "as many points as are allowed, as far apart as possible": _message(_stroke(*far)),
        "as many strokes as are allowed": _message(*[_stroke(*far[: MOST_POINTS // MOST_STROKES - 1])] * MOST_STROKES),
        "stretched, skewed and turned as far as possible": _message(
            _stroke(*far[:1000], scaleX=FARTHEST, scaleY=FARTHEST, skewX=89.999999, skewY=90, angle=45)
        ),
        "all points the same": _message(_stroke(*[["L", 5, 5]] * (MOST_POINTS - 1))),
        "points without a way": _message(*[_stroke() for _ in range(MOST_STROKES)]),
        "a deep nest beside the path": _message(_stroke(["L", 9, 9], shadow=deep)),
        "half a character beside the path": _message(_stroke(["L", 9, 9], fill="\ud800")),
        "no message": b"[]",
    }


def _generated() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    numbers = st.floats(-FARTHEST, FARTHEST) | st.integers(-10_000, 10_000)
    names = ("left", "top", "scaleX", "scaleY", "angle", "skewX", "skewY")
    place = st.dictionaries(st.sampled_from(names), numbers, max_size=7)
    commands = st.lists(st.sampled_from(_COMMANDS) | st.tuples(st.just("L"), numbers, numbers).map(list), max_size=30)
    times = st.integers(1, 100)
    strokes = st.builds(
        lambda some, many, where: _stroke(*(some * many)[:MOST_POINTS], **where), commands, times, place
    )
    whole = st.lists(strokes, max_size=4).map(lambda objects: _message(*objects))
    large = st.sampled_from(_WITHIN).flatmap(lambda within: large_documents(within, _MOST_BYTES))
    return whole | whole | mutated(_ordinary()).map(as_json) | anything().map(as_json) | large


KIND = Kind(
    read=read,
    refusals=(PictureError,),
    ordinary=lambda: as_json(_ordinary()),
    hand_made=_hand_made,
    generated=_generated,
    weight=0.2,
)

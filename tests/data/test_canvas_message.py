import json

import numpy as np
import pytest

from digitdemo.data.canvas_message import drawing_of, read_drawing, write_message
from digitdemo.data.pictures import PictureError
from tests.conftest import ONE, SEVEN


def test_what_is_written_as_the_canvas_writes_is_read_back():
    drawing = drawing_of([np.array(points) for points in (SEVEN, ONE)])
    read = read_drawing(json.loads(json.dumps(write_message(drawing))))
    assert read.objects == drawing.objects
    assert np.array_equal(read.ink, drawing.ink)
    for found, drawn in zip(read.strokes, drawing.strokes, strict=True):
        assert np.array_equal(found, drawn)


@pytest.mark.parametrize(
    "message", [None, "x", 5, [], {}, {"raw": "x"}, {"raw": {"objects": 5}}, {"data": "data:image/png;base64,"}]
)
def test_anything_else_is_refused(message: object):
    with pytest.raises(PictureError, match="drawing: "):
        read_drawing(message)

import numpy as np
import pytest

from digitdemo.runs.live_weights import HalfArray, LiveWeights, half_arrays


def test_weights_come_back_to_within_half_precision_in_their_shapes():
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=shape).astype(np.float32) for shape in ((3, 3, 1, 16), (16,), (40, 10))]
    live = LiveWeights(epochs=0.5, test_accuracy=0.9, test_images=400, arrays=half_arrays(weights))
    for back, weight in zip(live.weights, weights, strict=True):
        assert back.dtype == np.float32
        assert np.array_equal(back, weight.astype(np.float16))


def test_a_weight_too_large_for_half_precision_stays_a_number():
    (array,) = half_arrays([np.array([1e6, -1e6, 1.0], np.float32)])
    assert np.frombuffer(array.data, np.float16).tolist() == [65504.0, -65504.0, 1.0]


def test_bytes_that_do_not_fill_the_shape_are_refused():
    with pytest.raises(ValueError, match="5 bytes are no float16 array of shape \\(3,\\)"):
        HalfArray((3,), b"12345")

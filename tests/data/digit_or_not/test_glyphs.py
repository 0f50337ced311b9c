import numpy as np

from digitdemo.data.digit_or_not.glyphs import glyph
from digitdemo.inference.shipped import shipped_classifiers


def test_characters_differ_and_the_same_seed_draws_the_same():
    rng = np.random.default_rng(3)
    drawn = [glyph(rng) for _ in range(20)]
    assert np.array_equal(drawn[0], glyph(np.random.default_rng(3)))
    assert len({image.tobytes() for image in drawn}) == 20
    assert (drawn[0].shape, drawn[0].dtype) == ((28, 28), np.uint8)


def test_hardly_any_is_what_models_that_know_nothing_but_digits_are_sure_of_together():
    rng, models = np.random.default_rng(4), shipped_classifiers()
    images = np.stack([glyph(rng) for _ in range(200)])
    cnn, gru = (models[name].probabilities(images) for name in ("cnn", "gru"))
    sure = (cnn.argmax(1) == gru.argmax(1)) & (np.minimum(cnn.max(1), gru.max(1)) > 0.99)
    assert sure.mean() < 0.1

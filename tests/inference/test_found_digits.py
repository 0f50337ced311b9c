"""Pictures of digits with all that phones and scanners see beside them, found and read by a shipped model."""

import io

import numpy as np
import pytest

from digitdemo.bench.harness.drawn_pages import KINDS, drawn_page
from digitdemo.data.model_input import input_from_picture
from digitdemo.data.pictures import read_picture
from digitdemo.inference.answers import SURE
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.shipped import shipped_classifiers

SIZE = 400, 500
FINE = "tiny", "tiny, rules", "pencil"
LARGE = 800, 1000  # where it is the small things that count


@pytest.fixture(scope="module")
def fast() -> Classifier:
    return shipped_classifiers(needed=["fast"])["fast"]


@pytest.mark.parametrize("kind", KINDS)
def test_nine_of_ten_digits_are_found_and_read_and_surely(kind: str, fast: Classifier):
    images = []
    for label in range(10):
        file = io.BytesIO()
        drawn_page(kind, label, 0, size=LARGE if kind in FINE else SIZE).save(file, "PNG", compress_level=1)
        found = input_from_picture(read_picture(file.getvalue(), "it"))
        assert found is not None
        images.append(found.image)
    probabilities = fast.probabilities(np.stack(images))
    right = probabilities.argmax(1) == np.arange(10)
    assert right.sum() >= 9
    assert (right & (probabilities.max(1) >= SURE)).sum() >= 8

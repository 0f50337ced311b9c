import argparse

from digitdemo.bench import saliency


def test_what_the_maps_of_a_linear_model_mark_counts_more_than_random_pixels():
    results = saliency.measure(argparse.Namespace(images=4, models=["linear"]))
    assert (results["images"], results["untrained_images"]) == (4, 4)
    figures = results["models"]["linear"]
    assert set(figures["taken"]) == {"random", "gradient", "gradient, untrained", "paper", "paper, untrained"}
    assert set(figures["added"]) == {"random", "gradient", "gradient, untrained", "ink", "ink, untrained"}
    for test in ("taken", "added"):
        falls = {order: found["fall"] for order, found in figures[test].items()}
        marked = [fall for order, fall in falls.items() if order != "random" and "untrained" not in order]
        assert min(marked) > falls["random"]
    for found in figures["likeness"].values():
        assert -1 <= found["signed"] <= 1

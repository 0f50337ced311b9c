"""The script that trains a run anew: it runs, and comes to what the engine comes to."""

import runpy
import sys
from pathlib import Path

import numpy as np
import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.data.synthetic import pen_drawings
from digitdemo.runs.run import Run
from digitdemo.takehome.recipe.program import script
from digitdemo.training.loop import train
from digitdemo.training.networks import build_model

SHORT = {"train_size": 300, "epochs": 1, "batch_size": 128}

# Every architecture, and among them every knob that changes the script.
CASES = {
    "linear": {"test_noise": 0.2, "test_shift": 2, "optimizer": "sgd", "schedule": "constant", "patience": 1},
    "mlp": {"batch_norm": "on", "activation": "tanh", "optimizer": "adamw", "label_noise": 0.3},
    "cnn": {"activation": "gelu", "rare_digits": "17", "rare_share": 0.2, "optimizer": "momentum", "filters": 8},
    "fast": {"l2": 1e-3},
    "best": {"pen_drawings": 60},
    "lenet": {"epochs": 2},
    "gru": {"width": 16, "l2": 1e-3},
    "vit": {"width": 16, "dropout": 0.1, "l2": 1e-3},
}


def images_for(config: TrainConfig, mnist: Mnist) -> Mnist:
    """Return as few images as the training can do with: enough for validation only where that decides something."""
    most = 1000 if config.patience else 700
    return Mnist(mnist.x_train[:most], mnist.y_train[:most], mnist.x_test[:250], mnist.y_test[:250])


@pytest.fixture
def trained_anew(eagerly: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run the script of a run on these images in a folder of its own, and return its names."""

    def run_script(run: Run, mnist: Mnist) -> dict:
        np.savez(tmp_path / "small.npz", **vars(mnist))
        if run.config.pen_drawings:
            images, labels = pen_drawings(run.config.pen_drawings, run.config.seed)
            np.savez(tmp_path / "pen_drawings.npz", images=images, labels=labels)
        (tmp_path / "train.py").write_text(script(run), encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["train.py", "small.npz"])
        return runpy.run_path("train.py")

    return run_script


@pytest.mark.filterwarnings("ignore:Even though the .* this option does not apply to tf.data functions")
@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_script_trains_the_weights_of_the_run(trained_anew, small_mnist: Mnist, name: str):
    """By two roads, which differ in how sums are rounded: weights end close to each other, by what they have moved."""
    config = TrainConfig(architecture=name, **{**SHORT, **CASES[name]})
    first, model = build_model(config).get_weights(), build_model(config)
    mnist = images_for(config, small_mnist)
    history = tuple(train(config, mnist, model=model))
    names = trained_anew(Run(id="a", config=config, history=history), mnist)
    mine, theirs = model.get_weights(), names["model"].get_weights()
    moved = max(np.abs(a - b).max() for a, b in zip(mine, first, strict=True))
    apart = max(np.abs(a - b).max() for a, b in zip(mine, theirs, strict=True))
    assert apart < 0.01 * moved
    accuracy = names["accuracy"](names["x_test"], names["y_test"])
    assert accuracy == pytest.approx(history[-1].test_accuracy, abs=0.02)

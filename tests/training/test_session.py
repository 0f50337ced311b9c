from pathlib import Path

import keras
import numpy as np
import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.metrics import EpochMetrics
from digitdemo.runs.run import kept_record
from digitdemo.runs.snapshots import FILE, load_snapshots
from digitdemo.training import conversion
from digitdemo.training.loop import Stopped
from digitdemo.training.session import train_and_export


def test_the_snapshot_of_the_epoch_that_early_stopping_keeps_is_the_model_that_is_saved(tmp_path: Path):
    config = TrainConfig(
        architecture="linear", train_size=100, epochs=20, patience=2, learning_rate=0.1, schedule="constant"
    )
    history: list[EpochMetrics] = []
    assert train_and_export(config, tmp_path, on_epoch=history.append).outcome == "finished"
    kept = kept_record(config, history).epoch
    assert 0 < kept < history[-1].epoch < config.epochs
    snapshots = load_snapshots((tmp_path / FILE).read_bytes())
    weights = keras.models.load_model(tmp_path / "model.keras").get_weights()
    for mine, saved in zip(snapshots[kept], weights, strict=True):
        assert np.array_equal(mine, saved.astype(np.float16))
    others = [epoch for epoch in snapshots if epoch != kept]
    assert others
    assert not any(np.array_equal(snapshots[epoch][0], snapshots[kept][0]) for epoch in others)


def test_who_stops_a_training_says_why(tmp_path: Path):
    def on_epoch(record: EpochMetrics) -> None:
        if record.epoch == 1:
            raise Stopped("stopped by a test")

    ending = train_and_export(TrainConfig(architecture="linear", train_size=100, epochs=3), tmp_path, on_epoch=on_epoch)
    assert (ending.outcome, ending.reason) == ("stopped", "stopped by a test after 1 of 3 epochs")
    assert (tmp_path / "model.keras").is_file()


def test_what_another_error_says_is_not_taken_for_the_end_of_a_training(tmp_path: Path):
    def on_epoch(record: EpochMetrics) -> None:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        train_and_export(TrainConfig(architecture="linear", train_size=100), tmp_path, on_epoch=on_epoch)


def test_a_conversion_that_failed_is_tried_again_at_the_next_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    config = TrainConfig(architecture="linear", train_size=100, batch_size=16, epochs=1)

    def fail(model: keras.Model) -> bytes:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(conversion, "convert", fail)
        with pytest.raises(MemoryError):
            train_and_export(config, tmp_path, on_epoch=lambda record: None)
    assert train_and_export(config, tmp_path, on_epoch=lambda record: None).outcome == "finished"
    assert (tmp_path / "model.tflite").is_file()

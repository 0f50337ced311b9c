import dataclasses

import pytest

from digitdemo.data.mnist import load_mnist
from digitdemo.inference.classifier import load_classifier
from digitdemo.inference.held_out import with_validation
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders

STORE = RunFolders(SHIPPED_MODELS)


def test_a_shipped_model_says_what_it_reads_of_the_images_that_it_never_saw():
    run = STORE.load("mlp")  # so sure of itself that its loss differs from that of its calibrated answers
    bare = dataclasses.replace(
        run, history=tuple(dataclasses.replace(record, validation_accuracy=None) for record in run.history)
    )
    measured = with_validation(bare, load_classifier(STORE, "mlp"), load_mnist())
    assert measured.kept.validation_images == 5000
    assert measured.kept.validation_accuracy == pytest.approx(measured.kept.test_accuracy, abs=0.02)
    assert measured.kept.validation_loss == pytest.approx(measured.kept.test_loss, abs=0.02)
    assert measured.kept.validation_recall == pytest.approx(measured.kept.test_recall, abs=0.08)
    # That is what is shipped.
    assert measured.kept.validation_accuracy == run.kept.validation_accuracy
    assert measured.kept.validation_loss == pytest.approx(run.kept.validation_loss)
    assert measured.history[:-1] == bare.history[:-1]


def test_where_too_few_images_were_left_out_nothing_is_measured():
    run = STORE.load("linear")
    all_used = dataclasses.replace(run, config=dataclasses.replace(run.config, train_size=60_000))
    assert with_validation(all_used, load_classifier(STORE, "linear"), load_mnist()) == all_used


@pytest.mark.parametrize("name", [folder.name for folder in SHIPPED_MODELS.iterdir() if folder.is_dir()])
def test_every_shipped_run_was_validated(name: str):
    assert STORE.load(name).kept.validation_accuracy is not None

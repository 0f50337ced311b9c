import dataclasses

import pytest

from digitdemo.analysis.difference import difference_sentence, differing_knobs, varying_knobs
from digitdemo.config.train_config import TrainConfig
from tests.conftest import DROPOUT, MLP


@pytest.mark.parametrize(
    ("a", "b", "names"),
    [
        (MLP, MLP, []),
        (MLP, DROPOUT, ["dropout"]),
        (MLP, dataclasses.replace(DROPOUT, seed=3), ["dropout", "seed"]),
        (MLP, dataclasses.replace(MLP, rare_share=0.5), []),  # no digit is rare
        (TrainConfig(rare_digits="3"), TrainConfig(rare_digits="3", rare_share=0.5), ["rare_share"]),
        # The linear model has no dropout to differ in, the CNN has.
        (
            TrainConfig(architecture="linear"),
            TrainConfig(architecture="cnn"),
            ["architecture", "dropout", "learning_rate"],
        ),
    ],
)
def test_knobs_that_differ_are_those_that_matter(a: TrainConfig, b: TrainConfig, names: list[str]):
    assert differing_knobs(a, b) == differing_knobs(b, a) == names
    assert differing_knobs(a, b, seed=False) == [name for name in names if name != "seed"]


def test_knobs_that_vary_among_many():
    assert varying_knobs([MLP, DROPOUT, dataclasses.replace(MLP, epochs=9)]) == ["dropout", "epochs"]
    assert varying_knobs([MLP]) == varying_knobs([]) == []


@pytest.mark.parametrize(
    ("b", "sentence"),
    [
        (MLP, "Nothing differs: the same knobs and the same seed."),
        (DROPOUT, "Only one knob differs: Dropout 0 → 0.5."),
        (dataclasses.replace(MLP, seed=2), "Only one knob differs: Seed 0 → 2."),
        (dataclasses.replace(DROPOUT, seed=2), "Only one knob differs: Dropout 0 → 0.5. The seeds differ too: 0 → 2."),
        (dataclasses.replace(DROPOUT, epochs=9), "2 knobs differ: Dropout 0 → 0.5; Epochs 3 → 9."),
        (
            dataclasses.replace(MLP, architecture="linear"),
            "Only one knob differs: Architecture MLP 512-512 → Linear softmax.",
        ),
    ],
)
def test_what_differs_is_said_in_a_sentence(b: TrainConfig, sentence: str):
    assert difference_sentence(MLP, b) == sentence


def test_a_knob_that_one_of_them_has_no_use_for_is_none_there():
    assert "Dropout 0.5 → none" in difference_sentence(TrainConfig(), TrainConfig(architecture="linear"))

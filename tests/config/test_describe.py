import re

import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.describe import brief_name, config_name, default_in_words, knobs_line, show_value
from digitdemo.config.train_config import KNOBS, TrainConfig, matters


def test_a_value_is_shown_as_people_read_it():
    config = TrainConfig(architecture="mlp", dropout=0.25, train_size=5000)
    shown = {name: show_value(name, config) for name in ("architecture", "dropout", "train_size", "filters")}
    assert shown == {"architecture": "MLP 512-512", "dropout": "0.25", "train_size": "5,000", "filters": "none"}


def test_a_config_is_named_by_its_architecture_and_what_was_changed():
    assert config_name(TrainConfig()) == "CNN with dropout"
    changed = TrainConfig(architecture="mlp", dropout=0.25, train_size=5000, rare_digits="38")
    assert config_name(changed) == "MLP 512-512, dropout 0.25, training images 5,000, rare digits 3, 8"


def test_a_brief_name_has_two_knobs_and_what_tells_runs_apart_first():
    config = TrainConfig(architecture="mlp", dropout=0.25, train_size=5000, rare_digits="38")
    assert brief_name(config) == "MLP 512-512, dropout 0.25, training images 5,000 …"
    assert brief_name(config, ["rare_digits"]) == "MLP 512-512, rare digits 3, 8, dropout 0.25 …"
    two = TrainConfig(architecture="mlp", dropout=0.25, train_size=5000)
    assert brief_name(two, ["train_size"]) == "MLP 512-512, training images 5,000, dropout 0.25"


def test_the_line_of_knobs_has_those_that_make_a_difference_and_are_not_off():
    assert knobs_line(TrainConfig(architecture="linear", seed=7)) == (
        "Epochs: 4 · Batch size: 128 · Optimizer: adam · Learning rate: 0.02 · Second beta: 0.999 · "
        "Learning-rate schedule: one-cycle · Training images: 55,000"
    )
    more = knobs_line(TrainConfig(optimizer="adamw", rare_digits="3"))
    assert "Filters: 32 · Activation: relu · Dropout: 0.5 · Epochs: 4" in more
    assert "Weight decay: 0.01" in more
    assert more.endswith("Rare digits: 3 · Share of the rare digits: 0.1")


@pytest.mark.parametrize("name", KNOBS)
def test_the_default_in_words_is_true_for_every_architecture(name: str):
    words = re.fullmatch(r"(?P<usual>\S+)(?: \((?P<others>.*)\))?", default_in_words(name))
    assert words
    others = dict(other.split(" ") for other in words["others"].split(", ")) if words["others"] else {}
    assert others.keys() <= ARCHITECTURES.keys()
    for architecture in ARCHITECTURES:
        config = TrainConfig(architecture=architecture)
        if name != "architecture" and (matters(name, config) or architecture in others):
            assert KNOBS[name].show(getattr(config, name)) == others.get(architecture, words["usual"])


def test_the_default_in_words_is_that_of_most_architectures_and_names_the_exceptions():
    assert default_in_words("architecture") == "cnn"
    assert default_in_words("epochs") == "4 (mlp 3, fast 1, best 30)"
    assert default_in_words("width") == "512 (gru 128, vit 64)"
    assert default_in_words("weight_decay") == "0.01"
    assert default_in_words("rare_digits") == "none"

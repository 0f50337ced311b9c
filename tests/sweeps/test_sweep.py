import dataclasses

import pytest

from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.sweeps.sweep import MOST_TRAININGS, Axis, Sweep, axis_from_text
from digitdemo.sweeps.values import UNSWEPT, architecture_for, knobs_to_sweep, usual_values, values_to_choose_from
from tests.sweeps.conftest import BASE, WIDTHS, sweep

DROPOUT = Axis("dropout", (0.0, 0.5))


def test_the_whole_map_comes_from_the_first_seed_before_the_next_one_begins():
    made = sweep(WIDTHS, DROPOUT, seeds=2)
    order = [(config.seed, config.width, config.dropout) for config in made.trainings]
    of_one_seed = [(width, dropout) for width in (2, 8, 32) for dropout in (0.0, 0.5)]
    assert order == [(seed, *values) for seed in (0, 1) for values in of_one_seed]
    assert [cell.place for cell in made.cells] == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    assert made.size == len(set(made.trainings)) == 12


def test_all_but_the_swept_knobs_and_the_seed_is_as_the_base_has_it():
    base = dataclasses.replace(BASE, seed=7, learning_rate=0.01)
    for config in Sweep(base, (WIDTHS,), 2).trainings:
        assert dataclasses.replace(config, width=base.width, seed=7) == base
    assert {config.seed for config in Sweep(base, (WIDTHS,), 2).trainings} == {7, 8}


def test_an_architecture_is_swept_with_the_other_knobs_alike():
    made = sweep(Axis("dropout", (0.0, 0.5)), Axis("architecture", ("mlp", "cnn")), seeds=1)
    assert {(c.architecture, c.dropout, c.epochs, c.train_size) for c in made.trainings} == {
        (name, dropout, 1, 200) for name in ("mlp", "cnn") for dropout in (0.0, 0.5)
    }


REFUSED = {
    "no knob": ((), 1, "sweep: 0 knobs"),
    "three knobs": ((WIDTHS, DROPOUT, Axis("epochs", (1, 2))), 1, "sweep: 3 knobs .* give 1 or 2"),
    "a knob twice": ((WIDTHS, Axis("width", (4, 16))), 1, "width: twice"),
    "an unknown knob": ((Axis("colour", (1, 2)),), 1, "sweep: 'colour' .* give one of architecture, "),
    "the seed": ((Axis("seed", (1, 2)),), 1, "sweep: 'seed' is not allowed"),
    "what changes test images only": ((Axis("test_noise", (0.0, 0.5)),), 1, "sweep: 'test_noise'"),
    "one value": ((Axis("width", (2,)),), 1, "width: 1 values are not allowed; give 2 to 12"),
    "a value twice": ((Axis("width", (2, 2)),), 1, "width: the same value twice"),
    "a value beyond the range": ((Axis("width", (2, 4096)),), 1, "width: 4096 .* 2 to 1,024"),
    "a value of another kind": ((Axis("width", (2, "8")),), 1, "width: '8'"),
    "no seed": ((WIDTHS,), 0, "seeds: 0 .* give 1 to 10"),
    "many seeds": ((WIDTHS,), 11, "seeds: 11"),
    "too many trainings": (
        (Axis("width", tuple(range(2, 14))), Axis("hidden_layers", (1, 2, 3, 4))),
        10,
        f"sweep: 480 trainings .* at most {MOST_TRAININGS}",
    ),
    "no images for validation": ((Axis("train_size", (200, 60_000)),), 1, "train_size: 60,000 .* at most 59,500"),
    "a knob without use for one of the architectures": (
        (WIDTHS, Axis("architecture", ("mlp", "linear"))),
        1,
        "width: 2 is not allowed with architecture linear",
    ),
    "a knob that makes no difference": ((Axis("rare_share", (0.1, 0.5)),), 1, "rare_share: .* no difference"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_names_field_value_and_what_is_allowed(what: str):
    axes, seeds, message = REFUSED[what]
    with pytest.raises(ConfigError, match=message):
        Sweep(BASE, axes, seeds)


def test_a_sweep_is_kept_as_texts_and_comes_back():
    for made in (sweep(WIDTHS, DROPOUT), sweep(Axis("augmentation", ("off", "light")), seeds=1)):
        assert Sweep.from_texts(made.to_texts()) == made
    for broken in ({}, {"sweep": "width:2,4", "seeds": "x"}, {"sweep": "width", "seeds": "1"}):
        with pytest.raises(ConfigError):
            Sweep.from_texts(broken)


def test_values_are_read_and_checked_as_knobs_are():
    assert axis_from_text("dropout", "0, 0.5") == DROPOUT
    with pytest.raises(ConfigError, match="dropout: 'x' is not allowed"):
        axis_from_text("dropout", "0,x")
    with pytest.raises(ConfigError, match="13 values"):
        Sweep(BASE, (axis_from_text("width", ",".join(map(str, range(2, 99)))),), 1)


@pytest.mark.parametrize("name", [name for name in KNOBS if name not in UNSWEPT and not KNOBS[name].letters])
def test_every_knob_has_values_by_default_that_make_a_sweep(name: str):
    base = TrainConfig(architecture=architecture_for(name), rare_digits="3")
    if name in ("weight_decay", "beta2"):
        base = base.with_knob("optimizer", "adamw")
    assert name in knobs_to_sweep(base)
    assert set(usual_values(name)) <= set(values_to_choose_from(name))
    assert len(Sweep(base, (Axis(name, usual_values(name)),), 1).trainings) >= 2


def test_width_is_swept_in_an_architecture_that_has_one():
    assert architecture_for("width") == "mlp"
    assert architecture_for("filters") == architecture_for("epochs") == "cnn"
    assert architecture_for("width", "filters") == "cnn"  # none has both; the message says so

"""The learning rate that suits a model: what its recipe says, carried over to other optimizers and schedules."""

import math

from digitdemo.config.train_config import KNOBS, TrainConfig

# The recipes' rates are the peaks of one cycle. A constant rate is to be about as large as their mean after the peak,
# and small enough to settle: a fifth. Adam at 0.001 for the MLP, which is Keras' default, is that.
_CONSTANT = 0.2

# Plain gradient descent has no division by the gradient's size, which is about alike for all networks here. Momentum of
# 0.9 sums up ten gradients, and so wants a tenth of the rate; a fifth settles no worse and is quicker.
_DESCENT = {"sgd": 0.5, "momentum": 0.1}


def customary_rate(config: TrainConfig) -> float:
    """Return the learning rate that suits the architecture, optimizer and schedule of `config`, as the knob has it."""
    recipe = TrainConfig(architecture=config.architecture)
    rate = _DESCENT.get(config.optimizer, recipe.learning_rate)
    if config.schedule == "constant":
        rate *= _CONSTANT
    return min(KNOBS["learning_rate"].choices, key=lambda choice: abs(math.log(choice / rate)))

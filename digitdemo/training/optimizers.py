"""The optimizers: how a step follows from the gradients."""

import keras
import tensorflow as tf

from digitdemo.config.train_config import TrainConfig

_MOMENTUM = 0.9
# As is customary: what only moves or scales a sum need not be small.
_NOT_DECAYED = ["bias", "gamma", "beta"]


def build_optimizer(config: TrainConfig, *, beta2: tf.Variable | None = None) -> keras.optimizers.Optimizer:
    """Return the optimizer of `config`; its learning rate is to be set at each step.

    With `beta2` that variable, which may change later, takes the place of the config's value.

    AdamW: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", arXiv:1711.05101.
    """
    beta_2 = config.beta2 if beta2 is None else beta2
    match config.optimizer:
        case "sgd":
            return keras.optimizers.SGD()
        case "momentum":
            return keras.optimizers.SGD(momentum=_MOMENTUM)
        case "adam":
            return keras.optimizers.Adam(beta_2=beta_2)
    optimizer = keras.optimizers.AdamW(weight_decay=config.weight_decay, beta_2=beta_2)
    optimizer.exclude_from_weight_decay(var_names=_NOT_DECAYED)
    return optimizer

"""How the learning rate goes over a training."""

import numpy as np

from digitdemo.config.train_config import TrainConfig


def learning_rates(config: TrainConfig, steps: int) -> np.ndarray:
    """Return the learning rate of each of the `steps` steps of a whole training, float32 (steps,).

    One cycle: L. N. Smith, "Super-convergence", arXiv:1708.07120, with the cosine's fall instead of the linear one.
    """
    if config.schedule == "constant":
        return np.full(steps, config.learning_rate, np.float32)
    rising, step = steps // 5, np.arange(steps)
    rise = (1 + 24 * step / max(1, rising)) / 25
    fall = (1 + np.cos(np.pi * (step - rising) / (steps - rising))) / 2
    return (config.learning_rate * np.where(step < rising, rise, fall)).astype(np.float32)

"""What a visitor who has chosen some knobs is likely to train next."""

from digitdemo.config.train_config import TrainConfig

# In the order in which people try them; the graphs of the others take so long to compile that a page had better say so.
_OFTEN_TRAINED = ("mlp", "linear", "cnn", "fast", "lenet", "best")


def likely_configs(chosen: TrainConfig, *others: TrainConfig) -> tuple[TrainConfig, ...]:
    """Return the configs to prepare for, the likeliest first: `chosen`, what else is offered, and the usual recipes."""
    recipes = (TrainConfig(architecture=name) for name in _OFTEN_TRAINED)
    return tuple(dict.fromkeys((chosen, *others, *recipes)))

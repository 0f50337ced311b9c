"""The step that names the run's knobs."""

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from digitdemo.takehome.recipe.step import Step


def knobs(run: Run) -> Step:
    """Return the constants that the later steps need, as this run had them."""
    config = run.config
    names = {
        "SEED": config.seed,
        "TRAIN_SIZE": config.train_size,
        "EPOCHS": config.epochs,
        **({"STOPPED_AFTER": len(run.history) - 1} if stopped_early(run) else {}),
        "BATCH_SIZE": min(config.batch_size, config.train_size),
        "LEARNING_RATE": config.learning_rate,
        **_where_used(config),
    }
    return Step("The knobs of the run.", "\n".join(f"{name} = {_written(value)}" for name, value in names.items()))


def stopped_early(run: Run) -> bool:
    """Return whether somebody stopped it after some of its epochs; early stopping is another thing."""
    return run.outcome == "stopped" and 0 < len(run.history) - 1 < run.config.epochs


def _written(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _where_used(config: TrainConfig) -> dict[str, object]:
    used: dict[str, object] = {}
    if config.optimizer in ("adam", "adamw"):
        used["BETA2"] = config.beta2
    if config.optimizer == "adamw":
        used["WEIGHT_DECAY"] = config.weight_decay
    if config.patience:
        used["PATIENCE"] = config.patience
    if config.rare_digits:
        used |= {"RARE_DIGITS": config.rare_digits, "RARE_SHARE": config.rare_share}
    if config.label_noise:
        used["LABEL_NOISE"] = config.label_noise
    if config.pen_drawings:
        used["PEN_DRAWINGS"] = config.pen_drawings
    if config.test_noise or config.test_shift:
        used |= {"TEST_NOISE": config.test_noise, "TEST_SHIFT": config.test_shift}
    return used

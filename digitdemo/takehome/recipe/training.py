"""The steps that train: loss, optimizer, learning rates, epochs, and what came out."""

from collections.abc import Iterator

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from digitdemo.takehome.recipe.augmentation import augmentation
from digitdemo.takehome.recipe.knobs import stopped_early
from digitdemo.takehome.recipe.step import Step, lines


def training(run: Run) -> Iterator[Step]:
    """Yield them, as digitdemo/training/loop.py trains."""
    config = run.config
    if config.augmentation != "off":
        yield augmentation(config.augmentation)
    if config.pen_drawings:
        yield _LOSS_WITH_NO_DIGIT
    yield _optimizer(config)
    yield _rates(config)
    yield _MEASURES
    if config.patience:
        yield _VALIDATION_LOSS
    yield _epochs(run)
    yield _result(run)


def _optimizer(config: TrainConfig) -> Step:
    optimizer = {
        "sgd": "optimizer = keras.optimizers.SGD()",
        "momentum": "optimizer = keras.optimizers.SGD(momentum=0.9)",
        "adam": "optimizer = keras.optimizers.Adam(beta_2=BETA2)",
        "adamw": "optimizer = keras.optimizers.AdamW(weight_decay=WEIGHT_DECAY, beta_2=BETA2)\n"
        'optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])',
    }[config.optimizer]
    loss = "" if config.pen_drawings else "loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)\n"
    return Step("Optimizer and loss.", f"{optimizer}\n{loss}model.compile(optimizer, loss)")


_LOSS_WITH_NO_DIGIT = Step(
    "The loss. What is no digit, label 10, ought to be each of the ten with the same probability.",
    lines(
        """
        def loss(labels, logits):
            labels = keras.ops.cast(keras.ops.reshape(labels, (-1,)), "int32")
            told = keras.ops.minimum(labels, 9)
            digits = keras.losses.sparse_categorical_crossentropy(told, logits, from_logits=True)
            uniform = keras.ops.logsumexp(logits, axis=-1) - keras.ops.mean(logits, axis=-1)
            return keras.ops.where(labels == 10, uniform, digits)
        """
    ),
)


def _rates(config: TrainConfig) -> Step:
    steps = "steps = -(-len(learned) // BATCH_SIZE)  # of an epoch"
    if config.schedule == "constant":
        return Step("The learning rate stays the same.", f"{steps}\nrates = np.full(EPOCHS * steps, LEARNING_RATE)")
    return Step(
        "One cycle: the learning rate rises in the first fifth of the training and then falls to nearly 0.",
        lines(
            """
            steps = -(-len(learned) // BATCH_SIZE)  # of an epoch
            step, rising = np.arange(EPOCHS * steps), EPOCHS * steps // 5
            rise = (1 + 24 * step / max(1, rising)) / 25
            fall = (1 + np.cos(np.pi * (step - rising) / (EPOCHS * steps - rising))) / 2
            rates = LEARNING_RATE * np.where(step < rising, rise, fall)
            """
        ),
    )


_MEASURES = Step(
    "How images go into the network, and what share of them it reads right, dropout off.",
    lines(
        """
        def pixels(images):
            return images[..., None].astype("float32") / 255  # (n, 28, 28, 1), 0 = paper, 1 = ink


        def accuracy(images, labels):
            logits = model.predict(pixels(images), batch_size=250, verbose=0)
            return float(np.mean(logits.argmax(axis=1) == labels))
        """
    ),
)
_VALIDATION_LOSS = Step(
    "The mean cross-entropy on the images that are held out: early stopping goes by it.",
    lines(
        """
        def validation_loss():
            logits = model.predict(pixels(x_train[held_out]), batch_size=250, verbose=0).astype("float64")
            top = logits.max(axis=1)
            sums = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
            return float(np.mean(sums - logits[np.arange(len(logits)), y_train[held_out]]))
        """
    ),
)


def _epochs(run: Run) -> Step:
    config, early = run.config, stopped_early(run)
    batch = "pixels(x_train[batch])"
    if config.augmentation != "off":
        batch = f"augment({batch}, tf.constant([SEED, at]))"
    parts = [
        _BEFORE if config.patience else "",
        f"for epoch in range(1, {'STOPPED_AFTER' if early else 'EPOCHS'} + 1):",
        "    order = np.random.default_rng([SEED, epoch]).permutation(learned)",
        "    for first in range(0, len(order), BATCH_SIZE):",
        "        at, batch = (epoch - 1) * steps + first // BATCH_SIZE, order[first : first + BATCH_SIZE]",
        "        model.optimizer.learning_rate = float(rates[at])",
        f"        model.train_on_batch({batch}, y_train[batch])",
        '    print(f"Epoch {epoch}: {accuracy(x_test, y_test):.2%} of the test images right", flush=True)',
        _WATCH if config.patience else "",
    ]
    says = "The training, as far as the run came before it was stopped." if early else "The training."
    return Step(says, "\n".join(filter(None, parts)))


_BEFORE = "best, best_epoch, best_weights = np.inf, 0, None"
_WATCH = """    now = validation_loss()
    if now < best:
        best, best_epoch, best_weights = now, epoch, model.get_weights()
    if epoch - best_epoch >= PATIENCE:
        break
model.set_weights(best_weights)  # of the epoch with the lowest loss"""


def _result(run: Run) -> Step:
    was = f"{run.kept.test_accuracy:.2%}" if len(run.history) > 1 else "unknown"
    return Step(
        "What came out. The run's own figure stands beside it.",
        f'print(f"Test accuracy: {{accuracy(x_test, y_test):.4f}} (the run: {was})")',
    )

"""The steps that make the images: MNIST, the part of it that the run learned from, and the test images."""

from collections.abc import Iterator

from digitdemo.config.train_config import TrainConfig
from digitdemo.takehome.recipe.step import Step, lines

DRAWINGS_FILE = "pen_drawings.npz"  # arrays "images" and "labels", as `digitdemo.data.synthetic` makes them

LOAD = lines(
    """
    if MNIST:
        with np.load(MNIST, allow_pickle=False) as arrays:
            x_train, y_train, x_test, y_test = (arrays[name] for name in ("x_train", "y_train", "x_test", "y_test"))
    else:
        (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    y_train, y_test = y_train.astype("int32"), y_test.astype("int32")
    """
)


def images(config: TrainConfig) -> Iterator[Step]:
    """Yield them. They follow digitdemo/data/splits.py to the last image."""
    yield Step("MNIST: 60,000 training and 10,000 test images of 28 × 28 pixels, 0 = paper, 255 = ink.", LOAD)
    yield Step(
        "The images that the run learned from, drawn at random. Up to 5,000 of the others are for validation.",
        lines(
            """
            shuffled = np.random.default_rng([SEED, 0]).permutation(len(x_train))
            learned = shuffled[:TRAIN_SIZE]
            held_out = shuffled[max(TRAIN_SIZE, len(x_train) - 5000) :]
            """
        ),
    )
    if config.rare_digits:
        yield _RARE
    if config.label_noise:
        yield _WRONG
    if config.pen_drawings:
        yield _DRAWN
    if config.test_noise or config.test_shift:
        yield _DISTURBED


_RARE = Step(
    "Of the rare digits only a share is used.",
    lines(
        """
        kept = np.ones(len(learned), bool)
        for digit in RARE_DIGITS:
            places = np.flatnonzero(y_train[learned] == int(digit))
            kept[places[int(np.ceil(RARE_SHARE * len(places))) :]] = False
        learned = learned[kept]
        """
    ),
)
_WRONG = Step(
    "Some images get a wrong label: one of the other nine digits.",
    lines(
        """
        rng = np.random.default_rng([SEED, 1 << 20])
        chosen = learned[rng.permutation(len(learned))[: round(LABEL_NOISE * len(learned))]]
        y_train = y_train.copy()
        y_train[chosen] = (y_train[chosen] + rng.integers(1, 10, len(chosen))) % 10
        """
    ),
)
_DRAWN = Step(
    "The run also learned from pictures that the app drew: digits, and letters and scribbles, whose label is 10, "
    f"“no digit”. `python -m digitdemo export` writes them into `{DRAWINGS_FILE}`. Without that file they are left "
    "out, which changes little on MNIST's test images and much on scribbles.",
    lines(
        f"""
        if Path("{DRAWINGS_FILE}").exists():
            with np.load("{DRAWINGS_FILE}", allow_pickle=False) as arrays:
                drawn, drawn_labels = arrays["images"][:PEN_DRAWINGS], arrays["labels"][:PEN_DRAWINGS]
            learned = np.concatenate([learned, len(x_train) + np.arange(len(drawn))])
            x_train, y_train = np.concatenate([x_train, drawn]), np.concatenate([y_train, drawn_labels.astype("int32")])
        else:
            print("{DRAWINGS_FILE} is not here: the pictures drawn by the app are left out.")
        """
    ),
)
_DISTURBED = Step(
    "The test images are moved and made noisy, as they were for the run.",
    lines(
        """
        rng = np.random.default_rng([SEED, 2 << 20])
        padded = np.pad(x_test, ((0, 0), (TEST_SHIFT, TEST_SHIFT), (TEST_SHIFT, TEST_SHIFT)))
        down, right = rng.integers(0, 2 * TEST_SHIFT + 1, (2, len(x_test)))
        x_test = np.stack([padded[n, a : a + 28, b : b + 28] for n, (a, b) in enumerate(zip(down, right))])
        if TEST_NOISE:
            grains = rng.standard_normal(x_test.shape, np.float32) * np.float32(255 * TEST_NOISE)
            x_test = np.clip(x_test + grains, 0, 255).astype("uint8")
        """
    ),
)

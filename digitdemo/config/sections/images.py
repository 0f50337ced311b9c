"""What a network learns from, and what it is tested on."""

from dataclasses import dataclass

from digitdemo.config.augmentation import STRENGTHS
from digitdemo.config.sections.knob_field import knob_field
from digitdemo.texts import mark

MOST_TRAINING_IMAGES = 60_000  # MNIST's
VALIDATION_SIZE = 5_000  # images at most
FEWEST_VALIDATION_IMAGES = 500  # a temperature fitted to fewer, or an epoch chosen by them, is worse than none


@dataclass(frozen=True, kw_only=True)
class TrainingImages:
    """What the model learns from."""

    train_size: int = knob_field(
        MOST_TRAINING_IMAGES - VALIDATION_SIZE,
        label=mark("Training images"),
        purpose=mark(
            "How many of MNIST's 60,000 training images are used, drawn at random. With few images a model overfits. "
            "Up to 5,000 of the others are for validation: they tell how sure the model may be of its answers."
        ),
        minimum=100,
        maximum=MOST_TRAINING_IMAGES,
        choices=(100, 200, 500, 1000, 2000, 5000, 10000, 20000, 30000, 55000, 60000),
        shapes_graph=False,
        in_sight=1,
    )
    augmentation: str = knob_field(
        "off",
        label=mark("Augmentation"),
        purpose=mark(
            "Changes every training image a little, anew at every step: turns, slants, stretches, shifts and bends "
            "it, makes it thicker or thinner. The model sees more kinds of handwriting than MNIST has, and learns more "
            "slowly. “worn” makes every other image look as if it came from old papers: larger, slanted to the right, "
            "with hard edges, holes and blots."
        ),
        choices=(mark("off"), *STRENGTHS),
    )
    pen_drawings: int = knob_field(
        0,
        label=mark("Added pen drawings"),
        purpose=mark(
            "How many pictures drawn by the computer are added to the training images. Of every six, four are "
            "digits in styles that are rare in MNIST, such as a crossed 7; the other two, a letter and a scribble, "
            "teach the model what is no digit."
        ),
        minimum=0,
        maximum=12000,
        choices=(0, 600, 3000, 6000, 12000),
        shapes_graph=False,
    )
    rare_digits: str = knob_field(
        "",
        label=mark("Rare digits"),
        purpose=mark("Digits of which only a share of the training images is used: an imbalanced training set."),
        letters="0123456789",
        shapes_graph=False,
    )
    rare_share: float = knob_field(
        0.1,
        label=mark("Share of the rare digits"),
        purpose=mark("How much of the rare digits' training images is used. With 0 the model never sees one."),
        minimum=0.0,
        maximum=1.0,
        choices=(0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
        shapes_graph=False,
    )
    label_noise: float = knob_field(
        0.0,
        label=mark("Wrong labels"),
        purpose=mark("The share of training images that get a wrong label: one of the other nine digits, at random."),
        minimum=0.0,
        maximum=0.9,
        step=0.05,
        shapes_graph=False,
    )


@dataclass(frozen=True, kw_only=True)
class EvaluationImages:
    """What the model is tested on."""

    test_noise: float = knob_field(
        0.0,
        label=mark("Noise on test images"),
        purpose=mark(
            "How strong the noise on every pixel of the test images is: its standard deviation, where paper is 0 "
            "and ink is 1. Training images stay as they are."
        ),
        minimum=0.0,
        maximum=1.0,
        step=0.05,
        shapes_graph=False,
    )
    test_shift: int = knob_field(
        0,
        label=mark("Shift of test images"),
        purpose=mark(
            "How far each test image is shifted at most, at random, both sideways and up or down. An image is 28 "
            "pixels wide. Training images stay as they are."
        ),
        minimum=0,
        maximum=8,
        step=1,
        unit=mark("pixels"),
        shapes_graph=False,
    )

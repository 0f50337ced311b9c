"""Gradients that fade: what of the gradient arrives in each of ten layers, and what five cures change.

Sources: S. Hochreiter, "Untersuchungen zu dynamischen neuronalen Netzen", diploma thesis, TU München, 1991,
https://people.idsia.ch/~juergen/SeppHochreiter1991ThesisAdvisorSchmidhuber.pdf; layer by layer, as here: X. Glorot,
Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
https://proceedings.mlr.press/v9/glorot10a.html.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, geometric_mean
from typing import Literal

from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.studies.study import Choices, Study
from digitdemo.runs.metrics import Amount, Fraction, Whole
from digitdemo.texts import mark, tr

LAYERS, WIDTH = 10, 128
EPOCHS, IMAGES, BATCH, RATE = 5, 20_000, 64, 0.1
SEEDS = (0, 1, 2)
_CLOSE, _FAR = 0.1, 1e-4  # of the last layer's gradient: where the three ranges end

Start = Literal["glorot_uniform", "he_normal"]


@dataclass(frozen=True, kw_only=True)
class Net:
    """How one of the networks is built, of hidden layers of `WIDTH` units.

    `start` is how large its first weights are, by Glorot and Bengio, or by K. He and others, arXiv:1502.01852, for
    ReLU. Batch normalization: S. Ioffe, C. Szegedy, arXiv:1502.03167, before the activation. With `shortcuts` each
    layer after the first adds its output to its input: K. He and others, arXiv:1512.03385.
    """

    label: str
    activation: Literal["sigmoid", "relu"] = "sigmoid"
    layers: int = LAYERS
    start: Start = "glorot_uniform"
    batch_norm: bool = False
    shortcuts: bool = False


SICK = "sigmoid"
NETS = {
    SICK: Net(label=mark("ten sigmoid layers")),
    "shallow": Net(label=mark("two sigmoid layers"), layers=2),
    "relu": Net(label=mark("ten ReLU layers"), activation="relu"),
    "he": Net(label=mark("ten ReLU layers, He initialization"), activation="relu", start="he_normal"),
    "batch-norm": Net(label=mark("sigmoid, batch normalization"), batch_norm=True),
    "shortcuts": Net(label=mark("sigmoid, shortcuts"), shortcuts=True),
}
CURES = tuple(name for name in NETS if name != SICK)


@dataclass(frozen=True, kw_only=True)
class Deep:
    """One training: the root mean square of the gradient by the kernel of each hidden layer, from the picture on.

    `before` the first step and `after` the last one, of the mean loss of the same 1,000 training images; and the
    accuracy on the test images at the end.
    """

    seed: Whole
    before: tuple[Amount, ...]
    after: tuple[Amount, ...]
    test_accuracy: Fraction


@dataclass(frozen=True, kw_only=True)
class Fading:
    """The trainings of each of `NETS`, by its name, from every seed."""

    nets: dict[str, tuple[Deep, ...]]

    def arriving(self, name: str) -> float:
        """Return the first layer's gradient before the first step as a share of the last hidden layer's."""
        return geometric_mean([one.before[0] / one.before[-1] for one in self.nets[name]])

    def size(self, name: str) -> float:
        """Return how large the gradient is before the first step, on average over seeds and layers."""
        return geometric_mean([gradient for one in self.nets[name] for gradient in one.before])

    def accuracy(self, name: str) -> float:
        """Return the mean accuracy on the test images."""
        return fmean(one.test_accuracy for one in self.nets[name])


def _rounded(times: float) -> float:
    """Return a number with two digits that count: what three seeds can tell."""
    return float(f"{times:.2g}")


def _choices(record: Fading) -> Choices:
    share = record.arriving(SICK)
    return (
        Choice(tr("A tenth of it or more"), share >= _CLOSE, "level"),
        Choice(tr("Between a tenth and a ten-thousandth"), _FAR <= share < _CLOSE, "tilted"),
        Choice(tr("Less than a ten-thousandth"), share < _FAR, "steep"),
    )


def _outcome(record: Fading) -> str:
    return tr(
        "In the first layer the gradient is {times:,.0f} times smaller than in the tenth. After {epochs} epochs the "
        "network reads {share:.1%} of the test images right.",
        times=_rounded(1 / record.arriving(SICK)),
        epochs=EPOCHS,
        share=record.accuracy(SICK),
    )


def _see(record: Fading) -> str:
    accuracies = [record.accuracy(name) for name in CURES]
    return " ".join(
        [
            tr(
                "From each sigmoid layer to the one before it about {share:.0%} of the gradient is left; nine times in "
                "a row, that leaves almost nothing.",
                share=record.arriving(SICK) ** (1 / (LAYERS - 1)),
            ),
            tr(
                "With the cures the networks read {low:.1%} to {high:.1%} right.",
                low=min(accuracies),
                high=max(accuracies),
            ),
            tr(
                "In ten layers of ReLU the first one gets {relu:.0%} of the tenth's gradient, with batch normalization "
                "{norm:.0%}, and {shortcuts:.0%} with shortcuts, which carry each layer's input past it.",
                relu=record.arriving("relu"),
                norm=record.arriving("batch-norm"),
                shortcuts=record.arriving("shortcuts"),
            ),
            tr(
                "How large the first weights are matters, too: with He initialization, made for ReLU, the gradients of "
                "all layers begin about {times:,.0f} times larger.",
                times=_rounded(record.size("he") / record.size("relu")),
            ),
        ]
    )


FADING: Study[Fading] = Study(
    record=Fading,
    question=mark("Do all of ten hidden layers learn?"),
    setting=mark(
        "A network learns by its gradient: how the loss changes with each weight. The gradient is computed from the "
        "answer back to the picture, layer by layer. Here a network has ten hidden layers of 128 sigmoid units, and "
        "others are built a little differently. Each learns from 20,000 images for five epochs, from three seeds."
    ),
    ask=mark(
        "Before the first step of the ten sigmoid layers: how large is the gradient in the first layer, next to the "
        "picture, compared to that in the tenth?"
    ),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "One width, plain gradient descent, one learning rate for all (0.1, tried with seed 0 before): each network "
        "may do better with its own. Ranges and question were worded after a trial of seed 0. A gradient is the root "
        "mean square over a layer's weights, for the same 1,000 training images. Sources: [S. Hochreiter, 1991]"
        "(https://people.idsia.ch/~juergen/SeppHochreiter1991ThesisAdvisorSchmidhuber.pdf); [X. Glorot, Y. Bengio, "
        "2010](https://proceedings.mlr.press/v9/glorot10a.html); He initialization: [K. He and others, "
        "2015](https://arxiv.org/abs/1502.01852); batch normalization: [S. Ioffe, C. Szegedy, "
        "2015](https://arxiv.org/abs/1502.03167); shortcuts: [K. He and others, 2015]"
        "(https://arxiv.org/abs/1512.03385)."
    ),
    think=mark(
        "The optimizer Adam makes about equally long steps, however small a gradient is. Is that enough for four "
        "sigmoid layers? And why might it not be for ten?"
    ),
    age=16,
    minutes=30,
    lab=dict(
        architecture="mlp",
        hidden_layers=4,
        width=WIDTH,
        activation="sigmoid",
        batch_norm="off",
        dropout=0.0,
        optimizer="sgd",
        learning_rate=RATE,
        schedule="constant",
        batch_size=BATCH,
        epochs=EPOCHS,
        train_size=IMAGES,
    ),
)

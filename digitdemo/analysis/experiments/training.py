"""Experiments in which the way of training is to blame."""

from typing import Any

from digitdemo.analysis.experiments.experiment import Arm, Experiment
from digitdemo.analysis.experiments.lesson import Changed, Lesson, Sketched

_MLP: dict[str, Any] = dict(architecture="mlp", width=32, schedule="constant", epochs=8)
_SIGMOID: dict[str, Any] = dict(
    architecture="mlp",
    hidden_layers=4,
    width=128,
    activation="sigmoid",
    optimizer="sgd",
    schedule="one-cycle",
    learning_rate=0.2,
    epochs=4,
)

TRAINING: dict[str, Experiment] = {
    "rate-too-small": Experiment(
        title="The learning rate is too small",
        claim="With steps a hundred times smaller, a model learns much less in the same time.",
        see="At a learning rate of {learning_rate:cure} in place of {learning_rate:broken} it reads {test:broken<cure} "
        "more of the new images right after {epochs:broken} epochs. The smaller rate is slow, not stuck: the last "
        "epoch still added {last_gain:broken} on train.",
        lesson=Lesson(
            question="What if the learning rate is {learning_rate:broken}?",
            two=("learning rate {learning_rate:broken}", "learning rate {learning_rate:cure}"),
            predict=Sketched(("guess", "low", "together")),
            think="Would it get there with more epochs? How could you tell from the end of its curve?",
        ),
        finding="learning too slowly",
        broken=dict(**_MLP, learning_rate=1e-5),
        cure=dict(learning_rate=0.001),
    ),
    "rate-too-large": Experiment(
        title="The learning rate is too large",
        claim="Steps that are too large jump over every solution.",
        see="At a learning rate of {learning_rate:cure} in place of {learning_rate:broken} it reads {test:broken<cure} "
        "more of the new images right. With the large steps it reads {test:broken}, as if it guessed among ten digits; "
        "no epoch read more than {best_test:broken}.",
        lesson=Lesson(
            question="What if the learning rate is {learning_rate:broken}?",
            two=("learning rate {learning_rate:broken}", "learning rate {learning_rate:cure}"),
            predict=Sketched(("guess", "falls", "gap")),
            think="Think of walking down into a valley with giant steps. What happens near the bottom?",
        ),
        finding="learning rate too large",
        broken=dict(**_MLP, learning_rate=0.5),
        cure=dict(learning_rate=0.001),
    ),
    "too-few-epochs": Experiment(
        title="Stopped too early",
        claim="After one or two passes over the images a network has not yet learned all it can.",
        see="{epochs:cure} epochs in place of {epochs:broken} lift test by {test:broken<cure}. That more was to come "
        "could be seen: the last of the {epochs:broken} still added {last_gain:broken} on train, and the last of the "
        "{epochs:cure} only {last_gain:cure}.",
        lesson=Lesson(
            question="What do {epochs:cure} epochs give in place of {epochs:broken}?",
            two=("{epochs:broken} epochs", "{epochs:cure} epochs"),
            predict=Changed(),
            think="How do you see in a curve whether more epochs would still pay?",
        ),
        finding="still improving",
        broken={**_MLP, "learning_rate": 0.001, "epochs": 2},
        cure=dict(epochs=8),
    ),
    "no-dropout": Experiment(
        title="No dropout",
        claim="Dropout keeps a network from learning a small set of images by heart.",
        see="Dropout lifts test by {test:broken<cure}. The gap between train and test shrinks by {gap:broken>cure}, "
        "and {gap:cure} are left: {train_size:broken} images are few.",
        lesson=Lesson(
            question="Does dropout close the gap between train and test?",
            two=("no dropout", "dropout {dropout:cure}"),
            predict=Changed("gap"),
            think="Why could it help to switch off half of the units at random while learning?",
        ),
        finding="overfitting",
        broken=dict(
            architecture="cnn",
            filters=16,
            dropout=0.0,
            schedule="constant",
            learning_rate=0.001,
            train_size=1000,
            epochs=30,
        ),
        cure=dict(dropout=0.5),
    ),
    "no-batch-norm": Experiment(
        title="No batch normalization",
        claim="In four sigmoid layers the gradient fades before it reaches the first one.",
        see="With batch normalization the same network reads {test:broken<cure} more of the new images right. Without, "
        "the gradient fades on its way back: beside its weights it is {fading:broken} as large in the last layer as in "
        "the first; with it, {fading:cure}. Other ways out: Adam, whose steps do not shrink with the gradient, reads "
        "{test:broken<adam} more right, and ReLU in place of the sigmoid {test:broken<relu}.",
        lesson=Lesson(
            question="What if four sigmoid layers learn without batch normalization?",
            two=("no batch normalization", "batch normalization"),
            predict=Sketched(("low", "gap", "guess")),
            think="A sigmoid is nearly flat at both ends. What becomes of a gradient on its way back through four?",
        ),
        finding="no gradient",
        broken=_SIGMOID,
        cure=dict(batch_norm="on"),
        apart={
            "adam": Arm(label="Adam instead", knobs=dict(optimizer="adam", learning_rate=0.005)),
            "relu": Arm(label="ReLU instead", knobs=dict(activation="relu")),
        },
        chart="gradients",
    ),
}

"""Experiments in which the way of training is to blame."""

from typing import Any

from digitdemo.analysis.experiments.experiment import Arm, Experiment
from digitdemo.analysis.experiments.lesson import Changed, Lesson, Sketched
from digitdemo.texts import mark

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
        claim=mark("With steps a hundred times smaller, a model learns much less in the same time."),
        see=mark(
            "At a learning rate of {learning_rate:cure} in place of {learning_rate:broken} it reads {test:broken<cure} "
            "more of the new images right after {epochs:broken} epochs. The smaller rate is slow, not stuck: the last "
            "epoch still added {last_gain:broken} on train."
        ),
        lesson=Lesson(
            question=mark("What if the learning rate is {learning_rate:broken}?"),
            two=(mark("learning rate {learning_rate:broken}"), mark("learning rate {learning_rate:cure}")),
            predict=Sketched(("guess", "low", "together")),
            think=mark("Would it get there with more epochs? How could you tell from the end of its curve?"),
            age=14,
            minutes=15,
        ),
        finding="learning too slowly",
        broken=dict(**_MLP, learning_rate=1e-5),
        cure=dict(learning_rate=0.001),
    ),
    "rate-too-large": Experiment(
        title="The learning rate is too large",
        claim=mark("Steps that are too large jump over every solution."),
        see=mark(
            "At a learning rate of {learning_rate:cure} in place of {learning_rate:broken} it reads {test:broken<cure} "
            "more of the new images right. With the large steps it reads {test:broken}, as if it guessed among ten "
            "digits; no epoch read more than {best_test:broken}."
        ),
        lesson=Lesson(
            question=mark("What if the learning rate is {learning_rate:broken}?"),
            two=(mark("learning rate {learning_rate:broken}"), mark("learning rate {learning_rate:cure}")),
            predict=Sketched(("guess", "falls", "gap")),
            think=mark("Think of walking down into a valley with giant steps. What happens near the bottom?"),
            age=13,
            minutes=15,
        ),
        finding="learning rate too large",
        broken=dict(**_MLP, learning_rate=0.5),
        cure=dict(learning_rate=0.001),
    ),
    "too-few-epochs": Experiment(
        title="Stopped too early",
        claim=mark("After one or two passes over the images a network has not yet learned all it can."),
        see=mark(
            "{epochs:cure} epochs in place of {epochs:broken} lift test by {test:broken<cure}. That more was to come "
            "could be seen: the last of the {epochs:broken} still added {last_gain:broken} on train, and the last of "
            "the {epochs:cure} only {last_gain:cure}."
        ),
        lesson=Lesson(
            question=mark("What do {epochs:cure} epochs give in place of {epochs:broken}?"),
            two=(mark("{epochs:broken} epochs"), mark("{epochs:cure} epochs")),
            predict=Changed(),
            think=mark("How do you see in a curve whether more epochs would still pay?"),
            age=12,
            minutes=15,
        ),
        finding="still improving",
        broken={**_MLP, "learning_rate": 0.001, "epochs": 2},
        cure=dict(epochs=8),
    ),
    "no-dropout": Experiment(
        title="No dropout",
        claim=mark("Dropout keeps a network from learning a small set of images by heart."),
        see=mark(
            "Dropout lifts test by {test:broken<cure}. The gap between train and test shrinks by {gap:broken>cure}, "
            "and {gap:cure} are left: {train_size:broken} images are few."
        ),
        lesson=Lesson(
            question=mark("Does dropout close the gap between train and test?"),
            two=(mark("no dropout"), mark("dropout {dropout:cure}")),
            predict=Changed("gap"),
            think=mark("Why could it help to switch off half of the units at random while learning?"),
            age=14,
            minutes=25,
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
        claim=mark("In four sigmoid layers the gradient fades before it reaches the first one."),
        see=mark(
            "With batch normalization the same network reads {test:broken<cure} more of the new images right. Without, "
            "the gradient fades on its way back: beside its weights it is {fading:broken} as large in the last layer "
            "as in the first; with it, {fading:cure}. Other ways out: Adam, whose steps do not shrink with the "
            "gradient, reads {test:broken<adam} more right, and ReLU in place of the sigmoid {test:broken<relu}."
        ),
        lesson=Lesson(
            question=mark("What if four sigmoid layers learn without batch normalization?"),
            two=(mark("no batch normalization"), mark("batch normalization")),
            predict=Sketched(("low", "gap", "guess")),
            think=mark(
                "A sigmoid is nearly flat at both ends. What becomes of a gradient on its way back through four?"
            ),
            age=16,
            minutes=30,
        ),
        finding="no gradient",
        broken=_SIGMOID,
        cure=dict(batch_norm="on"),
        apart={
            "adam": Arm(label=mark("Adam instead"), knobs=dict(optimizer="adam", learning_rate=0.005)),
            "relu": Arm(label=mark("ReLU instead"), knobs=dict(activation="relu")),
        },
        chart="gradients",
    ),
}

"""Experiments in which the network itself is to blame."""

from typing import Any

from digitdemo.analysis.experiments.experiment import Arm, Experiment
from digitdemo.analysis.experiments.lesson import Changed, Lesson, Ranged, Sketched
from digitdemo.texts import mark

_MLP: dict[str, Any] = dict(architecture="mlp", schedule="one-cycle", learning_rate=0.005, epochs=4)

# Of the capacity: the widest learns 2,000 images by heart. Of 8, 32, 128 and 512 units, 32 were chosen as those that
# read test images best in a trial with wrong labels, from seed 0.
_WIDEST, _BEST = 512, 32

NETWORK: dict[str, Experiment] = {
    "too-simple": Experiment(
        title="The model is too simple",
        claim=mark(
            "One weighted sum of the pixels for each digit cannot tell all digits apart, however long it is trained."
        ),
        see=mark(
            "The convolutional network reads {test:broken<cure} more of the new images right. Training the linear "
            "model for {epochs:long} epochs in place of {epochs:broken} changes its test accuracy by "
            "{test:broken=long}. It does not even fit what it has seen: of its own training images it reads "
            "{train:broken} right."
        ),
        lesson=Lesson(
            question=mark("What if a model can only add up votes of single pixels?"),
            two=(mark("the linear model"), mark("the convolutional network")),
            predict=Ranged("second"),
            think=mark("Which two digits would you expect a linear model to confuse most, and why?"),
            age=13,
            minutes=20,
        ),
        finding="underfitting",
        broken=dict(architecture="linear", epochs=2),
        cure=dict(architecture="fast"),
        apart={"long": Arm(label=mark("Linear, longer"), knobs=dict(epochs=20))},
    ),
    "few-neurons": Experiment(
        title="Too few neurons",
        claim=mark("Four units in each hidden layer are too few to tell ten digits apart."),
        see=mark(
            "With {width:cure} units in place of {width:broken} it reads {test:broken<cure} more of the new images "
            "right. Train and test stay low together, {train:broken} and {test:broken}: it does not overfit, it is too "
            "narrow."
        ),
        lesson=Lesson(
            question=mark("What if each hidden layer has only {width:broken} units?"),
            two=(mark("{width:broken} units"), mark("{width:cure} units")),
            predict=Sketched(("gap", "low", "together")),
            think=mark("Would more training images help the narrow network? What about more epochs?"),
            age=12,
            minutes=15,
        ),
        finding="underfitting",
        broken=dict(**_MLP, width=4),
        cure=dict(width=32),
    ),
    "few-layers": Experiment(
        title="Too few layers",
        claim=mark("Without a hidden layer a network is only a linear model."),
        see=mark(
            "One hidden layer of {width:cure} units lifts test by {test:broken<cure}, and train by "
            "{train:broken<cure}. A second one adds {test:cure<two} on test."
        ),
        lesson=Lesson(
            question=mark("What if a network has no hidden layer?"),
            two=(mark("no hidden layer"), mark("one hidden layer")),
            predict=Ranged("third"),
            think=mark("A second hidden layer adds less than the first one did. What could be the reason?"),
            age=13,
            minutes=15,
        ),
        finding="underfitting",
        broken=dict(**_MLP, hidden_layers=0, width=32),
        cure=dict(hidden_layers=1),
        apart={"two": Arm(label=mark("Two hidden layers"), knobs=dict(hidden_layers=2))},
    ),
    "activation": Experiment(
        title="No activation function",
        claim=mark("Without an activation function between them, several layers can do no more than one."),
        see=mark(
            "With ReLU between its layers the same network reads {test:broken<cure} more of the new images right. "
            "Without, its two hidden layers are worth nothing: a network with no hidden layer at all differs by "
            "{test:broken=none} on test."
        ),
        lesson=Lesson(
            question=mark("What if the layers have no activation function?"),
            two=(mark("no activation function"), mark("ReLU")),
            predict=Changed(),
            think=mark(
                "Multiply two numbers with a third one in between: why are two linear layers worth no more than one?"
            ),
            age=15,
            minutes=20,
        ),
        finding="underfitting",
        broken=dict(**_MLP, activation="none", width=32),
        cure=dict(activation="relu"),
        apart={"none": Arm(label=mark("No hidden layer"), knobs=dict(hidden_layers=0))},
    ),
    "no-convolution": Experiment(
        title="No convolution",
        claim=mark("A dense network has to learn every shape again for every place in the picture."),
        see=mark(
            "On test images that are moved by up to {test_shift:broken} pixels the convolutional network reads "
            "{test:broken<cure} more right. On images in the middle it is ahead by only {test:dense<convolutional}. "
            "Being moved costs the dense network {test:dense>broken}, and the convolutional one "
            "{test:convolutional>cure}, which has {parameters:cure} weights in place of {parameters:broken}."
        ),
        lesson=Lesson(
            question=mark("What if the test digits are moved by up to {test_shift:broken} pixels?"),
            two=(mark("the dense network"), mark("the convolutional network")),
            predict=Ranged("first"),
            think=mark("Why does it help that a filter is the same at every place of the picture?"),
            age=14,
            minutes=20,
        ),
        finding="test images differ",
        broken=dict(**_MLP, train_size=10_000, test_shift=2),
        cure=dict(architecture="cnn", dropout=0.0),
        apart={
            "dense": Arm(label=mark("Dense, images in the middle"), knobs=dict(test_shift=0)),
            "convolutional": Arm(
                label=mark("Convolutional, images in the middle"),
                knobs=dict(test_shift=0, architecture="cnn", dropout=0.0),
            ),
        },
    ),
    "capacity": Experiment(
        title="Too many neurons for wrong labels",
        claim=mark("A wide network has room to learn wrong labels by heart, and then reads new images worse."),
        see=mark(
            "{label_noise:broken} of the labels are wrong, and {width:cure} units in each hidden layer read "
            "{test:broken<cure} more of the new images right than {width:broken}. The wide network learns the wrong "
            "labels by heart: it gives the label that it was told to {train:broken} of its training images, the narrow "
            "one to {train:cure}. Width by itself does no harm: with right labels {width:broken} units read "
            "{test:right_32<right_512} more right than {width:cure}, and {test:right_8<right_512} more than "
            "{width:right_8}."
        ),
        lesson=Lesson(
            question=mark("Many wrong labels: is a wide network better or a narrow one?"),
            two=(mark("{width:broken} units"), mark("{width:cure} units")),
            predict=Changed(),
            think=mark("When nobody can check the labels, what would you do beside a smaller network?"),
            age=15,
            minutes=25,
        ),
        finding="noisy labels suspected",
        broken=dict(
            architecture="mlp",
            schedule="constant",
            learning_rate=0.001,
            train_size=2000,
            epochs=30,
            width=_WIDEST,
            label_noise=0.4,
        ),
        cure=dict(width=_BEST),
        apart={
            "wrong_8": Arm(label=mark("Width 8, wrong labels"), knobs=dict(width=8)),
            "wrong_128": Arm(label=mark("Width 128, wrong labels"), knobs=dict(width=128)),
            "right_8": Arm(label=mark("Width 8, right labels"), knobs=dict(width=8, label_noise=0.0)),
            "right_32": Arm(label=mark("Width 32, right labels"), knobs=dict(width=32, label_noise=0.0)),
            "right_128": Arm(label=mark("Width 128, right labels"), knobs=dict(width=128, label_noise=0.0)),
            "right_512": Arm(label=mark("Width 512, right labels"), knobs=dict(width=512, label_noise=0.0)),
        },
        chart="widths",
    ),
}

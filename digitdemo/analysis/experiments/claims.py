"""Popular claims that do not hold here."""

from typing import Any

from digitdemo.analysis.experiments.experiment import Arm, Experiment
from digitdemo.analysis.experiments.lesson import Changed, Lesson, Ranged
from digitdemo.texts import mark

_MLP: dict[str, Any] = dict(architecture="mlp", schedule="one-cycle", learning_rate=0.005, epochs=4)

CLAIMS: dict[str, Experiment] = {
    "weight-decay": Experiment(
        title="Weight decay cures overfitting",
        claim=mark("Weight decay keeps the weights small, and so keeps a model from learning its images by heart."),
        see=mark(
            "Even a weight decay of {weight_decay:cure} changes test accuracy by only {test:broken=cure} and the gap "
            "by {gap:broken=cure}. More images do help: {train_size:more} in place of {train_size:broken} narrow the "
            "gap by {gap:broken>more}."
        ),
        lesson=Lesson(
            question=mark("Does weight decay close the gap between train and test?"),
            two=(mark("no weight decay"), mark("weight decay {weight_decay:cure}")),
            predict=Changed("gap"),
            think=mark("Weight decay is in every textbook. What would you test before you believe in it?"),
            age=16,
            minutes=25,
        ),
        finding="overfitting",
        broken=dict(
            architecture="mlp",
            optimizer="adamw",
            schedule="constant",
            learning_rate=0.001,
            train_size=2000,
            epochs=20,
            weight_decay=0.0,
        ),
        cure=dict(weight_decay=3.0),
        apart={"more": Arm(label=mark("More images instead"), knobs=dict(train_size=5000))},
        names=("Without weight decay", "With weight decay"),
    ),
    "mlp-95": Experiment(
        title="A dense network gets about 95%",
        claim=mark("A dense network with two hidden layers of 512 units reads about 95% of MNIST's test images right."),
        see=mark(
            "From all {train_size:cure} images it reads {test:broken<cure} more right than from {train_size:broken}: "
            "{test:cure}. From {train_size:broken} it reads {test:broken}: the figure is one for few images."
        ),
        lesson=Lesson(
            question=mark("How well does a dense network read digits when it learns from all images?"),
            two=(mark("{train_size:broken} images"), mark("{train_size:cure} images")),
            predict=Ranged("third", arm="cure"),
            think=mark("Somebody tells you that a kind of network gets about 95%. What would you ask back?"),
            age=14,
            minutes=15,
        ),
        finding="overfitting",
        broken=dict(**_MLP, train_size=5000),
        cure=dict(train_size=55_000),
        names=("Few images", "All images"),
    ),
    "more-layers": Experiment(
        title="More layers make it worse",
        claim=mark("The more hidden layers a network has, the worse it reads new images."),
        see=mark(
            "{hidden_layers:cure} hidden layers in place of {hidden_layers:broken} read {test:broken<cure} more of the "
            "new images right. The gap between train and test changes by only {gap:broken=cure}."
        ),
        lesson=Lesson(
            question=mark("Do {hidden_layers:cure} hidden layers read worse than {hidden_layers:broken}?"),
            two=(mark("one hidden layer"), mark("four hidden layers")),
            predict=Changed(),
            think=mark("Why do people build networks with many layers all the same?"),
            age=13,
            minutes=15,
        ),
        finding="good fit",
        broken=dict(**_MLP, width=64, hidden_layers=1),
        cure=dict(hidden_layers=4),
        names=("One hidden layer", "Four hidden layers"),
    ),
}

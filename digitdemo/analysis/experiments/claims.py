"""Popular claims that do not hold here."""

from typing import Any

from digitdemo.analysis.experiments.experiment import Arm, Experiment
from digitdemo.analysis.experiments.lesson import Changed, Lesson, Ranged

_MLP: dict[str, Any] = dict(architecture="mlp", schedule="one-cycle", learning_rate=0.005, epochs=4)

CLAIMS: dict[str, Experiment] = {
    "weight-decay": Experiment(
        title="Weight decay cures overfitting",
        claim="Weight decay keeps the weights small, and so keeps a model from learning its images by heart.",
        see="Even a weight decay of {weight_decay:cure} changes test accuracy by only "
        "{test:broken=cure} and the gap by {gap:broken=cure}. More images do help: {train_size:more} in place of "
        "{train_size:broken} narrow the gap by {gap:broken>more}.",
        lesson=Lesson(
            question="Does weight decay close the gap between train and test?",
            two=("no weight decay", "weight decay {weight_decay:cure}"),
            predict=Changed("gap"),
            think="Weight decay is in every textbook. What would you test before you believe in it?",
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
        apart={"more": Arm(label="More images instead", knobs=dict(train_size=5000))},
        names=("Without weight decay", "With weight decay"),
    ),
    "mlp-95": Experiment(
        title="A dense network gets about 95%",
        claim="A dense network with two hidden layers of 512 units reads about 95% of MNIST's test images right.",
        see="From all {train_size:cure} images it reads {test:broken<cure} more right than from {train_size:broken}: "
        "{test:cure}. From {train_size:broken} it reads {test:broken}: the figure is one for few images.",
        lesson=Lesson(
            question="How well does a dense network read digits when it learns from all images?",
            two=("{train_size:broken} images", "{train_size:cure} images"),
            predict=Ranged("third", arm="cure"),
            think="Somebody tells you that a kind of network gets about 95%. What would you ask back?",
        ),
        finding="overfitting",
        broken=dict(**_MLP, train_size=5000),
        cure=dict(train_size=55_000),
        names=("Few images", "All images"),
    ),
    "more-layers": Experiment(
        title="More layers make it worse",
        claim="The more hidden layers a network has, the worse it reads new images.",
        see="{hidden_layers:cure} hidden layers in place of {hidden_layers:broken} read {test:broken<cure} more of the "
        "new images right. The gap between train and test changes by only {gap:broken=cure}.",
        lesson=Lesson(
            question="Do {hidden_layers:cure} hidden layers read worse than {hidden_layers:broken}?",
            two=("one hidden layer", "four hidden layers"),
            predict=Changed(),
            think="Why do people build networks with many layers all the same?",
        ),
        finding="good fit",
        broken=dict(**_MLP, width=64, hidden_layers=1),
        cure=dict(hidden_layers=4),
        names=("One hidden layer", "Four hidden layers"),
    ),
}

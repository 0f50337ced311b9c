"""Experiments in which the images are to blame, or their labels."""

from typing import Any

from digitdemo.analysis.experiments.experiment import Arm, Experiment
from digitdemo.analysis.experiments.lesson import Lesson, Ranged, Sketched
from digitdemo.texts import mark

_MLP: dict[str, Any] = dict(architecture="mlp", width=32, schedule="one-cycle", learning_rate=0.005, epochs=3)
_RARE, _SHARE = "38", 0.02

TRAINING_IMAGES: dict[str, Experiment] = {
    "little-data": Experiment(
        title="Too little data",
        claim=mark("A few hundred images do not show all the ways in which people write ten digits."),
        see=mark(
            "From {train_size:cure} images the same network reads {test:broken<cure} more of the new images right than "
            "from {train_size:broken}. It did not train for longer: both took {steps:broken} steps. The gap between "
            "train and test shrinks by {gap:broken>cure}. Fewer epochs by themselves only harm: with {epochs:short} in "
            "place of {epochs:broken} the {train_size:broken} images yield {test:broken>short} less."
        ),
        lesson=Lesson(
            question=mark("What if there are only {train_size:broken} images?"),
            two=(mark("{train_size:broken} images"), mark("{train_size:cure} images")),
            predict=Sketched(("together", "low", "gap")),
            think=mark("Collecting images costs money. How would you find out how many are enough?"),
            age=12,
            minutes=15,
        ),
        finding="overfitting",
        broken=dict(
            architecture="cnn",
            filters=16,
            dropout=0.0,
            schedule="one-cycle",
            learning_rate=0.005,
            batch_size=25,
            train_size=500,
            epochs=20,
        ),
        # As many steps: twenty times the images, and one epoch in place of twenty.
        cure=dict(train_size=10_000, epochs=1),
        apart={"short": Arm(label=mark("Few images, one epoch"), knobs=dict(epochs=1))},
    ),
    "imbalance": Experiment(
        title="Class imbalance",
        claim=mark("A digit that is rare in the training images is too rarely given as the answer."),
        see=mark(
            "With all the 3s and 8s in place of {rare_share:broken} of them it reads {recall_38:broken<cure} more of "
            "them right. The other digits pay for it with only {recall_01245679:broken>cure}. Test accuracy as a whole "
            "rises by {test:broken<cure}. It is not that there were fewer images: as few of all digits alike read "
            "{recall_38:broken<fewer} more of the 3s and 8s right, too."
        ),
        lesson=Lesson(
            question=mark("What if 3 and 8 are rare in the training images?"),
            two=(mark("rare 3s and 8s"), mark("all 3s and 8s")),
            predict=Ranged("first", quantity="recall_38"),
            think=mark("Where in real life is one kind rare, and who pays if a model reads it worse?"),
            age=12,
            minutes=20,
        ),
        finding="imbalanced",
        broken=dict(**_MLP, rare_digits=_RARE, rare_share=_SHARE),
        cure=dict(rare_digits=""),
        # Two of ten digits are nearly missing.
        apart={"fewer": Arm(label=mark("As few, but of all digits"), knobs=dict(rare_digits="", train_size=44_000))},
        chart="recall",
    ),
    "wrong-labels": Experiment(
        title="Wrong labels",
        claim=mark(
            "After a short training a model reads well in spite of wrong labels, but looks bad on its own images."
        ),
        see=mark(
            "With {label_noise:broken} of the labels wrong it reads {test:broken<cure} less of the new images right "
            "than with right ones, and still {test:broken}. On its own training images it looks worse than it is: by "
            "the labels that it was told it gets {train:broken} right, by the true ones {true_train:broken}."
        ),
        lesson=Lesson(
            question=mark("What if {label_noise:broken} of the labels are wrong?"),
            two=(mark("{label_noise:broken} wrong labels"), mark("right labels")),
            predict=Sketched(("above", "gap", "low")),
            think=mark("The model was told many wrong answers. Why does it not give them to new images?"),
            age=13,
            minutes=20,
        ),
        finding="noisy labels suspected",
        broken=dict(**_MLP, label_noise=0.3),
        cure=dict(label_noise=0.0),
    ),
    "labels-by-heart": Experiment(
        title="Wrong labels, learned by heart",
        claim=mark("Trained for long enough, a large network learns wrong labels by heart and reads new images worse."),
        see=mark(
            "With right labels it reads {test:broken<cure} more of the new images right. After {epochs:broken} epochs "
            "it gives the label that it was told to {train:broken} of its training images, and the true one to only "
            "{true_train:broken}. Early on it read new images better: {best_test:broken}. Early stopping keeps about "
            "that epoch, and with it {test:broken<early} more on test."
        ),
        lesson=Lesson(
            question=mark("Wrong labels, and {epochs:broken} epochs: what does a large network make of them?"),
            two=(mark("{label_noise:broken} wrong labels"), mark("right labels")),
            predict=Sketched(("together", "falls", "above")),
            think=mark(
                "At which epoch would you have stopped, and how would you know without looking at the test images?"
            ),
            age=14,
            minutes=25,
        ),
        finding="noisy labels suspected",
        broken=dict(
            architecture="mlp",
            schedule="constant",
            learning_rate=0.001,
            train_size=2000,
            epochs=30,
            label_noise=0.3,
        ),
        cure=dict(label_noise=0.0),
        apart={"early": Arm(label=mark("Early stopping"), knobs=dict(patience=2))},
    ),
    "other-images": Experiment(
        title="Test images unlike the training images",
        claim=mark("A model reads only what looks like the images that it was trained on."),
        see=mark(
            "Augmentation moves and bends every training image a little, and then the network reads {test:broken<cure} "
            "more of the moved test images right. On images in the middle, like those that it learned from, it reads "
            "{test:middle} without augmentation."
        ),
        lesson=Lesson(
            question=mark("What if the test digits do not stand in the middle?"),
            two=(mark("plain training images"), mark("augmented training images")),
            predict=Ranged("first"),
            think=mark(
                "You want an app that reads digits in photos. Which changes of the training images would you add?"
            ),
            age=12,
            minutes=20,
        ),
        finding="test images differ",
        broken=dict(
            architecture="mlp",
            width=128,
            schedule="one-cycle",
            learning_rate=0.005,
            epochs=4,
            train_size=20_000,
            test_shift=2,
        ),
        cure=dict(augmentation="strong"),
        apart={"middle": Arm(label=mark("Images in the middle"), knobs=dict(test_shift=0))},
    ),
}

"""What a run can be found to be, and from which thresholds on."""

from typing import Literal

TEST_IMAGES = 10_000


# Ten equally likely digits are guessed right 10 % of the time.
CHANCE_ACCURACY = 0.2


# A last train accuracy this far below the best one says that the steps are too large to settle.
UNSTABLE_DROP = 0.02


# Test images (right labels) surely read better than training images by this much: the training labels are to blame.
# No shipped or recorded run with right labels comes near: train images are the easier ones everywhere.
NOISY_GAP = 0.02


# Rare digits surely read worse than the others by this much. The spread that digits have by themselves, linear model
# included, is as large for single ones, but not for those that happen to be rare.
IMBALANCED_GAP = 0.02


# A gap surely larger than this is called overfitting: the CNN with dropout stays below, the plain MLP does not.
OVERFIT_GAP = 0.008


# Below it, even the images it trained on defeat the model. The linear model, the classic underfitter, stays at 0.93;
# a model with a hidden layer passes 0.97 within two epochs on all the data.
UNDERFIT_TRAIN_ACCURACY = 0.95


# Training was not done if the last epoch still brought this much on train: of accuracy, or, below the accuracy of an
# underfit, of the loss relative to itself. The linear model's loss falls by 0.8 % in its tenth epoch, a CNN that
# creeps with a learning rate of 0.00001 by 5 % and more.
STILL_IMPROVING_GAIN = 0.005


STILL_IMPROVING_LOSS = 0.02


# Every architecture here passes this on train within two epochs at a fitting learning rate, whatever the data. What is
# below after at least three, and still falls, creeps.
SLOW_TRAIN_ACCURACY = 0.9


SLOW_EPOCHS = 3


# How far beyond its threshold, as a multiple of it, the evidence must lie to be called clear.
CLEAR = 2.0


Finding = Literal[
    "untrained",
    "diverged",
    "not learning",
    "unstable",
    "noisy labels suspected",
    "imbalanced",
    "test images differ",
    "overfitting",
    "learning too slowly",
    "still improving",
    "underfitting",
    "good fit",
]

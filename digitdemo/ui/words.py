"""What the words of the field mean, each in one line; the pages show them where the word stands, About shows all.

Both are given to `tr` when they are said.
"""

from digitdemo.texts import mark

WORDS = {
    mark("Accuracy"): mark("The share of images that are read right."),
    mark("Batch"): mark("The images that make one training step together."),
    mark("CNN"): mark(
        "Convolutional neural network: small filters slide over the picture and find strokes, edges, corners."
    ),
    mark("Confidence interval"): mark(
        "The range in which the true value lies most likely. At 95%, 95 of 100 such ranges hold it."
    ),
    mark("Confusion matrix"): mark("A table: each row is a digit, each column what it was read as."),
    mark("Dropout"): mark(
        "A share of the units is switched off at random in each training step, so that none is relied on alone."
    ),
    mark("Epoch"): mark("One pass of the training through all its images."),
    mark("Generalization gap"): mark(
        "Train accuracy minus test accuracy: how much better it knows what it has learned from."
    ),
    mark("Gradient"): mark("How the answer, or the loss, changes with each weight or each pixel."),
    mark("GRU"): mark("Gated recurrent unit: reads the picture row by row and keeps a memory of what came before."),
    mark("Learning rate"): mark("How far the weights move in one training step."),
    mark("Linear model"): mark("Each pixel votes for or against each digit; the votes are added, and that is all."),
    mark("Loss"): mark(
        "How wrong the answers are, counting how sure they were (cross-entropy). Training makes it small."
    ),
    mark("MLP"): mark("Multilayer perceptron: layers of units, each of which looks at everything in the layer before."),
    mark("One-cycle"): mark(
        "The learning rate rises, then falls to nearly 0: large steps first, small ones to settle."
    ),
    mark("Overfitting"): mark("It knows its training images, but reads new ones clearly worse."),
    mark("Parameters"): mark("The numbers that training changes: the weights of the network."),
    mark("Precision"): mark("Of the images read as this digit, the share that really show it."),
    mark("Recall"): mark("Of the images that show this digit, the share that are read right."),
    mark("F1"): mark("One number for precision and recall: their harmonic mean."),
    mark("Seed"): mark("The number that all chance starts from. The same seed gives the same result."),
    mark("Softmax"): mark("Turns ten sums into ten shares of 100%."),
    mark("Temperature"): mark(
        "A number that corrects how sure a model says it is. Above 1: it was too sure of itself."
    ),
    mark("Test images"): mark("10,000 images that no model has learned from."),
    mark("Transformer"): mark("Cuts the picture into patches and compares every patch with every other (attention)."),
    mark("Underfitting"): mark("It is too simple, or was trained too little: it misreads its own training images."),
    mark("Validation images"): mark(
        "Images held out from training. One chooses by them, so that the test stays a test."
    ),
}

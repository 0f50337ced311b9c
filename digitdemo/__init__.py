"""digitdemo: train a digit classifier on MNIST, watch it, draw digits, and see why it errs."""

import os

# TensorFlow reads this when it is imported. On processors without AVX-512 it would leave oneDNN out, with which a
# convolutional network trains faster: docs/performance.md has the measurement.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
# Nor does it then tell, in the middle of a progress bar, how it converts a network. Errors are still to be seen.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

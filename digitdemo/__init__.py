"""digitdemo: train a digit classifier on MNIST, watch it, draw digits, and see why it errs."""

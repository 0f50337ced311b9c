"""The Lab: knobs, the training as it runs, its verdict and what to try, and the runs beside each other."""

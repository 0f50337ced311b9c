"""The program that trains a run anew with plain Keras, as a script and as a notebook, both made of the same steps."""

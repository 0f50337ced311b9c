"""MNIST, strokes and pictures, and what becomes of them on the way to 28 x 28 pixels."""

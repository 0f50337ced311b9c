"""What models answer, and why: LiteRT only, no TensorFlow."""

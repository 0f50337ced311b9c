"""The trainer process, the only place beside the benchmarks that imports TensorFlow."""

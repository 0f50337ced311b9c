"""Settings: what a training can be told, and the facts of each architecture."""

"""Settings: what decides a training, and the facts of each architecture."""

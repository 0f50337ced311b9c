"""The files that a person takes home of a run, and how they come back in."""
